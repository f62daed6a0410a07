/** Who comes back finds where they left. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { entryOn, eventually, feedOn, focusedId, isLive, pillOn } from '../sight.ts';
import { startBrowser, liveBlog, anEntry } from '../support.ts';

const open = startBrowser();
const lineOn = (page: Page) => page.getByText('New since you left', { exact: true });
const wayOn = (page: Page) => page.getByRole('button', { name: /new since you left$/ });

test('on a first visit nothing is new since you left', async () => {
  const { address, publish } = await liveBlog(3);
  const page = await open(address);
  await isLive(page);
  await entryOn(page, await publish(anEntry(101))).waitFor();
  expect(await lineOn(page).count()).toBe(0);
  expect(await wayOn(page).count()).toBe(0);
});

test('on the next visit a line marks the first unread entry, and one press goes there', async () => {
  const { address, publish } = await liveBlog(12);
  const page = await open(address);
  await isLive(page);
  await page.goto('about:blank');
  const unread = [];
  for (let n = 1; n <= 9; n += 1) unread.push(await publish(anEntry(100 + n)));
  await page.goto(address);
  await isLive(page);
  expect(await wayOn(page).textContent()).toMatch(/9 new since you left/);
  expect(await entryOn(page, unread[0]!).getByText('New since you left').count()).toBe(1);
  expect(await lineOn(page).count()).toBe(1);

  // What comes while they read is new, but not since they left.
  await entryOn(page, await publish(anEntry(201))).waitFor();
  expect(await wayOn(page).textContent()).toMatch(/9 new since you left/);

  await wayOn(page).click();
  await eventually(() => focusedId(page)).toBe(unread[0]!.id);
  await eventually(() => wayOn(page).count()).toBe(0);
  await entryOn(page, unread[0]!).getByText('New since you left').waitFor();

  await page.reload();
  await isLive(page);
  expect(await lineOn(page).count()).toBe(0);
});

test('the same for a tab that was in the background, and the line moves nothing', async () => {
  const { address, publish, entries } = await liveBlog(4);
  const page = await open(address);
  await isLive(page);
  await turnAway(page, true);
  const unread = [await publish(anEntry(101)), await publish(anEntry(102))];
  await eventually(() => pillOn(page).textContent()).toMatch(/2 new updates/);
  await turnAway(page, false);
  await pillOn(page).click();
  await entryOn(page, unread[0]!).getByText('New since you left').waitFor();
  expect((await feedOn(page))[2]).toBe(entries[0]!.id);
  const [line, below] = await Promise.all([
    lineOn(page).boundingBox(),
    entryOn(page, entries[0]!).boundingBox(),
  ]);
  expect(Math.abs(line!.y + line!.height / 2 - below!.y)).toBeLessThan(2);
});

test('a tab that was opened in the background and not looked at has shown nothing to anybody', async () => {
  const { address, publish } = await liveBlog(3);
  const page = await open(address);
  await isLive(page);
  await page.goto('about:blank');
  const unread = await publish(anEntry(101));
  // All that a page in the background knows of it.
  await page.addInitScript(() => {
    if (!sessionStorage.isSeen)
      Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
  });
  await page.goto(address);
  await isLive(page);
  await page.evaluate(() => (sessionStorage.isSeen = 'yes'));
  await page.reload();
  await isLive(page);
  await entryOn(page, unread).getByText('New since you left').waitFor();
});

test('where all that is loaded is new it says that there is more', async () => {
  const { address, publish } = await liveBlog(2);
  const page = await open(address);
  await isLive(page);
  await page.goto('about:blank');
  for (let n = 1; n <= 45; n += 1) await publish({ headline: `Away ${n}` });
  await page.goto(address);
  await isLive(page);
  const shown = (await feedOn(page)).length;
  expect(await wayOn(page).textContent()).toMatch(`More than ${shown} new since you left`);
  expect(await lineOn(page).count()).toBe(0);
});

/** As a tab that goes to the background, and comes back. */
const turnAway = (page: Page, isAway: boolean) =>
  page.evaluate(
    (state) => {
      Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    },
    isAway ? 'hidden' : 'visible',
  );
