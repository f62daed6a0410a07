/** "ok" of the bus is said only where other nodes are heard, whatever lies between them. */
import { expect, inject, onTestFinished, test } from 'vitest';
import { newDatabase } from '../support/postgres.ts';
import { type ServiceProcess, spawnService } from '../support/process.ts';
import { startRedis } from '../support/redis.ts';

const readyOf = async ({ url }: ServiceProcess) =>
  ((await (await fetch(`${url}/readyz`)).json()) as { bus: string }).bus;

/** Two nodes on one database, each with its own way to others; resolves once each knows that there are two. */
async function pair(first: Record<string, string>, second: Record<string, string>) {
  const env = { DATABASE_URL: await newDatabase(inject('postgresUrl')), PORT: '0', LOG_LEVEL: 'info' };
  const nodes = [
    await spawnService({ ...env, ...first }),
    await spawnService({ ...env, ...second }),
  ] as const;
  for (const node of nodes) {
    const metrics = async () => (await fetch(`${node.url}/metrics`)).text();
    await expect.poll(metrics, { timeout: 30_000 }).toMatch(/^dateline_nodes 2$/m);
  }
  return nodes;
}

async function redis(...options: string[]) {
  const started = await startRedis(...options);
  onTestFinished(() => started.stop());
  return started;
}

test.each(['each on a Redis of its own', 'one on the primary, one on its replica', 'none with any'])(
  '[R5] two nodes between which no bell passes are degraded, and say so: %s',
  async (how) => {
    const [one, other] = [await redis(), await redis()];
    const ways = how === 'none with any' ? [{}, {}] : [{ REDIS_URL: one.url }, { REDIS_URL: other.url }];
    if (how.includes('replica')) {
      await other.stop();
      const replica = await redis('--replicaof', '127.0.0.1', one.port);
      ways[1] = { REDIS_URL: replica.url };
    }
    const nodes = await pair(ways[0]!, ways[1]!);
    for (const node of nodes) {
      await expect.poll(() => readyOf(node), { timeout: 45_000 }).toBe('degraded');
      await expect.poll(() => node.said(), { timeout: 5_000 }).toContain('Bells don’t pass');
      expect(await (await fetch(`${node.url}/metrics`)).text()).toMatch(/^dateline_bus_ok 0$/m);
    }
  },
);

test('[R5] two nodes on one Redis are well, and the one that is left stays so when the other dies', async () => {
  const { url } = await redis();
  const [one, other] = await pair({ REDIS_URL: url }, { REDIS_URL: url });
  await expect.poll(() => readyOf(one), { timeout: 20_000 }).toBe('ok');
  await other.stop('SIGKILL');
  const metrics = async () => (await fetch(`${one.url}/metrics`)).text();
  await expect.poll(metrics, { timeout: 60_000 }).toMatch(/^dateline_nodes 1$/m);
  expect(one.said()).not.toContain('Bells don’t pass');
  expect(await readyOf(one)).toBe('ok');
});
