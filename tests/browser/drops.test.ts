/** The network, the service and the reader come and go; the page keeps what it has, and catches up. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { Desk } from '../../scripts/desk.ts';
import { openStore } from '../../server/app.ts';
import { readConfig } from '../../server/config.ts';
import { createToken } from '../../server/newsroom/people.ts';
import { freePort, spawnService } from '../support/process.ts';
import { startProxy } from '../support/proxy.ts';
import { openReader } from '../support/reader.ts';
import { newFolder } from '../support/service.ts';
import { anEntry, countLoads, entryOn, eventually, feedOn, isLive, liveBlog, pillOn } from './support.ts';
import { scrollTo, startBrowser } from './support.ts';

const open = startBrowser();
const forgive = /WebSocket connection|net::ERR_(CONNECTION|INTERNET|EMPTY|SOCKET|NETWORK)/;

test('[R6] the page survives the death of the service, and misses nothing of what is published after it', async () => {
  const env = { DATA_DIR: await newFolder(), PORT: await freePort() };
  const store = await openStore(readConfig(env));
  const token = await createToken(store, 'test', 'admin', null);
  await store.close();
  const before = await spawnService(env);
  const desk = new Desk(before.url, token);
  await desk.createBlog({ slug: 'storm', title: 'Storm' });
  const first = await desk.publish('storm', anEntry(1));
  const gone = await desk.publish('storm', anEntry(2));
  const page = await open(`${before.url}/storm`, { forgive });
  await isLive(page);
  const loads = countLoads(page);

  await before.stop('SIGKILL');
  await page.getByText('Reconnecting…').waitFor();
  expect(await feedOn(page)).toEqual([gone.id, first.id]);

  await spawnService(env);
  const next = await desk.publish('storm', anEntry(3));
  await desk.remove('storm', gone.id);
  const last = await desk.publish('storm', anEntry(4));
  await eventually(() => feedOn(page)).toEqual([last.id, next.id, first.id]);
  await page.getByText('Reconnecting…').waitFor({ state: 'detached' });
  await entryOn(page, await desk.publish('storm', anEntry(5))).waitFor();
  expect(loads()).toBe(0);
});

test('[R6] offline it says what it shows and from when; back online it has all within 3 s', async () => {
  const { url, desk, publish, entries } = await liveBlog(3);
  const network = await startProxy(url);
  const page = await open(`${network.url}/storm`, { forgive, prepare: withTheLongestWaits });
  await isLive(page);
  const shown = await feedOn(page);

  let attempts = 0;
  page.on('websocket', () => (attempts += 1));
  await page.context().setOffline(true);
  network.refuse(true);
  network.cut();
  await page.getByText(/^You’re offline\. Showing what we had at \d\d:\d\d\.$/).waitFor();
  expect(await feedOn(page)).toEqual(shown);
  const published = [await publish(anEntry(101)), await publish(anEntry(102))];
  await desk.remove('storm', entries[0]!.id);
  await eventually(() => attempts).toBe(2);
  expect(await feedOn(page)).toEqual(shown);

  // By itself it would not try again for 4 s.
  network.refuse(false);
  const isBack = Date.now();
  await page.context().setOffline(false);
  const truth = [published[1]!.id, published[0]!.id, entries[1]!.id, entries[2]!.id];
  await eventually(() => feedOn(page)).toEqual(truth);
  expect(Date.now() - isBack).toBeLessThan(3_000);
  await page.getByText('You’re offline.').waitFor({ state: 'detached' });
});

test('[R6] where a connection only looks alive after a sleep, the page has all within 3 s of waking', async () => {
  const { address, desk, publish, entries } = await liveBlog(3);
  let isDead = false;
  const page = await open(address, {
    prepare: (page) =>
      page.routeWebSocket(/\/live\//, (socket) => {
        const server = socket.connectToServer();
        server.onMessage((message) => void (isDead || socket.send(message)));
        socket.onMessage((message) => void (isDead || server.send(message)));
      }),
  });
  await isLive(page);
  isDead = true;
  await page.context().setOffline(true);
  await page.getByText('You’re offline.').waitFor();
  const entry = await publish(anEntry(101));
  await desk.remove('storm', entries[0]!.id);
  const wokeAt = Date.now();
  await page.context().setOffline(false);
  await eventually(() => feedOn(page)).toEqual([entry.id, entries[1]!.id, entries[2]!.id]);
  expect(Date.now() - wokeAt).toBeLessThan(3_000);
});

test('[R6] connections that break all the time cost nothing', async () => {
  const { url, desk, publish, snapshot } = await liveBlog(3);
  const network = await startProxy(url);
  const page = await open(`${network.url}/storm`, { forgive });
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
  await page.getByText('Reconnecting…').waitFor({ state: 'detached' });
});

test('where there is no WebSocket the page says that it is slower, and gets what comes and what goes', async () => {
  const { url, address, desk, publish } = await liveBlog(1, {}, { READERS_PER_NODE: '1' });
  const other = await openReader(url, 'storm');
  await other.is('live');
  const page = await open(address, { forgive });
  const entry = await publish(anEntry(101));
  await entryOn(page, entry).waitFor();
  await page.getByText('Updates arrive every few seconds.').waitFor();
  await desk.remove('storm', entry.id);
  await entryOn(page, entry).waitFor({ state: 'detached' });
});

test('[R7] who comes back to the page by the Back button sees how things are now', async () => {
  const { address, desk, publish, entries } = await liveBlog(3);
  const page = await open(address);
  await isLive(page);
  await page.getByRole('link', { name: 'Dateline' }).click();
  await page.getByRole('heading', { level: 1, name: 'Live coverage' }).waitFor();
  const entry = await publish(anEntry(101));
  await desk.remove('storm', entries[1]!.id);
  await page.goBack();
  await eventually(() => feedOn(page)).toEqual([entry.id, entries[0]!.id, entries[2]!.id]);
});

test('[R7] what was removed while the reader was away is not among the new updates, nor on the page', async () => {
  const { url, desk, publish, entries } = await liveBlog(12);
  const network = await startProxy(url);
  const page = await open(`${network.url}/storm`, { forgive });
  await isLive(page);
  await scrollTo(page, entries[6]!);
  const waiting = await publish(anEntry(101));
  await eventually(() => pillOn(page).textContent()).toBe('1 new update');

  network.refuse(true);
  network.cut();
  await page.getByText('Reconnecting…').waitFor();
  await desk.remove('storm', waiting.id);
  await desk.remove('storm', entries[6]!.id);
  const flash = await publish(anEntry(102));
  await desk.remove('storm', flash.id);
  const kept = await publish(anEntry(103));
  network.refuse(false);

  await entryOn(page, entries[6]!).waitFor({ state: 'detached' });
  await eventually(() => pillOn(page).textContent()).toBe('1 new update');
  await pillOn(page).click();
  const left = entries.filter(({ id }) => id !== entries[6]!.id);
  await eventually(() => feedOn(page)).toEqual([kept, ...left].map(({ id }) => id));
});

test('more than can be caught up comes as a whole, and removed entries do not stay behind', async () => {
  const { url, desk, publish, entries, snapshot } = await liveBlog(5);
  const network = await startProxy(url);
  const page = await open(`${network.url}/storm`, { forgive });
  await isLive(page);
  network.refuse(true);
  network.cut();
  await page.getByText('Reconnecting…').waitFor();
  await desk.remove('storm', entries[2]!.id);
  for (let n = 0; n < 310; n += 1) await publish({ headline: `While away ${n}` });
  network.refuse(false);
  const truth = (await snapshot()).entries.map(({ id }) => id);
  await eventually(() => feedOn(page)).toEqual(truth);
  await page.getByRole('link', { name: 'Show more' }).click();
  await eventually(async () => (await feedOn(page)).length).toBe(truth.length + 20);
});

/** Whatever the page waits for at random, it waits for as long as it may. */
const withTheLongestWaits = (page: Page) => page.addInitScript(() => void (Math.random = () => 0.999));
