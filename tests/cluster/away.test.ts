/** A node that has been away, or has lost the record: its readers are told, and get the news all the same. */
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Desk } from '../../scripts/desk.ts';
import { startBalancer } from '../support/proxy.ts';
import { openReader } from '../support/reader.ts';
import { SLUG, startWorld } from './world.ts';

test('[R15] a node that was frozen for ten seconds tells its readers, and catches up', async () => {
  const world = await startWorld();
  const [one, two] = world.nodes;
  const readers = await Promise.all(Array.from({ length: 4 }, () => openReader(two!.network.url, SLUG)));
  for (const reader of readers) await reader.is('live');
  two!.service.child.kill('SIGSTOP');
  await new Desk(one!.service.url, world.token).publish(SLUG, { headline: 'meanwhile' });
  await pause(10_000);
  two!.service.child.kill('SIGCONT');
  const thawed = Date.now();
  for (const reader of readers) {
    await reader.sees(({ entries }) => entries[0]?.headline === 'meanwhile');
    await reader.is('live');
  }
  console.log(`all caught up ${Date.now() - thawed} ms after the node went on`);
  const told = readers.map(({ connections }) =>
    connections.some((each) => each === 'delayed' || each === 'reconnecting'),
  );
  expect(told).toEqual(readers.map(() => true));
});

test('[R6] whose node can’t reach the record gets the news by another one', async () => {
  const world = await startWorld();
  const [one, two] = world.nodes;
  const anywhere = await startBalancer(() => world.nodes.map(({ network }) => network.url));
  const readers = await Promise.all(Array.from({ length: 8 }, () => openReader(anywhere, SLUG)));
  for (const reader of readers) await reader.is('live');
  two!.toPostgres.set('refuse');
  const since = Date.now();
  const desk = new Desk(one!.service.url, world.token);
  await desk.publish(SLUG, { headline: 'one node knows' });
  for (const reader of readers) await reader.sees(({ entries }) => entries[0]?.headline === 'one node knows');
  console.log(`all have it ${Date.now() - since} ms after the record was refused to one of two nodes`);
  await desk.publish(SLUG, { headline: 'and again' });
  for (const reader of readers) await reader.sees(({ entries }) => entries[0]?.headline === 'and again');
});
