/** What Lighthouse says of the reader page on a slow phone. It is fetched for this alone: it is as big as all the rest. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CHROMIUM_ARGS, chromiumPath } from '../chromium.ts';
import { fill } from './folder.ts';
import { startDateline } from './processes.ts';
import { number, type Result } from './table.ts';

const VERSION = '13.5.0';
const GOALS = { performance: 98, accessibility: 100, 'best-practices': 100, seo: 100 };

interface Report {
  categories: Record<string, { title: string; score: number }>;
  audits: Record<string, { title: string; displayValue?: string }>;
}

export async function lighthouse(): Promise<Result> {
  const folder = await fill({ page: 25 });
  const server = await startDateline(folder.path);
  try {
    const { categories, audits } = await report(`${server.url}/page`);
    const timing = (name: string) => [audits[name]!.title, audits[name]!.displayValue ?? '–', ''];
    return {
      title: `Lighthouse ${VERSION}, mobile, a page of 25 entries`,
      header: ['', 'measured', 'goal'],
      rows: [
        ...Object.entries(GOALS).map(([name, goal]) => [
          categories[name]!.title,
          number(categories[name]!.score * 100),
          `≥ ${goal}`,
        ]),
        ...['first-contentful-paint', 'largest-contentful-paint', 'total-blocking-time'].map(timing),
        timing('cumulative-layout-shift'),
      ],
      notes: ['Its own simulated phone: four times slower than this machine, on slow 4G.'],
    };
  } finally {
    await server.stop();
    folder.remove();
  }
}

async function report(address: string): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), 'dateline-lighthouse-'));
  const file = join(folder, 'report.json');
  const flags = ['--output=json', `--output-path=${file}`, '--quiet', '--no-enable-error-reporting'];
  const chrome = `--chrome-flags=--headless=new ${CHROMIUM_ARGS.join(' ')}`;
  const lighthouse = ['npx', '--yes', `lighthouse@${VERSION}`, address, ...flags, chrome];
  try {
    await promisify(execFile)('env', [`CHROME_PATH=${chromiumPath()}`, ...lighthouse]);
    return JSON.parse(readFileSync(file, 'utf8')) as Report;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
