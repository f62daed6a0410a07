/** However the page is shown: narrow, zoomed, in forced colours, on paper. */
import { expect, test } from 'vitest';
import { NO_OVERFLOW, entryOn, isLive, overflowOn } from './sight.ts';
import { shiftsOn, watchShifts } from './shifts.ts';
import { startBrowser, liveBlog, longText, anEntry, type LiveBlog } from './support.ts';

const open = startBrowser();

/** A window of 640 px at 200 % has 320 for the page. */
const ZOOMED = { viewport: { width: 320, height: 256 }, deviceScaleFactor: 2 };

test.each([
  ['en', 'at 320 px', { viewport: { width: 320, height: 640 } }],
  ['uk', 'at 320 px', { viewport: { width: 320, height: 640 } }],
  ['ar', 'at 320 px', { viewport: { width: 320, height: 640 } }],
  ['uk', 'zoomed to 200 %', ZOOMED],
])('in %s, %s, all of it fits, and nothing shifts when its script comes', async (language, _, device) => {
  const { address } = await fullBlog({ language });
  const page = await open(address, { ...device, prepare: watchShifts });
  await isLive(page);
  // Again, with the fonts at hand: a font that comes late moves a line of Cyrillic by some pixels, script or none.
  await page.reload();
  await isLive(page);
  await page.evaluate(() => document.fonts.ready);
  expect(await overflowOn(page)).toEqual(NO_OVERFLOW);
  expect(await shiftsOn(page)).toEqual([]);
});

test('where colours are forced, what only a colour set apart has a border', async () => {
  const { address, entries } = await fullBlog();
  const page = await open(`${address}/${entries[0]!.id}`, { forcedColors: 'active' });
  await isLive(page);
  for (const part of ['.breaking', '.key-event']) {
    const border = await page
      .locator(part)
      .first()
      .evaluate((element) => {
        const { borderTopColor, borderTopWidth } = getComputedStyle(element);
        return [borderTopColor, borderTopWidth, getComputedStyle(document.body).color];
      });
    expect(border[0], part).toBe(border[2]);
    expect(border[1], part).toBe('1px');
  }
});

test('on paper there is all of the text, and nothing to press', async () => {
  const { address, long } = await fullBlog();
  const page = await open(address);
  await isLive(page);
  await page.emulateMedia({ media: 'print' });
  expect(await entryOn(page, long).getByText('The end.').isVisible()).toBe(true);
  expect(await page.getByText('What happened so far').isVisible()).toBe(true);
  for (const control of await page.locator('button, select, .pill').all()) {
    expect(await control.isVisible(), await control.innerText()).toBe(false);
  }
});

async function fullBlog(facts: object = {}): Promise<LiveBlog & { long: { id: string } }> {
  const blog = await liveBlog(3, { title: 'Storm', timezone: 'Europe/Kyiv', ...facts });
  await blog.desk.changeBlog('storm', { showChanges: true });
  const authors = [{ name: 'Olena Koval', bio: 'Reports from the coast.' }];
  const html = `${longText()}<p>The end.</p>`;
  const long = await blog.publish({ headline: 'Long', html, authors, keyEvent: true, breaking: true });
  await blog.desk.edit('storm', long, { correction: 'It was longer.' });
  await blog.publish({ ...anEntry(9), pinned: true });
  const entries = [await blog.publish({ headline: 'Both', breaking: true, keyEvent: true })];
  return { ...blog, entries, long };
}
