/** `replay FILE.ndjson`: publishes a recorded live blog over the API, at its own pace or faster. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { openStore } from '../server/record.ts';
import { readConfig } from '../server/config.ts';
import { createToken, revokeToken } from '../server/newsroom/people.ts';
import { readIso } from '../shared/iso.ts';
import { Desk, Refused } from './desk.ts';

/** One line of the file is the blog; each further one is an entry. `editedAt` is only told, not replayed. */
interface Line {
  blog?: { slug: string; title: string; standfirst?: string; language?: string; timezone?: string };
  entry?: { headline: string | null; html: string; publishedAt: string; editedAt?: string | null };
}

export async function replay(args: string[]): Promise<void> {
  const { positionals, values } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      speed: { type: 'string', default: '1' },
      slug: { type: 'string' },
      url: { type: 'string' },
      token: { type: 'string' },
    },
  });
  const [file, ...rest] = positionals;
  const speed = Number(values.speed);
  if (!file || rest.length > 0) throw new Error('Say: replay FILE.ndjson [--speed N]');
  if (!(speed > 0)) throw new Error(`--speed must be a number above 0, not "${values.speed}"`);

  const lines = parse(await readFile(file, 'utf8'), file);
  await withToken(values.token, async (token) => {
    const config = readConfig();
    const url = values.url ?? (config.PUBLIC_URL || `http://localhost:${config.PORT}`);
    await publishAll(new Desk(url, token), lines, speed, values.slug);
  });
}

function parse(text: string, file: string): Line[] {
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    try {
      return [readLine(line)];
    } catch (error) {
      throw new Error(`${file}, line ${index + 1}: ${(error as Error).message}`);
    }
  });
}

/** Files from elsewhere begin with a byte-order mark, and write times as ISO 8601 allows it. */
function readLine(line: string): Line {
  const read = JSON.parse(line.replace(/^\ufeff/, '')) as Line;
  if (!read.entry) return read;
  try {
    return { entry: { ...read.entry, publishedAt: readIso(String(read.entry.publishedAt)) } };
  } catch (error) {
    throw new Error(`"publishedAt" ${(error as Error).message}`);
  }
}

/** The given token, or one of our own for as long as the work takes. */
async function withToken(given: string | undefined, work: (token: string) => Promise<void>): Promise<void> {
  if (given !== undefined) return work(given);
  const store = await openStore(readConfig());
  const token = await createToken(store, 'replay', 'admin', null);
  try {
    await work(token);
  } finally {
    await revokeToken(store, token);
    await store.close();
  }
}

async function publishAll(desk: Desk, lines: Line[], speed: number, slug: string | undefined): Promise<void> {
  const blog = lines[0]?.blog;
  if (!blog) throw new Error('The first line must be {"blog": {slug, title, …}}.');
  const target = slug ?? blog.slug;
  await desk.createBlog({ ...blog, slug: target }, keyOf(target, 'blog'));
  console.log(`Replaying "${blog.title}" at ${desk.url}/${target}`);

  const entries = lines.slice(1).flatMap(({ entry }) => (entry ? [entry] : []));
  const started = Date.now();
  const first = Date.parse(entries[0]?.publishedAt ?? '');
  let published = 0;
  for (const [index, { editedAt: _edited, ...entry }] of entries.entries()) {
    await pause(Math.max(0, started + (Date.parse(entry.publishedAt) - first) / speed - Date.now()));
    try {
      const key = keyOf(target, String(index), JSON.stringify(entry));
      const { leftOut = [] } = await desk.publish(target, entry, key);
      published += 1;
      const lost = leftOut.map(({ what, count }) => `${count} ${what}`).join(', ');
      if (lost) progress(`Entry ${index + 1}, of ${entry.publishedAt}: left out ${lost}\n`);
    } catch (error) {
      if (!(error instanceof Refused) || error.status !== 422) throw error;
      progress(`Entry ${index + 1}, of ${entry.publishedAt}, was not published: ${error.message}\n`);
    }
    progress(`${index + 1} of ${entries.length} entries sent, ${published} published`);
  }
  progress(`${published} of ${entries.length} entries published.\n`);
}

/** The same line gets the same key, so that a replay that broke off can be started again. */
const keyOf = (...parts: string[]): string => createHash('sha256').update(parts.join('\n')).digest('hex');

function progress(text: string): void {
  if (process.stdout.isTTY) process.stdout.write(`\r\u001b[K${text}`);
  else process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
}
