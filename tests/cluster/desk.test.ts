/** A desk on one node and a desk on another: one newsroom, whatever lies between them. */
import { expect, test } from 'vitest';
import { Desk } from '../../scripts/desk.ts';
import { openDesk, signedIn } from '../support/person.ts';
import { SLUG, startWorld } from './world.ts';

test('two desks on two nodes see each other, hear of each other’s drafts, and count all readers', async () => {
  const world = await startWorld();
  const [a, b] = world.nodes.map(({ service }) => service.url) as [string, string];
  const [ann, bea] = [await signedIn(world.store, 'Ann'), await signedIn(world.store, 'Bea')];
  const hers = openDesk(a, { Cookie: ann.cookie, Origin: a });
  const his = openDesk(b, { Cookie: bea.cookie, Origin: b });
  await world.read(6);
  await hers.watch(SLUG);
  await his.watch(SLUG);
  his.socket.emit('editing', { entry: 'e1' });
  const seen = () => hers.people.map(({ name, editing }) => [name, editing]);
  await expect.poll(seen).toEqual([
    ['Ann', null],
    ['Bea', 'e1'],
  ]);
  await new Desk(a, world.token).publish(SLUG, { headline: 'A draft', state: 'draft' });
  await expect.poll(() => [hers.changes, his.changes]).toEqual([1, 1]);
  // Nodes count for each other every twenty seconds.
  await expect.poll(() => hers.glance?.readers, { timeout: 50_000, interval: 200 }).toBe(6);
});

test('a session that is ended on one node closes its desk on another within two seconds', async () => {
  const world = await startWorld();
  const [a, b] = world.nodes.map(({ service }) => service.url) as [string, string];
  const ann = await signedIn(world.store, 'Ann');
  const desk = openDesk(b, { Cookie: ann.cookie, Origin: b });
  await desk.watch(SLUG);
  const at = Date.now();
  const headers = { Cookie: ann.cookie, Origin: a, 'Sec-Fetch-Site': 'same-origin' };
  expect((await fetch(`${a}/api/v1/session`, { method: 'DELETE', headers })).status).toBe(204);
  await expect.poll(() => desk.isSignedOut && !desk.socket.connected).toBe(true);
  expect(Date.now() - at).toBeLessThan(2_000);
});

test('[R5] without Redis the desk is told that delivery is delayed, and goes on', async () => {
  const world = await startWorld();
  const [a] = world.nodes.map(({ service }) => service.url) as [string];
  const ann = await signedIn(world.store, 'Ann');
  const desk = openDesk(a, { Cookie: ann.cookie, Origin: a });
  await desk.watch(SLUG);
  await expect.poll(() => desk.glance?.delivery).toBe('live');
  world.redis.signal('SIGKILL');
  await expect.poll(() => desk.glance?.delivery, { timeout: 20_000 }).toBe('delayed');
  await new Desk(a, world.token).publish(SLUG, { headline: 'On it goes' });
  await expect.poll(() => desk.changes).toBe(1);
  await world.redis.start();
  await expect.poll(() => desk.glance?.delivery, { timeout: 20_000 }).toBe('live');
});
