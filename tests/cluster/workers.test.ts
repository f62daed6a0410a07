/** Several processes on one port. */
import { expect, test } from 'vitest';
import { Desk } from '../../scripts/desk.ts';
import { spawnService } from '../support/process.ts';
import { patient, timed, worstLag } from '../support/control.ts';
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
  const acknowledged = await timed(async () => {
    for (let n = 0; n < 20; n += 1) await desk.publish('storm', { headline: `${Date.now()} ${n}` });
  });
  await expect.poll(() => readers.every(({ blog }) => blog.seq === 21), { timeout: 10_000 }).toBe(true);
  // By bell: the timer alone would take up to five seconds.
  expect(worstLag(readers)).toBeLessThan(patient(2_000, acknowledged / 20));
  expect(await service.stop('SIGTERM')).toBe(0);
});
