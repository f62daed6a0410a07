/** A desk on one node and a desk on another: one newsroom, whatever lies between them. */
import { expect, test } from 'vitest';
import { Desk } from '../../scripts/desk.ts';
import { patient, timed } from '../support/control.ts';
import { openDesk, signedIn } from '../support/person.ts';
import { SLUG, startWorld } from './world.ts';

test('[R5] desks on two nodes are one newsroom, with Redis and, a little later, without', async () => {
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
  const undisturbed = await timed(async () => {
    await new Desk(a, world.token).publish(SLUG, { headline: 'A draft', state: 'draft' });
    await expect.poll(() => [hers.changes, his.changes], { interval: 20 }).toEqual([1, 1]);
  });
  await expect.poll(() => hers.glance?.delivery).toBe('live');
  // Nodes count for each other every twenty seconds.
  await expect.poll(() => hers.glance?.readers, { timeout: 50_000, interval: 200 }).toBe(6);

  const headers = { Cookie: bea.cookie, Origin: a, 'Sec-Fetch-Site': 'same-origin' };
  const heard = await timed(async () => {
    expect((await fetch(`${a}/api/v1/session`, { method: 'DELETE', headers })).status).toBe(204);
    await expect.poll(() => his.isSignedOut && !his.socket.connected, { interval: 20 }).toBe(true);
  });
  expect(heard).toBeLessThan(patient(2_000, undisturbed));

  world.redis.signal('SIGKILL');
  await expect.poll(() => hers.glance?.delivery, { timeout: 20_000 }).toBe('delayed');
  await new Desk(a, world.token).publish(SLUG, { headline: 'On it goes' });
  await expect.poll(() => hers.changes).toBe(2);
});
