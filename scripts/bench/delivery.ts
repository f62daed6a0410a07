/** From the call that publishes to a thousand readers, beside a stock Socket.IO server that broadcasts the same. */
import { setTimeout as pause } from 'node:timers/promises';
import { Desk } from '../desk.ts';
import { now } from './clock.ts';
import type { Order, Received } from './crowd.ts';
import { entryOf, markOf } from './entries.ts';
import { fill } from './folder.ts';
import { cpuOf, Helper, type Server, startDateline, startPeer } from './processes.ts';
import { number, ratio, type Result } from './table.ts';

const BLOG = 'delivery';
const READERS = 1_000;
const ROUNDS = 4;
const ENTRIES_A_ROUND = 50;
const ENTRIES = ROUNDS * ENTRIES_A_ROUND;
const PACE_MS = 100;
const QUICK_PACE_MS = 15;
const SETTLE_MS = 300;

interface Side {
  server: Server;
  crowd: Helper;
  publish: (n: number) => Promise<unknown>;
  /** CPU that publishing costs where nobody reads, in microseconds an entry. */
  publishCpu: number;
  /** CPU of all rounds, in microseconds. */
  cpu: number;
}

type Measured = Pick<Side, 'cpu' | 'publishCpu'> & { received: Received };

export async function delivery(): Promise<Result> {
  const folder = await fill({ [BLOG]: 20 });
  const dateline = await startDateline(folder.path);
  const peer = await startPeer('socket.io');
  const desk = new Desk(dateline.url, folder.token);
  const ours = await prepare(dateline, (n) => desk.publish(BLOG, entryOf(markOf(n))));
  const stock = await prepare(peer, (n) => broadcast(peer.url, n));
  // In turn, so that whatever else the machine does meets both.
  for (let round = 0; round < ROUNDS; round += 1) {
    await play(ours, round * ENTRIES_A_ROUND);
    await play(stock, round * ENTRIES_A_ROUND);
  }
  const result = report(await finish(ours), await finish(stock));
  folder.remove();
  return result;
}

async function prepare(server: Server, publish: Side['publish']): Promise<Side> {
  await publishAll(publish, ENTRIES, ENTRIES, QUICK_PACE_MS); // until the code is warm
  const publishing = await cpuOf(server, () => publishAll(publish, ENTRIES, ENTRIES, QUICK_PACE_MS));
  const crowd = new Helper('crowd.ts');
  await crowd.ask({ open: READERS, url: server.url, blog: BLOG } satisfies Order);
  return { server, crowd, publish, publishCpu: publishing / ENTRIES, cpu: 0 };
}

async function play(side: Side, first: number): Promise<void> {
  side.cpu += await cpuOf(side.server, async () => {
    await publishAll(side.publish, first, ENTRIES_A_ROUND, PACE_MS);
    await pause(SETTLE_MS);
  });
}

async function finish({ server, crowd, publishCpu, cpu }: Side): Promise<Measured> {
  const received = await crowd.ask<Received>({ collect: ENTRIES } satisfies Order);
  await crowd.stop();
  await server.stop();
  return { received, publishCpu, cpu };
}

/** At an even pace, whatever the answers take. */
async function publishAll(
  publish: Side['publish'],
  first: number,
  count: number,
  pace: number,
): Promise<void> {
  const start = now();
  const answers: Promise<unknown>[] = [];
  for (let n = 0; n < count; n += 1) {
    await pause(Math.max(0, start + n * pace - now()));
    answers.push(publish(first + n));
  }
  await Promise.all(answers);
}

/** What the same entry looks like when nobody has kept it. */
async function broadcast(url: string, n: number): Promise<void> {
  const time = new Date().toISOString();
  const entry = {
    id: `01kc${String(n).padStart(22, '0')}`,
    seq: n + 22,
    revision: 1,
    ...entryOf(markOf(n)),
    authors: [],
    keyEvent: false,
    breaking: false,
    pinned: false,
    correction: null,
    publishedAt: time,
    updatedAt: null,
  };
  await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ blog: BLOG, from: n + 21, to: n + 22, entries: [entry] }),
  });
}

function report(ours: Measured, stock: Measured): Result {
  const compare = (what: string, of: (measured: Measured) => number, digits: number, goal = '') => {
    return [what, number(of(ours), digits), number(of(stock), digits), ratio(of(ours), of(stock)), goal];
  };
  const count = (what: string, of: (received: Received) => number, goal = '') => {
    return [what, number(of(ours.received)), number(of(stock.received)), '', goal];
  };
  const fanOut = ({ cpu, publishCpu }: Measured) => cpu - publishCpu * ENTRIES;
  return {
    title: `Delivery: ${ENTRIES} entries, ${1_000 / PACE_MS} a second, to ${number(READERS)} readers`,
    header: ['', 'Dateline', 'stock Socket.IO', 'ratio', 'goal'],
    rows: [
      compare('publish → received, p50, ms', ({ received }) => received.p50, 1),
      compare('publish → received, p90, ms', ({ received }) => received.p90, 1),
      compare('publish → received, p99, ms', ({ received }) => received.p99, 1, '< 100'),
      compare('publish → received, max, ms', ({ received }) => received.max, 1),
      count('deliveries', ({ deliveries }) => deliveries),
      count('deliveries lost', ({ lost }) => lost, '0'),
      count('deliveries doubled', ({ doubled }) => doubled, '0'),
      compare(
        'server CPU per delivery, all in, µs',
        ({ cpu, received }) => cpu / received.deliveries,
        1,
        '≤ 0.65 ×',
      ),
      compare('… without publishing, µs', (measured) => fanOut(measured) / measured.received.deliveries, 1),
      compare('server CPU per published entry, µs', ({ publishCpu }) => publishCpu, 0),
      compare('readers’ CPU per delivery, µs', ({ received }) => received.cpu / received.deliveries, 1),
    ],
    notes: [
      'Times run from just before the publishing call to the reader’s code, on one clock; the readers of each server share one process.',
      'Dateline checks, sanitises and commits each entry to disk before it sends it; the stock server only sends it on.',
      'CPU is user and system time of the server’s process (process.cpuUsage). Publishing alone is measured where nobody reads.',
      `The two take turns, ${ROUNDS} rounds each.`,
    ],
  };
}
