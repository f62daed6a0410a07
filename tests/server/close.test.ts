import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Desk } from '../../scripts/desk.ts';
import { spawnService } from '../support/process.ts';
import { openReader } from '../support/reader.ts';
import { newFolder, startService, tokenFor } from '../support/service.ts';

test('[R12] close() brings every reader what was acknowledged, answers what is under way, and can be called again', async () => {
  const service = await startService();
  const desk = await service.desk();
  await desk.createBlog({ slug: 'storm', title: 'Storm' });
  const readers = await Promise.all(Array.from({ length: 20 }, () => openReader(service.url, 'storm')));
  await Promise.all(readers.map((reader) => reader.is('live')));
  const writing = Promise.allSettled(
    Array.from({ length: 30 }, (_, n) => desk.publish('storm', { headline: `${n}` })),
  );
  await pause(20);
  await Promise.all([service.close(), service.close()]);
  const acknowledged = (await writing).flatMap((result) =>
    result.status === 'fulfilled' ? [result.value.seq] : [],
  );
  expect(acknowledged.length).toBeGreaterThan(0);
  for (const reader of readers) {
    expect(reader.blog().seq).toBeGreaterThanOrEqual(Math.max(...acknowledged));
    expect(reader.connections).toContain('live');
  }
});

test('SIGTERM ends the process with 0, and a start after it finds everything', async () => {
  const env = { DATA_DIR: await newFolder(), PORT: '0' };
  const token = await tokenFor(env);
  const first = await spawnService(env);
  await new Desk(first.url, token).createBlog({ slug: 'storm', title: 'Storm' });
  expect(await first.stop('SIGTERM')).toBe(0);
  const second = await spawnService(env);
  expect((await fetch(`${second.url}/storm`)).status).toBe(200);
  expect(await second.stop('SIGINT')).toBe(0);
});

test('a start that can’t succeed says why in one line', async () => {
  const service = await startService();
  const port = new URL(service.url).port;
  await expect(spawnService({ PORT: port, DATA_DIR: await newFolder() })).rejects.toThrow(
    /can't start: .*EADDRINUSE/,
  );
  await expect(spawnService({ PORT: 'http' })).rejects.toThrow(/can't start: PORT must be a whole number/);
});
