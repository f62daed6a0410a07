/** Who was away, and comes back, sees how things are now. */
import { expect, test } from 'vitest';
import { patient, timed } from '../../support/control.ts';
import { startProxy } from '../../support/proxy.ts';
import { entryOn, eventually, feedOn, isLive, noteOn, pillOn, scrollTo } from '../sight.ts';
import { startBrowser, liveBlog, anEntry, BROKEN_NETWORK } from '../support.ts';
import { partnerOf, watchRequests } from '../widget/widget.ts';

const open = startBrowser();

/** Milliseconds until a page is live for somebody who comes just now, and was not away. */
const newcomer = (address: string) => timed(async () => isLive(await open(address)));

test('[R6] where a connection only looks alive after a sleep, the page has all within 3 s of waking', async () => {
  const { address, desk, publish, entries } = await liveBlog(3);
  let isDead = false;
  const page = await open(address, {
    forgive: BROKEN_NETWORK,
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
  await noteOn(page).getByText('You’re offline.').waitFor();
  const entry = await publish(anEntry(101));
  await desk.remove('storm', entries[0]!.id);
  const [backAfter, undisturbed] = await Promise.all([
    timed(async () => {
      await page.context().setOffline(false);
      await eventually(() => feedOn(page)).toEqual([entry.id, entries[1]!.id, entries[2]!.id]);
    }),
    newcomer(address),
  ]);
  expect(backAfter).toBeLessThan(patient(3_000, undisturbed));
});

test.each(['on the reader’s page', 'in a widget'])(
  '[R6] a tab that was frozen and thawed has all within 3 s, over one line: %s',
  async (where) => {
    const { address, url, partner, script, widget, desk, publish, entries } = await partnerOf(3);
    let seen!: ReturnType<typeof watchRequests>;
    const page = await open(where === 'in a widget' ? partner.page('/', script + widget()) : address, {
      prepare: async (page) => void (seen = watchRequests(page, url)),
    });
    const shown = () =>
      page
        .locator('article:not(.removed)')
        .evaluateAll((all) => all.map(({ id, dataset }) => dataset.entry ?? id));
    await eventually(shown).toHaveLength(3);
    const session = await page.context().newCDPSession(page);
    await session.send('Page.setWebLifecycleState', { state: 'frozen' });
    const entry = await publish(anEntry(101));
    await desk.remove('storm', entries[0]!.id);
    await new Promise((slept) => setTimeout(slept, 1_000));
    const [backAfter, undisturbed] = await Promise.all([
      timed(async () => {
        await session.send('Page.setWebLifecycleState', { state: 'active' });
        await eventually(shown).toEqual([entry.id, entries[1]!.id, entries[2]!.id]);
      }),
      newcomer(address),
    ]);
    expect(backAfter).toBeLessThan(patient(3_000, undisturbed));
    await eventually(() => seen.openSockets).toBe(1);
  },
);

test('[R6] a device that slept for an hour, which nobody tells the page, has all within 3 s', async () => {
  const { address, publish, entries } = await liveBlog(2);
  let isDead = false;
  const page = await open(address, {
    prepare: async (page) => {
      await page.clock.install();
      await page.routeWebSocket(/\/live\//, (socket) => {
        const server = socket.connectToServer();
        server.onMessage((message) => void (isDead || socket.send(message)));
        socket.onMessage((message) => void (isDead || server.send(message)));
      });
    },
  });
  await isLive(page);
  isDead = true;
  const entry = await publish(anEntry(101));
  const [backAfter, undisturbed] = await Promise.all([
    timed(async () => {
      await page.clock.fastForward('01:00:00');
      await page.clock.resume();
      await eventually(() => feedOn(page)).toEqual([entry.id, entries[0]!.id, entries[1]!.id]);
    }),
    newcomer(address),
  ]);
  expect(backAfter).toBeLessThan(patient(3_000, undisturbed));
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
  const page = await open(`${network.url}/storm`, { forgive: BROKEN_NETWORK });
  await isLive(page);
  await scrollTo(page, entries[6]!);
  const waiting = await publish(anEntry(101));
  await eventually(() => pillOn(page).textContent()).toBe('1 new update');

  network.set('refuse');
  await noteOn(page).getByText('Reconnecting…').waitFor();
  await desk.remove('storm', waiting.id);
  await desk.remove('storm', entries[6]!.id);
  const flash = await publish(anEntry(102));
  await desk.remove('storm', flash.id);
  const kept = await publish(anEntry(103));
  network.set('pass');

  await entryOn(page, entries[6]!).waitFor({ state: 'detached' });
  await eventually(() => pillOn(page).textContent()).toBe('1 new update');
  await pillOn(page).click();
  const left = entries.filter(({ id }) => id !== entries[6]!.id);
  await eventually(() => feedOn(page)).toEqual([kept, ...left].map(({ id }) => id));
});

test('[R6] [R7] too long away takes nothing from the page, nor the reader’s place, but what was removed', async () => {
  const { url, desk, publish, entries } = await liveBlog(45);
  const network = await startProxy(url);
  const page = await open(`${network.url}/storm`, { forgive: BROKEN_NETWORK });
  await isLive(page);
  await page.getByRole('link', { name: 'Show more' }).click();
  await eventually(async () => (await feedOn(page)).length).toBe(45);
  await scrollTo(page, entries[40]!);
  const top = () => entryOn(page, entries[40]!).evaluate((entry) => entry.getBoundingClientRect().top);
  const topBefore = await top();
  network.set('refuse');
  await noteOn(page).getByText('Reconnecting…').waitFor();
  for (const n of [2, 30]) await desk.remove('storm', entries[n]!.id);
  for (let n = 0; n < 310; n += 1) await publish({ headline: `While away ${n}` });
  network.set('pass');
  const left = entries.filter((_, n) => n !== 2 && n !== 30).map(({ id }) => id);
  await eventually(() => feedOn(page)).toEqual(left);
  expect(Math.abs((await top()) - topBefore)).toBeLessThan(2);
  await eventually(() => pillOn(page).textContent()).toBe('310 new updates');
  await pillOn(page).click();
  await eventually(async () => (await feedOn(page)).slice(310)).toEqual(left);
});

test('[R7] more than can be caught up comes as a whole, and removed entries do not stay behind', async () => {
  const { url, desk, publish, entries, snapshot } = await liveBlog(5);
  const network = await startProxy(url);
  const page = await open(`${network.url}/storm`, { forgive: BROKEN_NETWORK });
  await isLive(page);
  network.set('refuse');
  await noteOn(page).getByText('Reconnecting…').waitFor();
  await desk.remove('storm', entries[2]!.id);
  for (let n = 0; n < 310; n += 1) await publish({ headline: `While away ${n}` });
  network.set('pass');
  const truth = (await snapshot()).entries.map(({ id }) => id);
  await eventually(() => feedOn(page)).toEqual(truth);
  await page.getByRole('link', { name: 'Show more' }).click();
  await eventually(async () => (await feedOn(page)).length).toBe(truth.length + 20);
});
