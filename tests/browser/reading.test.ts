/** Somebody reads, and nothing pulls the page away from under them. */
import { expect, test } from 'vitest';
import {
  anEntry,
  countLoads,
  entryOn,
  eventually,
  feedOn,
  focusedId,
  isLive,
  liveBlog,
  longText,
  pillOn,
  scrollTo,
  startBrowser,
  tabTo,
  watchPlace,
} from './support.ts';

const open = startBrowser();
const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true };

test.each([
  ['a phone', PHONE],
  ['a desktop', {}],
])('who has scrolled on %s is not moved by anything that happens above', async (_screen, device) => {
  const { address, desk, publish, entries } = await liveBlog(12);
  const page = await open(address, device);
  await isLive(page);
  await scrollTo(page, entries[7]!);
  const strayed = await watchPlace(page, entries[7]!);

  for (let n = 1; n <= 5; n += 1) await publish(anEntry(100 + n));
  await eventually(() => pillOn(page).textContent()).toBe('5 new updates');
  expect(await page.title()).toBe('(5) Storm – Dateline');
  expect(await page.locator('p.heard').textContent()).toBe('There are new updates.');
  expect(await strayed(), 'after 5 publications').toBeLessThanOrEqual(1);

  await desk.edit('storm', entries[1]!, { html: longText('longer').replaceAll('</p><p>', ' ') });
  await entryOn(page, entries[1]!).getByText('longer').waitFor();
  expect(await strayed(), 'after an edit above').toBeLessThanOrEqual(1);

  await desk.remove('storm', entries[2]!.id);
  await entryOn(page, entries[2]!).waitFor({ state: 'detached' });
  expect(await strayed(), 'after a removal above').toBeLessThanOrEqual(1);

  await desk.changeBlog('storm', {
    title: 'Storm '.repeat(30),
    standfirst: `<p>${'What we know. '.repeat(100)}</p>`,
  });
  await page.getByRole('heading', { level: 1, name: 'Storm Storm' }).waitFor();
  await desk.edit('storm', entries[3]!, { pinned: true });
  const key = await publish({ headline: 'A key event', keyEvent: true });
  await page.getByText('What happened so far').waitFor();
  expect(await strayed(), 'after a longer head').toBeLessThanOrEqual(1);

  await desk.remove('storm', key.id);
  await page.getByText('What happened so far').waitFor({ state: 'detached' });
  expect(await strayed(), 'after a shorter head').toBeLessThanOrEqual(1);
});

test('the pill counts what waits, and brings it in with the newest on top and in focus', async () => {
  const { address, desk, publish, entries } = await liveBlog(12);
  const page = await open(address);
  await isLive(page);
  await scrollTo(page, entries[6]!);

  const first = await publish(anEntry(101));
  await eventually(() => pillOn(page).textContent()).toBe('1 new update');
  const removed = await publish(anEntry(102));
  const newest = await publish(anEntry(103));
  await eventually(() => pillOn(page).textContent()).toBe('3 new updates');
  await desk.remove('storm', removed.id);
  await eventually(() => pillOn(page).textContent()).toBe('2 new updates');
  expect(await page.title()).toBe('(2) Storm – Dateline');
  expect(await feedOn(page)).toEqual(entries.map(({ id }) => id));

  await pillOn(page).click();
  await eventually(() => focusedId(page)).toBe(newest.id);
  expect(await pillOn(page).count()).toBe(0);
  expect(await page.title()).toBe('Storm – Dateline');
  expect((await feedOn(page)).slice(0, 3)).toEqual([newest.id, first.id, entries[0]!.id]);
  const top = await entryOn(page, newest).evaluate((article) => article.getBoundingClientRect().top);
  expect(top).toBeGreaterThanOrEqual(0);
  expect(top).toBeLessThan(200);

  // From here on the reader watches the top again.
  const next = await publish(anEntry(104));
  await entryOn(page, next).waitFor();
  expect(await pillOn(page).count()).toBe(0);
});

test('at the top new entries come in at once, without a pill', async () => {
  const { address, publish, entries } = await liveBlog(12);
  const page = await open(address);
  await isLive(page);
  const entry = await publish(anEntry(101));
  await entryOn(page, entry).waitFor();
  expect((await feedOn(page)).slice(0, 2)).toEqual([entry.id, entries[0]!.id]);
  expect(await pillOn(page).count()).toBe(0);
  expect(await page.title()).toBe('Storm – Dateline');
});

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
  await page.getByText('Older updates couldn’t be loaded. What you have stays as it is.').waitFor();
  expect(await feedOn(page)).toHaveLength(25);
  await page.unroute(older);
  await page.getByRole('link', { name: 'Try again' }).click();
  await entryOn(page, entries.at(-1)!).waitFor();
  await eventually(() => page.getByText('couldn’t be loaded').count()).toBe(0);
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
