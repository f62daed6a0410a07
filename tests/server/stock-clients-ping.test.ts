/** One more row of the table in stock-clients.test.ts: a line of which nobody hears anything any more. */
import type { Server as Engine } from 'engine.io';
import { expect, test, vi } from 'vitest';
import { startProxy } from '../support/proxy.ts';
import { startService } from '../support/service.ts';
import { allCameBack, allSee, openAll, SOON } from '../support/stock-clients.ts';

/** In all else the engine is ours: with its own figures, this would take 45 seconds. */
vi.mock('../../server/live/engine.ts', async (original) => {
  const ours = await original<typeof import('../../server/live/engine.ts')>();
  const createEngine = (frameBytes: number): Engine => {
    const engine = ours.createEngine(frameBytes);
    Object.assign((engine as unknown as { opts: object }).opts, { pingInterval: 2_000, pingTimeout: 4_000 });
    return engine;
  };
  return { ...ours, createEngine };
});

test('a ping without an answer: comes back by itself, and catches up from the seq that it held', async () => {
  const service = await startService();
  const desk = await service.desk();
  await desk.createBlog({ slug: 'storm', title: 'Storm' });
  const network = await startProxy(service.url);
  const clients = await openAll(network.url, 1);
  network.set('blackhole');
  const readers = async () =>
    /^dateline_readers (\d+)/m.exec(await (await fetch(`${service.url}/metrics`)).text())?.[1];
  await expect.poll(readers, SOON).toBe('0');
  await desk.publish('storm', { headline: 'meanwhile' });
  network.set('pass');
  await allSee(clients, 2);
  allCameBack(clients, 1);
}, 60_000);
