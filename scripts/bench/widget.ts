/** What a widget costs a partner's page: bytes, round trips, sockets, and whether anything moves. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { Browser, Page, Request } from 'playwright-core';
import { launchChromium } from '../chromium.ts';
import { fill } from './folder.ts';
import { type Server, startDateline } from './processes.ts';
import { median, number, type Result } from './table.ts';

const VISITS = 9;
const MANY = 20;

interface Visit {
  /** What was loaded until the first entry was there, and in all: gzip bytes of script. */
  scriptsAtFirst: number;
  scripts: number;
  /** Milliseconds from the page's begin to the first entry. */
  first: number;
  apiRequests: number;
  sockets: number;
  shift: number;
}

export async function widget(): Promise<Result> {
  const folder = await fill({ storm: 40 });
  const server = await startDateline(folder.path);
  const browser = await launchChromium();
  try {
    const tag = `<live-blog src="${server.url}/storm" style="display: block; height: 400px"></live-blog>`;
    const one = await visits(browser, server, tag);
    const many = await visits(browser, server, tag.repeat(MANY));
    const of = (all: Visit[], what: keyof Visit, digits = 0, unit = 1): string =>
      number(median(all.map((visit) => visit[what])) / unit, digits);
    const worst = (all: Visit[], what: keyof Visit): number => Math.max(...all.map((visit) => visit[what]));
    return {
      title: 'Widget: what a partner’s page loads for it',
      header: ['', 'one widget', `${MANY} of one blog`, 'goal'],
      rows: [
        [
          'script before the first entry, KB gzip',
          of(one, 'scriptsAtFirst', 1, 1_000),
          of(many, 'scriptsAtFirst', 1, 1_000),
          '≤ 18',
        ],
        ['script in all, KB gzip', of(one, 'scripts', 1, 1_000), of(many, 'scripts', 1, 1_000), '≤ 32'],
        ['page begins → first entry, ms', of(one, 'first'), of(many, 'first'), ''],
        [
          'requests for the blog, at most',
          number(worst(one, 'apiRequests')),
          number(worst(many, 'apiRequests')),
          '1',
        ],
        ['sockets, at most', number(worst(one, 'sockets')), number(worst(many, 'sockets')), '1'],
        ['layout shift, at most', number(worst(one, 'shift'), 4), number(worst(many, 'shift'), 4), '0'],
      ],
      notes: [
        `${VISITS} visits each in Chromium, each with an empty cache, on a page of another origin that gives the widget a height.`,
      ],
    };
  } finally {
    await browser.close();
    await server.stop();
    folder.remove();
  }
}

async function visits(browser: Browser, server: Server, tags: string): Promise<Visit[]> {
  const html = `<!doctype html><meta charset="utf-8"><title>Partner</title><link rel="icon" href="data:,"><script async src="${server.url}/widget.js"></script>${tags}<p>Below</p>`;
  const partner = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end(html);
  });
  await new Promise<void>((resolve) => partner.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(partner.address() as AddressInfo).port}/`;
  const all: Visit[] = [];
  for (let n = 0; n < VISITS; n += 1) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    all.push(await visit(await context.newPage(), server.url, address));
    await context.close();
  }
  partner.closeAllConnections();
  partner.close();
  return all;
}

async function visit(page: Page, service: string, address: string): Promise<Visit> {
  const scripts: { name: string; bytes: number }[] = [];
  const seen = { apiRequests: 0, sockets: 0 };
  const sizes: Promise<void>[] = [];
  page.on('requestfinished', (request) => {
    const name = request.url();
    if (name.startsWith(`${service}/api/`)) seen.apiRequests += 1;
    if (!name.endsWith('.js')) return;
    sizes.push(gzipSize(request).then((bytes) => void scripts.push({ name, bytes })));
  });
  const connected = new Promise<void>((resolve) => {
    page.on('websocket', (socket) => {
      seen.sockets += 1;
      socket.on('framereceived', () => resolve());
    });
  });
  await page.addInitScript(watch);
  await page.goto(address);
  await page.waitForFunction(() => window.measured.first > 0);
  await connected;
  await page.waitForTimeout(200); // what comes too late or too often would be seen by now
  await Promise.all(sizes);
  const bytes = (of: (name: string) => boolean): number =>
    scripts.filter(({ name }) => of(name)).reduce((sum, script) => sum + script.bytes, 0);
  const measured = await page.evaluate(() => window.measured);
  return {
    ...seen,
    ...measured,
    scriptsAtFirst: bytes((name) => name.endsWith('/widget.js')),
    scripts: bytes(() => true),
  };
}

async function gzipSize(request: Request): Promise<number> {
  return gzipSync(await (await request.response())!.body()).length;
}

declare global {
  interface Window {
    measured: { first: number; shift: number };
  }
}

/** Runs in the page, before anything of it. */
function watch(): void {
  window.measured = { first: 0, shift: 0 };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries())
      window.measured.shift += (entry as PerformanceEntry & { value: number }).value;
  }).observe({ type: 'layout-shift', buffered: true });
  document.addEventListener(
    'load',
    ({ target }) => {
      if ((target as Element).localName === 'live-blog') window.measured.first ||= performance.now();
    },
    true,
  );
}
