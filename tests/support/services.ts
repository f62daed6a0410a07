/** Starts what the tests of a run share, and stops it after them. */
import type { TestProject } from 'vitest/node';
import { startPostgres } from './postgres.ts';
import { startRedis } from './redis.ts';

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string;
    redisUrl: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const [postgres, redis] = await allOrNone(startPostgres(), startRedis());
  project.provide('postgresUrl', postgres.url);
  project.provide('redisUrl', redis.url);
  return async () => {
    await Promise.all([postgres.stop(), redis.stop()]);
  };
}

/** When one can't start, the other one must not stay behind. */
async function allOrNone<A extends Stoppable, B extends Stoppable>(
  a: Promise<A>,
  b: Promise<B>,
): Promise<[A, B]> {
  const results = await Promise.allSettled([a, b]);
  const [first, second] = results;
  if (first.status === 'fulfilled' && second.status === 'fulfilled') return [first.value, second.value];
  for (const result of results) if (result.status === 'fulfilled') await result.value.stop();
  throw results.find((result) => result.status === 'rejected')!.reason;
}

interface Stoppable {
  stop(): Promise<void>;
}
