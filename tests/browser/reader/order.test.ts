/** Oldest first, for those who want to read it as a story. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { entryOn, eventually, feedOn, focusedId, isLive, pillOn, scrollTo, watchPlace } from '../sight.ts';
import { startBrowser, liveBlog, anEntry } from '../support.ts';

const open = startBrowser();
const orderOn = (page: Page) => page.getByRole('combobox', { name: 'Order of the updates' });

test('oldest first turns the feed round, and is remembered for this blog on this device', async () => {
  const { address, entries } = await liveBlog(12);
  const page = await open(address);
  await isLive(page);
  const ids = entries.map(({ id }) => id);
  await orderOn(page).selectOption('Oldest first');
  await eventually(() => feedOn(page)).toEqual(ids.toReversed());
  await page.reload();
  await eventually(() => feedOn(page)).toEqual(ids.toReversed());
  expect(await orderOn(page).inputValue()).toBe('oldest');
  await orderOn(page).selectOption('Newest first');
  await eventually(() => feedOn(page)).toEqual(ids);
});

test('earlier updates come above and new ones below, and what is being read moves for neither', async () => {
  const { address, publish, entries } = await liveBlog(45);
  const page = await open(address);
  await isLive(page);
  await orderOn(page).selectOption('Oldest first');
  await eventually(async () => (await feedOn(page))[0]).toBe(entries[24]!.id);

  await scrollTo(page, entries[15]!);
  const strayed = await watchPlace(page, entries[15]!);
  const first = await publish(anEntry(101));
  const second = await publish(anEntry(102));
  await eventually(() => pillOn(page).textContent()).toMatch(/2 new updates/);
  expect(await strayed()).toBeLessThanOrEqual(1);

  await pillOn(page).click();
  await eventually(() => focusedId(page)).toBe(first.id);
  expect((await feedOn(page)).slice(-2)).toEqual([first.id, second.id]);

  await page.getByRole('link', { name: 'Show earlier updates' }).click();
  await eventually(() => focusedId(page)).toBe(entries[25]!.id);
  const ids = [...entries.toReversed(), first, second].map(({ id }) => id);
  expect(await feedOn(page)).toEqual(ids);
  await entryOn(page, entries[25]!).waitFor();
  expect(await page.getByRole('link', { name: 'Show earlier updates' }).count()).toBe(0);
});

test('who reads on to the end finds there what is new', async () => {
  const { address, publish, entries } = await liveBlog(12);
  const page = await open(address);
  await isLive(page);
  await orderOn(page).selectOption('Oldest first');
  await scrollTo(page, entries[9]!);
  const entry = await publish(anEntry(101));
  await eventually(() => pillOn(page).textContent()).toMatch(/1 new update/);
  await page.mouse.wheel(0, 10_000);
  await entryOn(page, entry).waitFor();
  expect((await feedOn(page)).at(-1)).toBe(entry.id);
  expect(await pillOn(page).count()).toBe(0);
});

test('what has come in once does not come in again when the feed is turned round', async () => {
  const { address, publish, entries } = await liveBlog(4);
  const page = await open(address);
  await isLive(page);
  const inMotion = () => page.evaluate(() => document.getAnimations().length);
  const entry = await publish(anEntry(101));
  await entryOn(page, entry).waitFor();
  await eventually(inMotion).toBeGreaterThan(0);
  await page.evaluate(async () => {
    for (const animation of document.getAnimations()) animation.finish();
    await new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)));
  });
  const ids = [entry, ...entries].map(({ id }) => id);
  for (const [order, turned] of [
    ['Oldest first', ids.toReversed()],
    ['Newest first', ids],
  ] as const) {
    await orderOn(page).selectOption(order);
    await eventually(() => feedOn(page)).toEqual(turned);
    expect(await inMotion(), order).toBe(0);
  }
});

test('on a page of older entries the way to the newer ones stands where those are, in either order', async () => {
  const { address, entries } = await liveBlog(8);
  const page = await open(`${address}/${entries[3]!.id}`);
  await isLive(page);
  const link = page.getByRole('link', { name: '3 newer updates' });
  for (const [order, isAbove] of [
    ['Newest first', true],
    ['Oldest first', false],
  ] as const) {
    await orderOn(page).selectOption(order);
    await eventually(async () => {
      const [way, newest, oldest] = await Promise.all(
        [link, entryOn(page, entries[3]!), entryOn(page, entries[7]!)].map((each) => each.boundingBox()),
      );
      return [way!.y < newest!.y, way!.y < oldest!.y, newest!.y < oldest!.y];
    }).toEqual([isAbove, isAbove, isAbove]);
  }
});

test('at the end of a story, what grows above the screen moves nothing of what is read there', async () => {
  const { address, desk, entries } = await liveBlog(20);
  const page = await open(address);
  await isLive(page);
  await orderOn(page).selectOption('Oldest first');
  await eventually(async () => (await feedOn(page))[0]).toBe(entries.at(-1)!.id);
  await page.evaluate(() => window.scrollTo({ top: 1e6, behavior: 'instant' }));
  const strayed = await watchPlace(page, entries[0]!);
  const longer = `<p>${'More of it. '.repeat(80)}</p>`;
  await desk.edit('storm', entries[15]!, { html: longer });
  await entryOn(page, entries[15]!).getByText('More of it.').first().waitFor();
  expect(await strayed()).toBeLessThanOrEqual(1);
});
