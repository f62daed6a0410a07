/** The network and the service come and go; the page keeps what it has, and catches up. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { Desk } from '../../../scripts/desk.ts';
import { patient, timed } from '../../support/control.ts';
import { freePort, spawnService } from '../../support/process.ts';
import { startProxy } from '../../support/proxy.ts';
import { openReader } from '../../support/reader.ts';
import { newFolder, tokenFor } from '../../support/service.ts';
import { countLoads, entryOn, eventually, feedOn, isLive, noteOn } from '../sight.ts';
import { startBrowser, liveBlog, anEntry, BROKEN_NETWORK } from '../support.ts';

const open = startBrowser();

test.each([
  ['death', 'SIGKILL'],
  ['deployment', 'SIGTERM'],
] as const)(
  '[R6] the page survives the %s of the service, and misses nothing published after it',
  async (_, signal) => {
    const env = { DATA_DIR: await newFolder(), PORT: await freePort(), DRAIN_LEAD_SECONDS: '0' };
    const token = await tokenFor(env);
    const before = await spawnService(env);
    const desk = new Desk(before.url, token);
    await desk.createBlog({ slug: 'storm', title: 'Storm' });
    const first = await desk.publish('storm', anEntry(1));
    const gone = await desk.publish('storm', anEntry(2));
    const page = await open(`${before.url}/storm`, { forgive: BROKEN_NETWORK });
    await isLive(page);
    const loads = countLoads(page);

    await before.stop(signal);
    await noteOn(page).getByText('Reconnecting…').waitFor();
    expect(await feedOn(page)).toEqual([gone.id, first.id]);

    await spawnService(env);
    const next = await desk.publish('storm', anEntry(3));
    await desk.remove('storm', gone.id);
    const last = await desk.publish('storm', anEntry(4));
    await eventually(() => feedOn(page)).toEqual([last.id, next.id, first.id]);
    await noteOn(page).getByText('Reconnecting…').waitFor({ state: 'detached' });
    await entryOn(page, await desk.publish('storm', anEntry(5))).waitFor();
    expect(loads()).toBe(0);
  },
);

test('[R6] offline it says what it shows and from when; back online it has all within 3 s', async () => {
  const { url, desk, publish, entries } = await liveBlog(3);
  const network = await startProxy(url);
  const page = await open(`${network.url}/storm`, { forgive: BROKEN_NETWORK, prepare: withTheLongestWaits });
  await isLive(page);
  const shown = await feedOn(page);

  let attempts = 0;
  page.on('websocket', () => (attempts += 1));
  await page.context().setOffline(true);
  network.set('refuse');
  await page.getByText(/^You’re offline\. Showing what we had at \d\d:\d\d\.$/).waitFor();
  expect(await feedOn(page)).toEqual(shown);
  const published = [await publish(anEntry(101)), await publish(anEntry(102))];
  await desk.remove('storm', entries[0]!.id);
  await eventually(() => attempts).toBe(2);
  expect(await feedOn(page)).toEqual(shown);

  // By itself it would not try again for 4 s.
  network.set('pass');
  const truth = [published[1]!.id, published[0]!.id, entries[1]!.id, entries[2]!.id];
  const [backAfter, newcomer] = await Promise.all([
    timed(async () => {
      await page.context().setOffline(false);
      await eventually(() => feedOn(page)).toEqual(truth);
    }),
    timed(async () => isLive(await open(`${url}/storm`))),
  ]);
  expect(backAfter).toBeLessThan(patient(3_000, newcomer));
  await noteOn(page).getByText('You’re offline.').waitFor({ state: 'detached' });
});

test('[R6] connections that break all the time cost nothing', async () => {
  const { url, desk, publish, snapshot } = await liveBlog(3);
  const network = await startProxy(url);
  const page = await open(`${network.url}/storm`, { forgive: BROKEN_NETWORK });
  await isLive(page);
  for (let n = 1; n <= 4; n += 1) {
    const gone = await publish(anEntry(100 + n));
    network.cut();
    const kept = await publish(anEntry(200 + n));
    await desk.remove('storm', gone.id);
    await entryOn(page, kept).waitFor();
  }
  const truth = (await snapshot()).entries.map(({ id }) => id);
  expect(truth).toHaveLength(7);
  await eventually(() => feedOn(page)).toEqual(truth);
  await noteOn(page).getByText('Reconnecting…').waitFor({ state: 'detached' });
});

test('where there is no WebSocket the page says that it is slower, and gets what comes and what goes', async () => {
  const { url, address, desk, publish } = await liveBlog(1, {}, { READERS_PER_NODE: '1' });
  const other = await openReader(url, 'storm');
  await other.is('live');
  const page = await open(address, { forgive: BROKEN_NETWORK });
  const entry = await publish(anEntry(101));
  await entryOn(page, entry).waitFor();
  await noteOn(page).getByText('Updates arrive every few seconds.').waitFor();
  await desk.remove('storm', entry.id);
  await entryOn(page, entry).waitFor({ state: 'detached' });
});

/** Whatever the page waits for at random, it waits for as long as it may. */
const withTheLongestWaits = (page: Page) => page.addInitScript(() => void (Math.random = () => 0.999));
