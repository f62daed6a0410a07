/** Several processes on one port. */
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { Desk } from '../../scripts/desk.ts';
import { freePort, spawnService } from '../support/process.ts';
import { patient, timed, watchStalls, worstLag } from '../support/control.ts';
import { newFolder, tokenFor } from '../support/service.ts';
import { Witness } from './witness.ts';

test('WORKERS share the port and the news: readers of each get what the other publishes, at once', async () => {
  const env = { DATA_DIR: await newFolder(), PORT: '0', WORKERS: '3', DRAIN_LEAD_SECONDS: '0' };
  const token = await tokenFor(env);
  const service = await spawnService(env);
  const desk = new Desk(service.url, token);
  await desk.createBlog({ slug: 'storm', title: 'Storm' });
  const readers = await Promise.all(Array.from({ length: 12 }, () => Witness.open(service.url, 'storm')));
  await expect
    .poll(() => readers.every(({ connection }) => connection === 'live'), { timeout: 10_000 })
    .toBe(true);
  const stalls = watchStalls();
  const answered: number[] = [];
  for (let n = 0; n < 20; n += 1)
    answered.push(await timed(() => desk.publish('storm', { headline: `${Date.now()} ${n}` })));
  await expect.poll(() => readers.every(({ blog }) => blog.seq === 21), { timeout: 10_000 }).toBe(true);
  // By bell: the timer alone would take up to five seconds.
  expect(worstLag(readers)).toBeLessThan(patient(2_000, Math.max(...answered, stalls())));
  expect(await service.stop('SIGTERM')).toBe(0);
});

test('[R4] the first process is killed in the middle of writes: the others end with it, the port is free, and what was acknowledged is there', async () => {
  const env = {
    ...{ DATA_DIR: await newFolder(), PORT: await freePort(), WORKERS: '3' },
    WRITES_PER_MINUTE: '100000',
  };
  const token = await tokenFor(env);
  const service = await spawnService(env);
  const desk = new Desk(service.url, token);
  await desk.createBlog({ slug: 'storm', title: 'Storm' });
  const workers = await childrenOf(service.child.pid!);
  expect(workers.length).toBe(3);

  const acknowledged: number[] = [];
  const writing = Array.from({ length: 5 }, async () => {
    for (;;) acknowledged.push((await desk.publish('storm', { headline: 'x' })).seq);
  });
  await expect.poll(() => acknowledged.length).toBeGreaterThan(20);
  await service.stop('SIGKILL');
  await Promise.allSettled(writing);
  await expect.poll(() => workers.filter(isAlive)).toEqual([]);

  const again = await spawnService(env);
  const { seq } = (await (await fetch(`${again.url}/api/v1/blogs/storm`)).json()) as { seq: number };
  expect(seq).toBeGreaterThanOrEqual(Math.max(...acknowledged));
  expect(await again.stop('SIGTERM')).toBe(0);
});

async function childrenOf(pid: number): Promise<number[]> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return children.trim().split(' ').map(Number);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
