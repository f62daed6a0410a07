/** However the page is shown: narrow, zoomed, in forced colours, on paper. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { NO_OVERFLOW, entryOn, eventually, isLive, overflowOn } from '../sight.ts';
import { shiftsOn, watchShifts } from '../shifts.ts';
import { startBrowser, liveBlog, type LiveBlog } from '../support.ts';

const open = startBrowser();

const NARROW = { viewport: { width: 320, height: 640 } };
/** A window of 640 px at 200 % has 320 for the page. */
const ZOOMED = { viewport: { width: 320, height: 256 }, deviceScaleFactor: 2 };
const WIDE = { viewport: { width: 1280, height: 800 } };

test.each([
  ['en', 'at 320 px', NARROW],
  ['uk', 'at 320 px', NARROW],
  ['ar', 'at 320 px', NARROW],
  ['uk', 'zoomed to 200 %', ZOOMED],
  ['en', 'at 1280 px', WIDE],
  ['uk', 'at 1280 px', WIDE],
  ['ar', 'at 1280 px', WIDE],
] as const)(
  'in %s, %s, all of it fits, and nothing shifts when its script comes, and its fonts after that',
  async (language, _, device) => {
    const { address } = await fullBlog(language);
    const page = await open(address, { ...device, prepare: holdFonts });
    await eventually(() => page.evaluate(fontsThatCame)).toBe(language === 'uk' ? 4 : 2);
    expect(await overflowOn(page)).toEqual(NO_OVERFLOW);
    expect(await shiftsOn(page)).toEqual([]);
  },
);

test('fonts that have come once are there for every letter of the next page', async () => {
  const { address } = await fullBlog('uk');
  const page = await open(address);
  await isLive(page);
  await page.reload();
  await isLive(page);
  for (const part of ['h1', '.prose']) expect(await foreignLetters(page, part), part).toBe(0);
});

/** How many letters the first such element has that are not in our own fonts. */
async function foreignLetters(page: Page, selector: string): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('DOM.enable');
  await session.send('CSS.enable');
  const { root } = await session.send('DOM.getDocument');
  const { nodeId } = await session.send('DOM.querySelector', { nodeId: root.nodeId, selector });
  const { fonts } = await session.send('CSS.getPlatformFontsForNode', { nodeId });
  expect(fonts).not.toEqual([]);
  return fonts.reduce((sum, font) => sum + (font.isCustomFont ? 0 : font.glyphCount), 0);
}

/** No font comes before the page is alive. */
async function holdFonts(page: Page): Promise<void> {
  await watchShifts(page);
  const alive = isLive(page).catch(() => {});
  await page.route('**/*.woff2', async (route) => {
    await alive;
    await route.continue();
  });
}

/** Runs in the page. */
const fontsThatCame = (): number =>
  performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('.woff2')).length;

test('where colours are forced, what only a colour set apart has a border', async () => {
  const { address, last } = await fullBlog();
  const page = await open(`${address}/${last.id}`, { forcedColors: 'active' });
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

const TEXTS = {
  en: {
    title: 'Storm',
    headline: 'Ferries stay in port',
    text: 'The wind turns to the north, and the ferries stay in port until the morning, says the harbour master.',
    name: 'Olena Koval',
  },
  uk: {
    title: 'Шторм',
    headline: 'Пороми лишаються в порту',
    text: 'Вітер повертає на північ, і пороми лишаться в порту до ранку, каже начальник порту.',
    name: 'Олена Коваль',
  },
  ar: {
    title: 'العاصفة',
    headline: 'العبارات تبقى في الميناء',
    text: 'تتحول الرياح إلى الشمال وتبقى العبارات في الميناء حتى الصباح كما يقول مدير الميناء.',
    name: 'ليلى حداد',
  },
};

async function fullBlog(
  language: keyof typeof TEXTS = 'en',
): Promise<LiveBlog & { long: { id: string }; last: { id: string } }> {
  const { title, headline, text, name } = TEXTS[language];
  const standfirst = `<p>${text}</p>`;
  const blog = await liveBlog(0, { title, standfirst, language, timezone: 'Europe/Kyiv' });
  await blog.desk.changeBlog('storm', { showChanges: true });
  const authors = [{ name, bio: text }];
  const link = `<p>${text} <a href="https://example.org/">${headline}</a> ${text}</p>`;
  for (let n = 1; n <= 3; n += 1) await blog.publish({ headline, html: link.repeat(n), authors });
  const html = `${link.repeat(6)}<p>The end.</p>`;
  const long = await blog.publish({ headline, html, authors, keyEvent: true, breaking: true });
  await blog.desk.edit('storm', long, { correction: text });
  await blog.publish({ headline, html: link, pinned: true });
  const last = await blog.publish({ headline, breaking: true, keyEvent: true });
  return { ...blog, long, last };
}
