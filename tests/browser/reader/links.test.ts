/** Every entry has an address of its own: to open, to share, to jump to. */
import { expect, test } from 'vitest';
import { NO_OVERFLOW, entryOn, eventually, feedOn, focusedId, isLive, overflowOn } from '../sight.ts';
import { startBrowser, liveBlog, anEntry, PHONE } from '../support.ts';

const open = startBrowser();

test.each([
  ['a phone', PHONE],
  ['a desktop', {}],
])('an entry’s address opens the page at it on %s, with the newer ones counted above', async (_, device) => {
  const { address, desk, publish, entries } = await liveBlog(30);
  const entry = entries[20]!;
  const page = await open(`${address}/${entry.id}`, device);
  await isLive(page);
  expect((await feedOn(page))[0]).toBe(entry.id);
  await eventually(() => focusedId(page)).toBe(entry.id);
  const top = await entryOn(page, entry).evaluate((article) => article.getBoundingClientRect().top);
  expect(top).toBeGreaterThanOrEqual(0);
  expect(top).toBeLessThan(250);
  expect(await overflowOn(page)).toEqual(NO_OVERFLOW);

  const newer = page.getByRole('link', { name: '20 newer updates' });
  expect(await newer.getAttribute('href')).toBe('/storm');
  await publish(anEntry(101));
  await page.getByRole('link', { name: '21 newer updates' }).waitFor();

  await desk.edit('storm', entry, { html: '<p>Edited while it was open.</p>' });
  await entryOn(page, entry).getByText('Edited while it was open.').waitFor();
});

test('[R7] an entry that is removed while somebody reads it leaves a note in its place, and nothing moves', async () => {
  const { address, desk, entries } = await liveBlog(12);
  const entry = entries[4]!;
  const page = await open(`${address}/${entry.id}`);
  await isLive(page);
  await eventually(() => focusedId(page)).toBe(entry.id);
  const below = entryOn(page, entries[5]!);
  const before = await below.boundingBox();
  await desk.remove('storm', entry.id);
  await page.getByRole('article', { name: /^This entry was removed at \d\d:\d\d\.$/ }).waitFor();
  expect(await entryOn(page, entry).count()).toBe(0);
  expect(await page.locator('body').innerText()).not.toContain(entry.headline);
  expect(Math.abs((await below.boundingBox())!.y - before!.y)).toBeLessThanOrEqual(1);
  expect(await focusedId(page)).toBe(`removed-${entry.id}`);

  await page.mouse.wheel(0, 3_000);
  await eventually(() => page.locator('.removed').count()).toBe(0);
});

test('[R7] so it is with the pinned entry, also an old one, and its removal is announced', async () => {
  const { address, desk, entries } = await liveBlog(45);
  const pinned = await desk.edit('storm', entries[44]!, { pinned: true });
  const page = await open(address);
  await isLive(page);
  const box = page.getByRole('region', { name: 'Pinned' });
  await entryOn(page, pinned).focus();
  const below = entryOn(page, entries[0]!);
  const before = await below.boundingBox();
  await desk.remove('storm', pinned.id);
  await box.getByRole('article', { name: /^This entry was removed at \d\d:\d\d\.$/ }).waitFor();
  expect(await entryOn(page, pinned).count()).toBe(0);
  expect(Math.abs((await below.boundingBox())!.y - before!.y)).toBeLessThanOrEqual(1);
  expect(await focusedId(page)).toBe(`removed-${pinned.id}`);
  await eventually(() => page.locator('p.heard[role=status]').textContent()).toMatch(
    /^This entry was removed/,
  );

  await page.mouse.move(640, 400); // a wheel turns what is under the pointer
  await page.mouse.wheel(0, 3_000);
  await eventually(() => box.count()).toBe(0);
});

test('a page of older entries that are all removed while it is open does not say that nothing has begun', async () => {
  const { address, desk, entries } = await liveBlog(4);
  // Too low for a note in the place of what was removed.
  const page = await open(`${address}/${entries[2]!.id}`, { viewport: { width: 1280, height: 100 } });
  await isLive(page);
  await page.evaluate(() => window.scrollTo({ top: 0, behavior: 'instant' }));
  for (const { id } of entries.slice(2)) await desk.remove('storm', id);
  await eventually(() => page.getByRole('article').count()).toBe(0);
  expect(await page.getByText(/The first update|hasn’t started/).count()).toBe(0);
  await page.getByText('Live', { exact: true }).waitFor();
  await page.getByRole('link', { name: '2 newer updates' }).waitFor();
});

test('time and key events lead to entries, wherever they are', async () => {
  const { address, desk, entries } = await liveBlog(45);
  const [near, far] = [entries[2]!, entries[40]!];
  for (const entry of [near, far]) await desk.edit('storm', entry, { keyEvent: true, minor: true });
  const page = await open(address);
  await isLive(page);
  const list = page.getByRole('complementary');
  const hrefs = await list
    .getByRole('link')
    .evaluateAll((links) => links.map((link) => link.getAttribute('href')));
  expect(hrefs).toEqual([`#${near.id}`, `/storm/${far.id}`]);
  await entryOn(page, near).locator('.rail a').click();
  await page.waitForURL(`${address}/${near.id}`);
  await page.getByRole('complementary').getByRole('link', { name: far.headline! }).click();
  await page.waitForURL(`${address}/${far.id}`);
  await entryOn(page, far).waitFor();
});

test('Share copies the address where the system has no sheet, and says so', async () => {
  const { url, address, entries } = await liveBlog(2);
  const page = await open(address, { permissions: ['clipboard-read', 'clipboard-write'] });
  await isLive(page);
  await page.evaluate(() => Object.defineProperty(navigator, 'share', { value: undefined }));
  await entryOn(page, entries[1]!).getByRole('button', { name: 'Share' }).click();
  await entryOn(page, entries[1]!).getByRole('button', { name: 'Link copied' }).waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`${url}/storm/${entries[1]!.id}`);
  await entryOn(page, entries[1]!).getByRole('button', { name: 'Share' }).waitFor();
});

test('Share opens the system’s sheet where there is one, and who closes it stays where they are', async () => {
  const { url, address, entries } = await liveBlog(1);
  const page = await open(address);
  await isLive(page);
  await page.evaluate(() => {
    const shared: unknown[] = [];
    Object.assign(window, { shared });
    const share = (what: unknown) => {
      shared.push(what);
      return Promise.reject(new DOMException('', 'AbortError'));
    };
    Object.defineProperty(navigator, 'share', { value: share });
  });
  await entryOn(page, entries[0]!).getByRole('button', { name: 'Share' }).click();
  await eventually(() => page.evaluate(() => (window as unknown as { shared: unknown[] }).shared)).toEqual([
    { title: entries[0]!.headline, url: `${url}/storm/${entries[0]!.id}` },
  ]);
  expect(page.url()).toBe(address);
});
