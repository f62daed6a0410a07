/** What a reader costs who only waits, beside a stock Socket.IO server with the same readers. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Order } from './crowd.ts';
import { fill } from './folder.ts';
import { cpuOf, Helper, type Server, startDateline, startPeer } from './processes.ts';
import { number, ratio, type Result } from './table.ts';

const BLOG = 'memory';
const MOST_READERS = 3_000;
const WARM_UP_READERS = 100;
/** Files that a process needs for everything but its readers. */
const OTHER_FILES = 100;
const SETTLE_MS = 3_000;
/** As long as two words of the service to everybody, and most of their pings. */
const IDLE_MS = 20_000;

interface Measured {
  before: number;
  after: number;
  /** CPU time in microseconds while they waited for IDLE_MS. */
  idle: number;
}

export async function memory(): Promise<Result> {
  const readers = Math.min(MOST_READERS, openFiles() - OTHER_FILES);
  const folder = await fill({ [BLOG]: 20 });
  const dateline = await startDateline(folder.path);
  const ours = await measure(dateline, readers);
  await dateline.stop();
  folder.remove();

  const peer = await startPeer('socket.io');
  const stock = await measure(peer, readers);
  await peer.stop();
  return report(readers, ours, stock);
}

async function measure(server: Server, readers: number): Promise<Measured> {
  await open(server, WARM_UP_READERS, () => pause(0));
  const before = await server.usage('memory');
  return open(server, readers, async () => {
    const after = await server.usage('memory');
    const idle = await cpuOf(server, () => pause(IDLE_MS));
    return { before, after, idle };
  });
}

/** What `work` gives while so many readers are there and quiet. */
async function open<T>(server: Server, readers: number, work: () => Promise<T>): Promise<T> {
  const crowd = new Helper('crowd.ts');
  await crowd.ask({ open: readers, url: server.url, blog: BLOG } satisfies Order);
  await pause(SETTLE_MS);
  const result = await work();
  await crowd.stop();
  await pause(500);
  return result;
}

function openFiles(): number {
  const { userLimits } = process.report.getReport() as {
    userLimits?: { open_files?: { soft: number | 'unlimited' } };
  };
  const soft = userLimits?.open_files?.soft;
  return typeof soft === 'number' ? soft : Infinity;
}

function report(readers: number, ours: Measured, stock: Measured): Result {
  const row = (what: string, of: (measured: Measured) => number, unit: number, goal: string) => {
    return [what, number(of(ours) / unit, 1), number(of(stock) / unit, 1), ratio(of(ours), of(stock)), goal];
  };
  const perReader = ({ before, after }: Measured) => (after - before) / readers;
  return {
    title: `Memory: ${number(readers)} idle readers`,
    header: ['', 'Dateline', 'stock Socket.IO', 'ratio', 'goal'],
    rows: [
      row('per reader, KB', perReader, 1_000, '≤ 12'),
      row('whole process before them, MB', ({ before }) => before, 1e6, ''),
      row('whole process with them, MB', ({ after }) => after, 1e6, ''),
      row('CPU while 10,000 wait, % of a core', ({ idle }) => (10_000 / readers) * idle, IDLE_MS * 10, ''),
    ],
    notes: [
      `Resident memory after a full collection that gives free pages back, once ${WARM_UP_READERS} readers have come and gone, and with ${number(readers)} of one blog.`,
    ],
  };
}
