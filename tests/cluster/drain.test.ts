/** A deploy: the node that ends sends its readers to another one, which has readers of its own and its usual limits. */
import { expect, inject, test } from 'vitest';
import { follow } from '../../client/follow/follow.ts';
import type { Blog, Update } from '../../shared/blog.ts';
import { merge } from '../../shared/merge.ts';
import { Desk } from '../../scripts/desk.ts';
import { patient, timed } from '../support/control.ts';
import { newDatabase } from '../support/postgres.ts';
import { type ServiceProcess, spawnService } from '../support/process.ts';
import { startBalancer } from '../support/proxy.ts';
import { tokenFor } from '../support/service.ts';

/** On both nodes together; `npm run storm` has five thousand. */
const READERS = Number(process.env.READERS ?? 400);

test(
  `[R12] of two nodes with ${READERS} readers one is stopped: the other turns nobody away, and they are back in a moment`,
  { timeout: 180_000 },
  async () => {
    const env = {
      ...{ DATABASE_URL: await newDatabase(inject('postgresUrl')), REDIS_URL: inject('redisUrl') },
      ...{ PORT: '0', READERS_PER_ADDRESS: '100000', DRAIN_LEAD_SECONDS: '1' },
      // So few that the readers of a node, let go all at once, would be turned away.
      CONNECTS_PER_SECOND: String(READERS / 8),
    };
    const token = await tokenFor(env);
    const [leaving, staying] = [await spawnService(env), await spawnService(env)];
    let nodes = [leaving, staying];
    const balancer = await startBalancer(() => nodes.map(({ url }) => url));
    await new Desk(balancer, token).createBlog({ slug: 'storm', title: 'Storm' });
    const snapshot = (await (await fetch(`${balancer}/api/v1/blogs/storm`)).json()) as Update;
    const blog = merge(null, snapshot) as Blog;
    await expect.poll(() => figureOf(leaving, 'dateline_nodes')).toBe(2);

    const readers = Array.from({ length: READERS }, () => readOn(balancer, blog));
    try {
      await expect
        .poll(() => readers.every(({ isLive }) => isLive()), { timeout: 90_000, interval: 100 })
        .toBe(true);
      const refusedBefore = await figureOf(staying, 'dateline_refused_sockets_total');
      const stopping = leaving.stop('SIGTERM');
      await expect.poll(() => isReady(leaving), { interval: 20 }).toBe(false);
      nodes = [staying]; // as a load balancer does that has asked
      expect(await stopping).toBe(0);
      await expect
        .poll(() => readers.every(({ isLive }) => isLive()), { timeout: 60_000, interval: 100 })
        .toBe(true);

      const refused = (await figureOf(staying, 'dateline_refused_sockets_total')) - refusedBefore;
      const times = readers.flatMap(({ away }) => away).toSorted((a, b) => a - b);
      const p95 = times[Math.floor(times.length * 0.95)]!;
      console.log(
        `| one of two nodes stopped, ${times.length} of ${READERS} readers sent away | ${refused} refused | ` +
          `away p95 ${(p95 / 1_000).toFixed(1)} s, at most ${(times.at(-1)! / 1_000).toFixed(1)} s |`,
      );
      const stranger = await timed(async () => {
        const reader = readOn(balancer, blog);
        readers.push(reader);
        await expect.poll(() => reader.isLive(), { timeout: 30_000, interval: 20 }).toBe(true);
      });
      expect(times.length).toBeGreaterThan(READERS / 4);
      expect(refused).toBe(0);
      expect(p95).toBeLessThan(patient(2_000, stranger));
    } finally {
      for (const { close } of readers) close();
    }
  },
);

/** A reader who notes, in milliseconds, how long it was without a line each time. */
function readOn(origin: string, blog: Blog) {
  const away: number[] = [];
  let lostAt: number | undefined;
  let isLive = false;
  const { close } = follow({
    origin,
    blog,
    onBlog() {},
    onConnection(connection) {
      const wasLive = isLive;
      isLive = connection === 'live';
      if (wasLive && !isLive) lostAt = performance.now();
      if (!isLive || lostAt === undefined) return;
      away.push(performance.now() - lostAt);
      lostAt = undefined;
    },
  });
  return { away, isLive: () => isLive, close };
}

const isReady = ({ url }: ServiceProcess): Promise<boolean> =>
  fetch(`${url}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  );

async function figureOf({ url }: ServiceProcess, name: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(new RegExp(`^${name} (\\d+)`, 'm').exec(text)?.[1]);
}
