/** A process full of readers. `Helper` asks it for a crowd, and later what the crowd has received. */
import { setTimeout as pause } from 'node:timers/promises';
import { now } from './clock.ts';
import { marksIn } from './entries.ts';
import { BareReader } from './reader.ts';
import { quantile } from './table.ts';

export type Order = { open: number; url: string; blog: string } | { collect: number };

export interface Received {
  deliveries: number;
  lost: number;
  doubled: number;
  /** Milliseconds from the call that published to the reader. */
  p50: number;
  p90: number;
  p99: number;
  max: number;
  /** User and system time of this process since the crowd was complete, in microseconds. */
  cpu: number;
}

/** So many handshakes at once as a server's backlog bears. */
const AT_ONCE = 100;
const PATIENCE_MS = 10_000;

let readers: Map<number, number>[] = [];
let delays: number[] = [];
let cpuBefore = process.cpuUsage();

process.on('message', async (order: Order) =>
  process.send!('open' in order ? await open(order) : await collect(order)),
);
process.on('disconnect', () => process.exit());

async function open({ open, url, blog }: Extract<Order, { open: number }>): Promise<number> {
  readers = [];
  delays = [];
  while (readers.length < open) {
    const some = Math.min(AT_ONCE, open - readers.length);
    await Promise.all(Array.from({ length: some }, () => openReader(url, blog)));
  }
  cpuBefore = process.cpuUsage();
  return readers.length;
}

async function openReader(url: string, blog: string): Promise<void> {
  const received = new Map<number, number>();
  const reader = await BareReader.open(url);
  await reader.join(blog, 0, (update) => {
    const at = now();
    for (const { n, publishedAt } of marksIn(update)) {
      received.set(n, (received.get(n) ?? 0) + 1);
      delays.push(at - publishedAt);
    }
  });
  readers.push(received);
}

/** Waits until everybody has everything, or for as long as is worth waiting. */
async function collect({ collect: published }: { collect: number }): Promise<Received> {
  const expected = readers.length * published;
  const end = now() + PATIENCE_MS;
  while (delays.length < expected && now() < end) await pause(50);
  await pause(200); // for what comes twice
  const { user, system } = process.cpuUsage(cpuBefore);
  const distinct = readers.reduce((sum, received) => sum + received.size, 0);
  return {
    deliveries: delays.length,
    lost: expected - distinct,
    doubled: delays.length - distinct,
    p50: quantile(delays, 0.5),
    p90: quantile(delays, 0.9),
    p99: quantile(delays, 0.99),
    max: delays.at(-1) ?? NaN,
    cpu: user + system,
  };
}
