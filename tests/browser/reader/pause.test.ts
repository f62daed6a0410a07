/** Whoever wants nothing to change by itself pauses the page. */
import { expect, test } from 'vitest';
import { entryOn, eventually, feedOn, isLive, noteOn, saidOn, pillOn } from '../sight.ts';
import { startBrowser, liveBlog, anEntry } from '../support.ts';

const open = startBrowser();

test('while paused nothing on the page changes, and Resume brings it all', async () => {
  const { address, desk, publish, entries } = await liveBlog(8);
  const page = await open(address);
  await isLive(page);
  const before = await feedOn(page);
  await page.getByRole('button', { name: 'Pause updates' }).click();
  await noteOn(page).getByText('Updates are paused.').waitFor();

  await desk.edit('storm', entries[1]!, { headline: 'Edited meanwhile', breaking: true });
  await desk.changeBlog('storm', { title: 'Another title' });
  await desk.edit('storm', entries[3]!, { keyEvent: true, pinned: true });
  const newest = await publish(anEntry(101));
  await eventually(() => pillOn(page).textContent()).toMatch(/1 new update/);
  expect(await feedOn(page)).toEqual(before);
  expect(await page.getByText(/Edited meanwhile|Another title|Pinned|What happened so far/).count()).toBe(0);

  await page.getByRole('button', { name: 'Resume updates' }).click();
  await entryOn(page, newest).waitFor();
  await page.getByRole('heading', { level: 1, name: 'Another title' }).waitFor();
  await page.getByRole('heading', { name: 'Edited meanwhile' }).waitFor();
  await page.getByRole('region', { name: 'Pinned' }).waitFor();
  expect(await noteOn(page).getByText('Updates are paused.').count()).toBe(0);
  expect(await pillOn(page).count()).toBe(0);
});

test('while paused nothing is announced, and Resume says of all that has come, to the last moment, that it is there', async () => {
  const { address, publish } = await liveBlog(8);
  const frames: string[] = [];
  const page = await open(address, {
    prepare: async (page) => {
      await page.clock.install();
      page.on('websocket', (socket) =>
        socket.on('framereceived', ({ payload }) => void frames.push(`${payload}`)),
      );
    },
  });
  await isLive(page);
  const told = saidOn(page);
  await page.getByRole('button', { name: 'Pause updates' }).click();
  await page.clock.pauseAt(Date.now() + 5_000);
  await publish(anEntry(101));
  await eventually(() => pillOn(page).textContent()).toMatch(/1 new update/);
  // Right after it: since time stands still, it does not get further than into the page.
  const last = await publish(anEntry(102));
  await eventually(() => frames.some((frame) => frame.includes(last.id))).toBe(true);
  await page.clock.runFor(100);
  expect(await told.textContent()).toBe('Updates are paused.');

  await page.getByRole('button', { name: 'Resume updates' }).click();
  await entryOn(page, last).waitFor();
  await page.clock.runFor(100);
  await eventually(() => told.textContent()).toBe('2 new updates, latest: Headline 102');
});

test('[R7] while paused what is removed goes all the same: entry, pinned entry and key event', async () => {
  const { address, desk, publish, entries } = await liveBlog(4);
  const pinned = await publish({ headline: 'Pinned thing', pinned: true });
  const key = await publish({ headline: 'Key thing', keyEvent: true });
  const page = await open(address);
  await isLive(page);
  await page.getByRole('button', { name: 'Pause updates' }).click();
  const waiting = await publish({ headline: 'Waiting thing' });
  await eventually(() => pillOn(page).textContent()).toMatch(/1 new update/);
  for (const { id } of [waiting, pinned, key, entries[0]!]) await desk.remove('storm', id);
  await eventually(() => feedOn(page)).toEqual(entries.slice(1).map(({ id }) => id));
  await eventually(() => pillOn(page).count()).toBe(0);
  expect(await page.locator('body').innerText()).not.toMatch(/ thing|Headline 4/);
});

test('the pill brings in what waits without ending the pause', async () => {
  const { address, publish } = await liveBlog(8);
  const page = await open(address);
  await isLive(page);
  await page.getByRole('button', { name: 'Pause updates' }).click();
  const first = await publish(anEntry(101));
  await pillOn(page).click();
  await entryOn(page, first).waitFor();
  await publish(anEntry(102));
  await eventually(() => pillOn(page).textContent()).toMatch(/1 new update/);
  expect((await feedOn(page))[0]).toBe(first.id);
});

test('times stand still while paused, and the pause lasts as long as the tab', async () => {
  const { address } = await liveBlog(3);
  const page = await open(address, { prepare: (page) => page.clock.install() });
  await isLive(page);
  const ago = page.locator('.ago').first();
  expect(await ago.textContent()).toBe('1 min ago');
  await page.getByRole('button', { name: 'Pause updates' }).click();
  await page.clock.fastForward('10:00');
  expect(await ago.textContent()).toBe('1 min ago');
  await page.reload();
  await page.getByRole('button', { name: 'Resume updates' }).click();
  await noteOn(page).getByText('Updates are paused.').waitFor({ state: 'detached' });
  await page.clock.fastForward('10:00');
  await eventually(() => ago.textContent()).toMatch(/^[12]\d min ago$/);
});
