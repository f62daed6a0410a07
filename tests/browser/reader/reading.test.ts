/** Somebody reads, and nothing pulls the page away from under them. */
import { expect, test } from 'vitest';
import { entryOn, eventually, feedOn, focusedId, isLive, pillOn, scrollTo, watchPlace } from '../sight.ts';
import { startBrowser, liveBlog, anEntry, longText, PHONE } from '../support.ts';

const open = startBrowser();

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
  expect(await page.locator('p.heard').textContent()).toMatch(
    /^(5 new updates, latest|New update): Headline 10\d$/,
  );
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

test('who is in the middle of an entry higher than the screen is not moved: it is on screen, though it does not begin there', async () => {
  const { address, desk, publish, entries } = await liveBlog(6);
  const parts = Array.from({ length: 12 }, (_, n) => `<p>Part ${n}. ${'The river rises. '.repeat(40)}</p>`);
  const tall = await desk.edit('storm', entries[2]!, { html: parts.join('') });
  const page = await open(address, PHONE);
  await isLive(page);
  await entryOn(page, tall).getByText('Read more').click();
  const part = entryOn(page, tall).getByText('Part 6.');
  const top = () => part.evaluate((element) => element.getBoundingClientRect().top);
  await page.mouse.wheel(0, (await top()) - 100);
  await eventually(async () => Math.abs((await top()) - 100)).toBeLessThan(2);
  const before = await top();

  await desk.edit('storm', entries[1]!, { html: longText('longer').replaceAll('</p><p>', ' ') });
  await entryOn(page, entries[1]!).getByText('longer').waitFor();
  expect(Math.abs((await top()) - before), 'after an edit above it').toBeLessThanOrEqual(1);

  await desk.edit('storm', tall, {
    html: `<p>Before. ${'All of it new. '.repeat(40)}</p>${parts.slice(1).join('')}`,
  });
  await entryOn(page, tall).getByText('Before.').waitFor();
  expect(Math.abs((await top()) - before), 'after an edit in it, above').toBeLessThanOrEqual(1);
  await publish(anEntry(101));
  await eventually(() => pillOn(page).textContent()).toBe('1 new update');
  expect(Math.abs((await top()) - before), 'after a new entry').toBeLessThanOrEqual(1);
});

test('an entry that stands partly on screen above grows and shrinks, and the next one stays', async () => {
  const { address, desk, entries } = await liveBlog(12);
  const page = await open(address);
  await isLive(page);
  await scrollTo(page, entries[5]!);
  const strayed = await watchPlace(page, entries[5]!);
  const grown = await desk.edit('storm', entries[4]!, {
    html: longText('longer').replaceAll('</p><p>', ' '),
  });
  await entryOn(page, grown).getByText('longer').waitFor();
  expect(await strayed(), 'after it grew').toBeLessThanOrEqual(1);
  await desk.edit('storm', grown, { html: '<p>Short.</p>' });
  await entryOn(page, grown).getByText('Short.').waitFor();
  expect(await strayed(), 'after it shrank').toBeLessThanOrEqual(1);
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

test('who loads the page again, or comes back to it, is where they were, whatever has come meanwhile', async () => {
  const { address, url, publish, entries } = await liveBlog(40);
  const page = await open(address, PHONE);
  await isLive(page);
  await page.getByRole('link', { name: 'Show more' }).click();
  await entryOn(page, entries[35]!).waitFor();
  await scrollTo(page, entries[35]!);
  const top = async () => (await entryOn(page, entries[35]!).boundingBox())?.y;
  const before = await top();
  await publish({ headline: 'Meanwhile', html: longText() });
  await page.reload();
  await eventually(top).toBeCloseTo(before!, 0);
  await page.goto(`${url}/healthz`);
  await publish(anEntry(101));
  await page.goBack();
  await eventually(top).toBeCloseTo(before!, 0);
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
