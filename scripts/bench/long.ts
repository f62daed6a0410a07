/** A blog of 10,000 entries beside one of 100: what readers do must cost the same on both. */
import { timed } from './clock.ts';
import { fill } from './folder.ts';
import { type Server, startDateline } from './processes.ts';
import { BareReader } from './reader.ts';
import { median, number, ratio, type Result } from './table.ts';

/** By their slugs. */
const ENTRIES = { long: 10_000, short: 100 };
type Slug = keyof typeof ENTRIES;
const TIMES = 50;
const STARTS = 6;

/** Milliseconds, the median. */
type Times = Record<Slug, number>;

export async function long(): Promise<Result> {
  const folder = await fill(ENTRIES);
  const first = await both(STARTS, (slug) => openAfterStart(folder.path, slug));

  const server = await startDateline(folder.path);
  const reader = await BareReader.open(server.url);
  const seqOf = (slug: Slug) => ENTRIES[slug] + 1;
  const read = (path: (slug: Slug) => string) => both(TIMES, (slug) => timed(() => get(server, path(slug))));
  const join = (after: (seq: number) => number) => {
    return both(TIMES, (slug) => timed(() => mustAnswer(reader.join(slug, after(seqOf(slug))))));
  };
  await read((slug) => `/${slug}`);
  const rows = [
    row(`open: the page, first of all after a start (${STARTS} ×)`, first),
    row('open: the page, later', await read((slug) => `/${slug}`)),
    row('join, five behind', await join((seq) => seq - 5)),
    row('join, nothing held', await join(() => 0)),
    row(
      'catch-up over HTTP, five behind',
      await read((slug) => `/api/v1/blogs/${slug}/updates?after=${seqOf(slug) - 5}`),
    ),
    row(
      'older entries from the middle, the page',
      await read((slug) => `/${slug}?before=${folder.middles[slug]}`),
    ),
    row(
      'older entries from the middle, JSON',
      await read((slug) => `/api/v1/blogs/${slug}/entries?before=${folder.middles[slug]}`),
    ),
  ];
  reader.close();
  await server.stop();
  folder.remove();
  return {
    title: `Length: ${number(ENTRIES.long)} entries beside ${ENTRIES.short}`,
    header: [
      `median of ${TIMES}, ms`,
      `${number(ENTRIES.long)} entries`,
      `${ENTRIES.short} entries`,
      'ratio',
    ],
    rows,
    notes: [
      'Both blogs are in one store; the entries were put there directly before the service started, in one transaction each.',
      'One request at a time, the two blogs in turn, from the request to the last byte of the answer.',
    ],
  };
}

/** The two blogs in turn, so that whatever else the machine does meets both. */
async function both(times: number, measure: (slug: Slug) => Promise<number>): Promise<Times> {
  const long: number[] = [];
  const short: number[] = [];
  for (let n = 0; n < times; n += 1) {
    long.push(await measure('long'));
    short.push(await measure('short'));
  }
  return { long: median(long), short: median(short) };
}

async function openAfterStart(folder: string, slug: Slug): Promise<number> {
  const server = await startDateline(folder);
  const time = await timed(() => get(server, `/${slug}`));
  await server.stop();
  return time;
}

async function get(server: Server, path: string): Promise<void> {
  const response = await fetch(server.url + path);
  await response.arrayBuffer();
  if (response.status !== 200) throw new Error(`${path} was answered with ${response.status}.`);
}

async function mustAnswer(answer: Promise<string>): Promise<void> {
  if (!(await answer).includes('"entries"')) throw new Error(`A join was answered with ${await answer}.`);
}

const row = (what: string, { long, short }: Times): string[] => [
  what,
  number(long, 2),
  number(short, 2),
  ratio(long, short),
];
