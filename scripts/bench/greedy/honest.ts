/** A newsroom that publishes and readers who follow: how long news takes, and whether anybody is turned away. */
import { get } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { Desk } from '../../desk.ts';
import { now, timed } from '../clock.ts';
import { entryOf, marksIn, markOf } from '../entries.ts';
import { idOf } from '../folder.ts';
import { BareReader } from '../reader.ts';
import { quantile } from '../table.ts';
import { BLOGS } from './scene.ts';

const READERS = 20;
const PUBLISH_EVERY_MS = 200;
const VISIT_EVERY_MS = 250;
/** Milliseconds after which an honest person has given up. */
const PATIENCE_MS = 5_000;

export interface Experience {
  /** Milliseconds from the call that published to the reader. */
  news: { p50: number; p99: number; lost: number };
  /** Milliseconds of a command. */
  commands: number;
  /** Milliseconds of /healthz. */
  health: number;
  /** Requests and sockets that were turned away or not answered in time, and all there were. */
  refused: number;
  asked: number;
}

export class Honest {
  readonly #url: string;
  readonly #desk: Desk;
  readonly #seen = new Map<number, number>();
  #delays: number[] = [];
  #published = 0;

  constructor(url: string, token: string) {
    this.#url = url;
    this.#desk = new Desk(url, token);
  }

  async arrive(): Promise<void> {
    for (let n = 0; n < READERS; n += 1) {
      const reader = await BareReader.open(this.#url);
      await reader.join('news', BLOGS.news, (update) => this.#take(update));
    }
  }

  /** What they live through for so many milliseconds. */
  async live(milliseconds: number): Promise<Experience> {
    this.#delays = [];
    const first = this.#published;
    const end = now() + milliseconds;
    const commands: number[] = [];
    const health: number[] = [];
    let refused = 0;
    let asked = 0;
    const visit = async (work: () => Promise<unknown>) => {
      asked += 1;
      await work().catch(() => (refused += 1));
    };
    const publish = async () => {
      const entry = entryOf(markOf((this.#published += 1)));
      commands.push(await timed(() => inTime(this.#desk.publish('news', entry))));
    };
    const look = async () => health.push(await timed(() => this.#open('/healthz')));
    const publishing = every(PUBLISH_EVERY_MS, end, () => visit(publish));
    const visiting = every(VISIT_EVERY_MS, end, async (n) => {
      const entry = idOf('news', (n * 37) % BLOGS.news);
      await Promise.all([
        visit(look),
        visit(() => this.#open('/news')),
        visit(() => this.#open(`/news/${entry}`)),
        visit(() => this.#open('/api/v1/blogs/news/updates?after=1990')),
        visit(() => this.#join()),
      ]);
    });
    await Promise.all([publishing, visiting]);
    await pause(300);
    const expected = (this.#published - first) * READERS;
    const lost = expected - this.#delays.length;
    const news = { p50: quantile(this.#delays, 0.5), p99: quantile(this.#delays, 0.99), lost };
    return { news, commands: quantile(commands, 0.5), health: quantile(health, 0.5), refused, asked };
  }

  #take(update: string): void {
    const at = now();
    for (const { n, publishedAt } of marksIn(update)) {
      this.#seen.set(n, (this.#seen.get(n) ?? 0) + 1);
      this.#delays.push(at - publishedAt);
    }
  }

  #open(path: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const options = { timeout: PATIENCE_MS, agent: false, headers: { 'Accept-Encoding': 'br' } };
      const request = get(this.#url + path, options, (response) => {
        const isServed = response.statusCode === 200;
        response.resume().once('close', () => (isServed ? resolve() : reject(new Error(path))));
      });
      request.once('timeout', () => request.destroy(new Error('no answer')));
      request.once('error', reject);
    });
  }

  /** Somebody comes, sees and goes. */
  async #join(): Promise<void> {
    const reader = await inTime(BareReader.open(this.#url));
    await inTime(reader.join('news', 0)).finally(() => reader.close());
  }
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  const over = new AbortController();
  const tooLong = pause(PATIENCE_MS, undefined, { signal: over.signal }).then(() => {
    throw new Error('no answer');
  });
  return Promise.race([work, tooLong]).finally(() => {
    tooLong.catch(() => {});
    over.abort();
  });
}

/** At an even pace, whatever the answers take. */
async function every(pace: number, end: number, work: (n: number) => Promise<unknown>): Promise<void> {
  const running: Promise<unknown>[] = [];
  for (let n = 0; now() < end; n += 1) {
    running.push(work(n));
    await pause(pace);
  }
  await Promise.all(running);
}
