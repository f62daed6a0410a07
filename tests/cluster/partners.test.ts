/** A partner that is taken off on one node, and the pages that are open on another. */
import { io } from 'socket.io-client';
import { expect, onTestFinished, test } from 'vitest';
import { Desk } from '../../scripts/desk.ts';
import type { JoinAnswer } from '../../shared/protocol.ts';
import { patient, timed } from '../support/control.ts';
import { enlist } from '../support/partner.ts';
import { busIs, SLUG, startWorld } from './world.ts';

const ECHO = 'https://echo.example';
const HERALD = 'https://herald.example';
const TIMER_MS = 5_000;

/** A socket in the blog's room, and how often it was lost. */
async function joined(url: string, page: { origin?: string; from?: string }) {
  const { origin = url, from } = page;
  const socket = io(url, {
    path: '/live',
    transports: ['websocket'],
    extraHeaders: { Origin: origin },
    reconnection: false,
    forceNew: true,
    ...(from && { query: { from } }),
  });
  onTestFinished(() => void socket.disconnect());
  let losses = 0;
  socket.on('disconnect', () => (losses += 1));
  const join = (): Promise<JoinAnswer> => socket.emitWithAck('join', { blog: SLUG, after: 0 });
  expect(await join()).toMatchObject({ blog: SLUG });
  return { socket, join, losses: () => losses };
}

/** What a page without a socket gets, and a frame without one. */
async function polled(url: string, site: string): Promise<number[]> {
  const updates = `${url}/api/v1/blogs/${SLUG}/updates?after=0`;
  const answers = [fetch(updates, { headers: { Origin: site } }), fetch(`${updates}&from=${site}`)];
  return (await Promise.all(answers)).map(({ status }) => status);
}

test('[R5] a partner taken off on one node loses what is open on another, at once, and by the timer without Redis', async () => {
  const world = await startWorld();
  const [a, b] = world.nodes.map(({ service }) => service.url) as [string, string];
  const desk = new Desk(a, world.token);
  const takeOff = { [ECHO]: await enlist(desk, ECHO), [HERALD]: await enlist(desk, HERALD) };
  await enlist(desk, 'https://kept.example');
  await desk.changeBlog(SLUG, { embedding: 'listed' });
  await expect.poll(() => polled(b, 'https://nobody.example')).toEqual([403, 403]);

  const pages = {
    [ECHO]: [await joined(b, { origin: ECHO }), await joined(b, { from: ECHO })],
    [HERALD]: [await joined(b, { origin: HERALD }), await joined(b, { from: HERALD })],
  };
  const staying = [
    await joined(b, { origin: 'https://kept.example' }),
    await joined(b, { from: 'https://kept.example' }),
    await joined(b, {}),
  ];
  const lost = (site: keyof typeof pages) => pages[site]!.map(({ losses }) => losses());
  const goneWithin = async (site: keyof typeof pages, milliseconds: number) => {
    const undisturbed = await timed(async () => expect(await polled(b, site)).toEqual([200, 200]));
    const takenAt = Date.now();
    await takeOff[site]!();
    await expect.poll(() => lost(site), { timeout: 10_000, interval: 20 }).toEqual([1, 1]);
    expect(await polled(b, site)).toEqual([403, 403]);
    expect(Date.now() - takenAt).toBeLessThan(patient(milliseconds, undisturbed));
  };

  await goneWithin(ECHO, 2_000);
  pages[ECHO]![0]!.socket.connect();
  expect(await pages[ECHO]![0]!.join()).toEqual({ error: 'not-found' });
  expect(lost(HERALD)).toEqual([0, 0]);

  world.redis.signal('SIGKILL');
  await busIs(world.nodes[1]!, 'degraded');
  await goneWithin(HERALD, TIMER_MS + 1_000);
  await desk.publish(SLUG, { headline: 'On it goes' });
  expect(await polled(b, 'https://kept.example')).toEqual([200, 200]);
  expect(staying.map(({ losses }) => losses())).toEqual([0, 0, 0]);
});
