/** Older entries, long entries, and everything from the keyboard. */
import { expect, test } from 'vitest';
import { countLoads, entryOn, eventually, feedOn, focusedId, isLive, pillOn, tabTo } from '../sight.ts';
import { startBrowser, liveBlog, anEntry, longText, PHONE } from '../support.ts';

const open = startBrowser();

test('Show more goes on in place to the very first entry', async () => {
  const { address, entries } = await liveBlog(65);
  const page = await open(address);
  await isLive(page);
  const loads = countLoads(page);
  const ids = entries.map(({ id }) => id);

  for (const shown of [25, 45]) {
    expect(await feedOn(page)).toEqual(ids.slice(0, shown));
    await page.getByRole('link', { name: 'Show more' }).click();
    await eventually(() => focusedId(page)).toBe(ids[shown]);
  }
  expect(await feedOn(page)).toEqual(ids);
  expect(await page.getByRole('link', { name: 'Show more' }).count()).toBe(0);
  expect(page.url()).toBe(address);
  expect(loads()).toBe(0);
});

test('where older entries can’t be loaded the page says so, keeps what it has, and tries again', async () => {
  const { address, entries } = await liveBlog(45);
  const page = await open(address, { forgive: /Failed to load|\/entries\?before=/ });
  await isLive(page);
  const older = '**/entries?before=*';
  await page.route(older, (route) => route.abort());
  await page.getByRole('link', { name: 'Show more' }).click();
  await page
    .locator('.note', { hasText: 'Older updates couldn’t be loaded. What you have stays as it is.' })
    .waitFor();
  expect(await feedOn(page)).toHaveLength(25);
  await page.unroute(older);
  await page.getByRole('link', { name: 'Try again' }).click();
  await entryOn(page, entries.at(-1)!).waitFor();
  await eventually(() => page.locator('main').getByText('couldn’t be loaded').count()).toBe(0);
});

test('Read more opens a long entry in place, and Show less leaves the reader at it', async () => {
  const { address, publish } = await liveBlog(12);
  const entry = await publish({ headline: 'A long one', html: `${longText()}<p>The end.</p>` });
  const page = await open(address, PHONE);
  const article = entryOn(page, entry);
  expect(await article.getByText('The end.').isVisible()).toBe(false);
  await article.getByText('Read more').click();
  await article.getByText('The end.').waitFor();
  await article.getByText('Show less').click();
  await article.getByText('The end.').waitFor({ state: 'hidden' });
  await eventually(() => article.evaluate((element) => element.getBoundingClientRect().top)).toBeGreaterThan(
    -1,
  );
  expect(await article.evaluate((element) => element.getBoundingClientRect().top)).toBeLessThan(740);
});

test('an open Read more stays open when its entry is edited', async () => {
  const { address, desk, publish } = await liveBlog(12);
  const entry = await publish({ headline: 'A long one', html: `${longText()}<p>The end.</p>` });
  const page = await open(address);
  await isLive(page);
  const article = entryOn(page, entry);
  await article.getByText('Read more').click();
  await desk.edit('storm', entry, { html: `${longText('gale')}<p>The very end.</p>` });
  await article.getByText('The very end.').waitFor();
});

test('everything works from the keyboard alone', async () => {
  const { address, publish, entries } = await liveBlog(45);
  const long = await publish({ headline: 'A long one', html: `${longText()}<p>The end.</p>` });
  const page = await open(address);
  await isLive(page);

  await tabTo(page, 'summary');
  await page.keyboard.press('Enter');
  await entryOn(page, long).getByText('The end.').waitFor();
  await page.keyboard.press('Enter');
  await entryOn(page, long).getByText('The end.').waitFor({ state: 'hidden' });

  await tabTo(page, 'a[href*="before="]');
  await page.keyboard.press('Enter');
  await eventually(() => focusedId(page)).toBe(entries[25]!.id);
  await page.keyboard.press('PageDown');
  expect(await focusedId(page)).toBe(entries[26]!.id);
  await page.keyboard.press('PageUp');
  expect(await focusedId(page)).toBe(entries[25]!.id);

  const newest = await publish(anEntry(101));
  await pillOn(page).waitFor();
  // Past the last link the focus leaves the page and comes back to its beginning.
  await tabTo(page, 'button.pill');
  await page.keyboard.press('Enter');
  await eventually(() => focusedId(page)).toBe(newest.id);
});
