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
const ENTRIES = 200;
const PACE_MS = 100;
const QUICK_PACE_MS = 15;

interface Measured extends Received {
  serverCpu: number;
  /** CPU that publishing costs where nobody reads, per entry in microseconds. */
  publishCpu: number;
}

export async function delivery(): Promise<Result> {
  const folder = await fill({ [BLOG]: 20 });
  const dateline = await startDateline(folder.path);
  const desk = new Desk(dateline.url, folder.token);
  const ours = await measure(dateline, (n) => desk.publish(BLOG, entryOf(markOf(n))));
  await dateline.stop();
  folder.remove();

  const peer = await startPeer('socket.io');
  const stock = await measure(peer, (n) => broadcast(peer.url, n));
  await peer.stop();
  return report(ours, stock);
}

async function measure(server: Server, publish: (n: number) => Promise<unknown>): Promise<Measured> {
  const unread = (n: number) => publish(ENTRIES + n);
  await publishAll(unread, QUICK_PACE_MS); // until the code is warm
  const alone = await cpuOf(server, () => publishAll(unread, QUICK_PACE_MS));
  const crowd = new Helper('crowd.ts');
  await crowd.ask({ open: READERS, url: server.url, blog: BLOG } satisfies Order);
  await pause(500);
  let received!: Received;
  const serverCpu = await cpuOf(server, async () => {
    await publishAll(publish, PACE_MS);
    received = await crowd.ask<Received>({ collect: ENTRIES } satisfies Order);
  });
  await crowd.stop();
  return { ...received, serverCpu, publishCpu: alone / ENTRIES };
}

/** At an even pace, whatever the answers take. */
async function publishAll(publish: (n: number) => Promise<unknown>, pace: number): Promise<void> {
  const start = now();
  const answers: Promise<unknown>[] = [];
  for (let n = 0; n < ENTRIES; n += 1) {
    await pause(Math.max(0, start + n * pace - now()));
    answers.push(publish(n));
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
  const perDelivery = ({ serverCpu, deliveries }: Measured) => serverCpu / deliveries;
  const fanOut = ({ serverCpu, publishCpu, deliveries }: Measured) =>
    (serverCpu - publishCpu * ENTRIES) / deliveries;
  const row = (what: string, of: (measured: Measured) => number, digits: number, goal: string) => {
    return [what, number(of(ours), digits), number(of(stock), digits), ratio(of(ours), of(stock)), goal];
  };
  const count = (what: string, of: (measured: Measured) => number, goal: string) => {
    return [what, number(of(ours)), number(of(stock)), '', goal];
  };
  return {
    title: `Delivery: ${ENTRIES} entries, ${1_000 / PACE_MS} a second, to ${number(READERS)} readers`,
    header: ['', 'Dateline', 'stock Socket.IO', 'ratio', 'goal'],
    rows: [
      row('publish → received, p50, ms', ({ p50 }) => p50, 1, ''),
      row('publish → received, p90, ms', ({ p90 }) => p90, 1, ''),
      row('publish → received, p99, ms', ({ p99 }) => p99, 1, '< 100'),
      row('publish → received, max, ms', ({ max }) => max, 1, ''),
      count('deliveries', ({ deliveries }) => deliveries, ''),
      count('deliveries lost', ({ lost }) => lost, '0'),
      count('deliveries doubled', ({ doubled }) => doubled, '0'),
      row('server CPU per delivery, all in, µs', perDelivery, 1, '≤ 0.65 ×'),
      row('… without the publishing itself, µs', fanOut, 1, ''),
      row('server CPU per published entry, µs', ({ publishCpu }) => publishCpu, 0, ''),
      row('readers’ process, CPU per delivery, µs', ({ cpu, deliveries }) => cpu / deliveries, 1, ''),
    ],
    notes: [
      'Times run from just before the publishing call to the reader’s code, on one clock; all readers share one process.',
      'Dateline checks, sanitises and commits each entry to disk before it sends it; the stock server only sends it on.',
      'CPU is user and system time of the server’s process (process.cpuUsage); publishing alone is measured with no reader.',
    ],
  };
}
