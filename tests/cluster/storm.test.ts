/** Everybody at once: a crowd that loses its node comes back, spread out, and costs the record next to nothing. */
import { expect, onTestFinished, test } from 'vitest';
import { follow } from '../../client/follow/follow.ts';
import type { Blog, Update } from '../../shared/blog.ts';
import { merge } from '../../shared/merge.ts';
import { Desk } from '../../scripts/desk.ts';
import { freePort, type ServiceProcess, spawnService } from '../support/process.ts';
import { newFolder, tokenFor } from '../support/service.ts';

/** `npm run storm` has five thousand. */
const READERS = Number(process.env.READERS ?? 1_000);
/** Few enough that a busy machine could take more, were it not told to. */
const ACCEPTED_PER_SECOND = READERS / 5;

test(
  `[R6] ${READERS} readers dropped at once come back spread out, are complete, and cost at most 50 store reads`,
  { timeout: 180_000 },
  async () => {
    const env = {
      DATA_DIR: await newFolder(),
      PORT: await freePort(),
      READERS_PER_ADDRESS: '100000',
      CONNECTIONS_PER_NETWORK: '100000',
      CONNECTS_PER_SECOND: String(ACCEPTED_PER_SECOND),
    };
    const token = await tokenFor(env);
    const before = await spawnService(env);
    const desk = new Desk(before.url, token);
    await desk.createBlog({ slug: 'storm', title: 'Storm' });
    const snapshot = (await (await fetch(`${before.url}/api/v1/blogs/storm`)).json()) as Update;

    const idle = await idleService();

    const seqs = new Array<number>(READERS).fill(1);
    const isLive = new Array<boolean>(READERS).fill(false);
    const backAt: number[] = [];
    const followers = seqs.map((_, n) =>
      follow({
        origin: before.url,
        blog: merge(null, snapshot) as Blog,
        onBlog: ({ seq }) => void (seqs[n] = seq),
        onConnection(connection) {
          isLive[n] = connection === 'live';
          if (isLive[n]) backAt.push(Date.now());
        },
      }),
    );
    try {
      await expect.poll(() => isLive.every(Boolean), { timeout: 90_000, interval: 200 }).toBe(true);
      await before.stop('SIGKILL');
      await expect.poll(() => isLive.some(Boolean), { timeout: 10_000 }).toBe(false);
      backAt.length = 0;

      const after = await spawnService(env);
      const [atStart, idleAtStart] = [await queriesOf(after.url), await queriesOf(idle.url)];
      const sampling = setInterval(() => void fetch(`${idle.url}/calm`), 1_000); // so that it holds its blog on
      onTestFinished(() => clearInterval(sampling));
      const acceptance = howLongTo(READERS, () => figureOf(after.url, 'dateline_accepted_sockets_total'));
      const { seq } = await desk.publish('storm', { headline: 'while everybody was away' });
      const publishing = (await queriesOf(after.url)) - atStart;
      const droppedAt = Date.now();
      await expect
        .poll(() => seqs.every((held) => held === seq), { timeout: 60_000, interval: 200 })
        .toBe(true);
      await expect.poll(() => isLive.every(Boolean), { timeout: 90_000, interval: 200 }).toBe(true);
      const seconds = (Date.now() - droppedAt) / 1_000;
      const byTimers = (await queriesOf(idle.url)) - idleAtStart;
      const reads = (await queriesOf(after.url)) - atStart - publishing - byTimers;

      clearInterval(sampling);
      const perSecond = READERS / ((await acceptance) / 1_000);
      const p95 = backAt.toSorted((a, b) => a - b)[Math.floor(READERS * 0.95)]! - droppedAt;
      console.log(
        `${READERS} readers back in ${seconds.toFixed(1)} s (95 % in ${(p95 / 1_000).toFixed(1)} s), ` +
          `${Math.round(perSecond)} accepted a second, ${Math.max(0, reads)} store reads for all of them`,
      );
      expect(perSecond).toBeLessThanOrEqual(1.25 * ACCEPTED_PER_SECOND);
      expect(reads).toBeLessThanOrEqual(50);
    } finally {
      for (const follower of followers) follower.close();
    }
  },
);

/** Milliseconds from the last time that `count` was 0 until it is `all`: no less than it took, however late it answers. */
async function howLongTo(all: number, count: () => Promise<number>): Promise<number> {
  for (let began = Date.now(); ;) {
    const asked = Date.now();
    const counted = await count();
    if (counted === 0) began = asked;
    if (counted >= all) return Date.now() - began;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const queriesOf = (url: string): Promise<number> => figureOf(url, 'dateline_store_queries_total');

/** A service that holds a blog and has nothing to do: what it asks of its store, any node asks by its timers. */
async function idleService(): Promise<ServiceProcess> {
  const env = { DATA_DIR: await newFolder(), PORT: '0' };
  const token = await tokenFor(env);
  const service = await spawnService(env);
  await new Desk(service.url, token).createBlog({ slug: 'calm', title: 'Calm' });
  await fetch(`${service.url}/calm`);
  return service;
}

async function figureOf(url: string, name: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(new RegExp(`^${name} (\\d+)`, 'm').exec(text)?.[1]);
}
