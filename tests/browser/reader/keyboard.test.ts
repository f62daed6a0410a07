/** The page by keyboard and by ear. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { entryOn, eventually, feedOn, focusedId, isLive, scrollTo } from '../sight.ts';
import { startBrowser, liveBlog, anEntry } from '../support.ts';

const open = startBrowser();

test('j and k go from entry to entry, from wherever the reader is among them', async () => {
  const { address, entries } = await liveBlog(12);
  const page = await open(address);
  await isLive(page);
  await page.keyboard.press('j');
  expect(await page.evaluate(() => document.activeElement!.tagName)).toBe('BODY');
  await page.locator('#feed').focus();
  for (const entry of [entries[0]!, entries[1]!]) {
    await page.keyboard.press('j');
    expect(await focusedId(page)).toBe(entry.id);
  }
  await page.keyboard.press('k');
  expect(await focusedId(page)).toBe(entries[0]!.id);
  await page.keyboard.press('k');
  expect(await focusedId(page)).toBe(entries[0]!.id);

  await page.locator('#feed').evaluate((feed) => feed.focus({ preventScroll: true }));
  await scrollTo(page, entries[6]!);
  await page.keyboard.press('j');
  expect(await focusedId(page)).toBe(entries[6]!.id);
});

test('j and k are where they are on a keyboard without Latin letters too', async () => {
  const { address, entries } = await liveBlog(2);
  const page = await open(address);
  await isLive(page);
  await entryOn(page, entries[0]!).focus();
  for (const [code, key, n] of [
    ['KeyJ', 'о', 1],
    ['KeyK', 'л', 0],
  ] as const) {
    await page.evaluate(
      (init) =>
        document.activeElement!.dispatchEvent(
          new KeyboardEvent('keydown', { ...init, bubbles: true, cancelable: true }),
        ),
      { code, key },
    );
    expect(await focusedId(page)).toBe(entries[n]!.id);
  }
});

test('keys that belong to a control, or to the browser, are left alone', async () => {
  const { address, entries } = await liveBlog(3);
  const page = await open(address);
  await isLive(page);
  await page.getByRole('combobox', { name: 'Order' }).focus();
  await page.keyboard.press('j');
  expect(await page.evaluate(() => document.activeElement!.tagName)).toBe('SELECT');
  await entryOn(page, entries[0]!).focus();
  await page.keyboard.press('Control+j');
  expect(await focusedId(page)).toBe(entries[0]!.id);
});

test('the first stop of Tab skips to the updates', async () => {
  const { address, entries } = await liveBlog(3);
  const page = await open(address);
  await isLive(page);
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: 'Skip to the updates' });
  expect(await skip.evaluate((link) => link === document.activeElement)).toBe(true);
  expect((await skip.boundingBox())!.height).toBeGreaterThan(20);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  expect(await focusedId(page)).toBe(entries[0]!.id);
});

test('in a storm of updates what is said is little, and counts them all', async () => {
  const { address, publish } = await liveBlog(3);
  const page = await open(address, { prepare: (page) => page.clock.install() });
  await isLive(page);
  const said = await listenTo(page);
  const first = await publish(anEntry(101));
  await entryOn(page, first).waitFor();
  await eventually(() => said.evaluate((all) => all.at(-1))).toBe('New update: Headline 101');
  for (let n = 2; n <= 6; n += 1) await publish(anEntry(100 + n));
  await eventually(async () => (await feedOn(page)).length).toBe(9);
  await page.clock.fastForward('00:11');
  await eventually(() => said.evaluate((all) => all.at(-1))).toBe('5 new updates, latest: Headline 106');
  expect(new Set(await said.jsonValue()).size).toBe(2);
});

test('what is said twice in the same words is said twice; so is it said when coverage pauses and ends', async () => {
  const { address, desk, publish } = await liveBlog(3);
  const page = await open(address, { prepare: (page) => page.clock.install() });
  await isLive(page);
  const said = await listenTo(page);
  for (const n of [1, 2]) {
    const entry = await publish(anEntry(101));
    await entryOn(page, entry).waitFor();
    await page.clock.fastForward('00:11');
    await eventually(() => said.jsonValue()).toEqual(
      Array.from({ length: n }, () => 'New update: Headline 101'),
    );
  }
  await desk.changeBlog('storm', { status: 'paused' });
  await eventually(() => said.evaluate((all) => all.at(-1))).toBe('Live coverage is paused.');
  await desk.changeBlog('storm', { status: 'ended' });
  await eventually(() => said.evaluate((all) => all.at(-1))).toBe('Live coverage has ended.');
});

/** Everything that is said on the page from now on, in its order. */
const listenTo = (page: Page) =>
  page.evaluateHandle(() => {
    const said: string[] = [];
    const place = document.querySelector('p.heard[role=status]')!;
    const listen = (): void => void (place.textContent && said.push(place.textContent));
    new MutationObserver(listen).observe(place, { childList: true, subtree: true, characterData: true });
    return said;
  });

test('Ctrl+End leaves the entries for what stands behind them, Ctrl+Home for what stands before', async () => {
  const { address, entries } = await liveBlog(45);
  const page = await open(address);
  await isLive(page);
  await entryOn(page, entries[3]!).focus();
  await page.keyboard.press('Control+End');
  expect(await page.evaluate(() => document.activeElement!.textContent!.trim())).toBe('Show more');
  await entryOn(page, entries[3]!).focus();
  await page.keyboard.press('Control+Home');
  expect(await page.evaluate(() => document.activeElement!.tagName)).toBe('SELECT');
});

test('each entry says its place among those of its day, also when one comes or goes', async () => {
  const { address, desk, entries, publish } = await liveBlog(4);
  const page = await open(address);
  await isLive(page);
  const numbered = () =>
    page.locator('[role=feed]').evaluateAll((feeds) => {
      const days = feeds.map((feed) => [...feed.querySelectorAll('article')]);
      const isRight = (article: Element, n: number, all: Element[]) =>
        article.ariaPosInSet === `${n + 1}` && article.ariaSetSize === `${all.length}`;
      return days.every((day) => day.every(isRight)) ? days.flat().length : 'wrong';
    });
  await eventually(numbered).toBe(4);
  await publish(anEntry(101));
  await eventually(numbered).toBe(5);
  await page.setViewportSize({ width: 1280, height: 300 });
  await desk.remove('storm', entries[3]!.id);
  await eventually(numbered).toBe(4);
});
