/** The page is for everyone: whatever they see, hear, prefer or read. */
import { expect, test } from 'vitest';
import { faultsOn } from '../axe.ts';
import { NO_OVERFLOW, entryOn, eventually, isLive, noteOn, overflowOn, pillOn, scrollTo } from '../sight.ts';
import { shiftsOn, watchOpening, watchShifts } from '../shifts.ts';
import { anEntry, BROKEN_NETWORK, liveBlog, longText, startBrowser } from '../support.ts';

const open = startBrowser();

test.each([1280, 360])('axe finds nothing wrong with any page, %i px wide, light and dark', async (width) => {
  const { url, address, publish, desk, entries } = await fullBlog();
  const visit = { viewport: { width, height: 800 }, reducedMotion: 'reduce' } as const;
  const page = await open(address, {
    ...visit,
    forgive: new RegExp(`status of 404|${BROKEN_NETWORK.source}`),
  });
  await isLive(page);
  expect(await faultsOn(page), 'the newest page').toEqual([]);

  await scrollTo(page, entries[8]!);
  await publish(anEntry(101));
  await pillOn(page).waitFor();
  await page.context().setOffline(true);
  await noteOn(page).getByText('You’re offline.').waitFor();
  expect(await faultsOn(page), 'scrolled, with new updates, offline').toEqual([]);
  await page.context().setOffline(false);

  const older = await page.getByRole('link', { name: 'Show more' }).getAttribute('href');
  for (const place of [url + older!, url, `${url}/nothing`]) {
    await page.goto(place);
    expect(await faultsOn(page), place).toEqual([]);
  }
  await desk.createBlog({ slug: 'empty', title: 'Nothing yet' });
  await page.goto(`${url}/empty`);
  expect(await faultsOn(page), 'a blog without entries').toEqual([]);
});

test.each([360, 1280])(
  'nothing shifts, %i px wide, while the page loads and while a reader reads',
  async (width) => {
    const { address, publish, entries } = await fullBlog();
    const page = await open(address, { viewport: { width, height: 800 }, prepare: watchShifts });
    await isLive(page);
    await page.evaluate(() => document.fonts.ready);
    expect(await shiftsOn(page), 'while it loads').toEqual([]);

    await scrollTo(page, entries[10]!);
    await shiftsOn(page);
    for (let n = 1; n <= 20; n += 1) await publish(anEntry(100 + n));
    await eventually(() => pillOn(page).textContent()).toBe('20 new updates');
    expect(await shiftsOn(page), 'while new entries wait').toEqual([]);
  },
);

test('new entries at the top push the others away from where they were, and without motion for those who want none', async () => {
  const { address, publish } = await liveBlog(8);
  for (const reducedMotion of ['no-preference', 'reduce'] as const) {
    const page = await open(address, { reducedMotion });
    await isLive(page);
    const opening = await page.evaluateHandle(watchOpening);
    await entryOn(page, await publish(anEntry(101))).waitFor();
    const { animations, strayed } = await opening.evaluate((first) => first);
    if (reducedMotion === 'reduce') expect(animations).toBe(0);
    else expect(animations).toBeGreaterThan(0);
    if (reducedMotion === 'reduce') expect(strayed).toBeGreaterThan(100);
    else expect(strayed).toBeLessThanOrEqual(1);
  }
});

test.each([320, 1280])('an Arabic blog reads from right to left, %i px wide', async (width) => {
  const blog = { title: 'العاصفة تقترب من الساحل', language: 'ar', timezone: 'Asia/Beirut' };
  const { address, publish } = await liveBlog(0, { ...blog, standfirst: '<p>آخر الأخبار</p>' });
  const authors = [{ name: 'ليلى حداد', bio: 'مراسلة', contact: 'mailto:desk@example.org' }];
  const html = '<p>أغلقت الموانئ.</p><ul><li>واحد</li></ul><blockquote><p>قول</p></blockquote>';
  const entry = await publish({ headline: 'إغلاق الموانئ', html, authors, keyEvent: true, breaking: true });
  const page = await open(address, { viewport: { width, height: 800 } });
  await isLive(page);
  expect(await page.locator('html').getAttribute('dir')).toBe('rtl');
  expect(await page.locator('html').getAttribute('lang')).toBe('ar');
  expect(await overflowOn(page)).toEqual(NO_OVERFLOW);
  const article = entryOn(page, entry);
  const [face, name] = await Promise.all(
    ['.face', '.name'].map((part) => article.locator(part).boundingBox()),
  );
  expect(face!.x).toBeGreaterThan(name!.x);
  const next = await publish({ headline: 'الميناء', html });
  await entryOn(page, next).waitFor();
  expect(await overflowOn(page)).toEqual(NO_OVERFLOW);
});

test('a blog in Ukrainian has its own dates, in its own time, before and after hydration', async () => {
  const { address, publish } = await liveBlog(0, { title: 'Шторм', language: 'uk', timezone: 'Europe/Kyiv' });
  const entry = await publish({ headline: 'Вночі', publishedAt: '2026-01-14T23:30:00Z' });
  for (const javaScriptEnabled of [false, true]) {
    const page = await open(address, { javaScriptEnabled, timezoneId: 'America/New_York', locale: 'en-US' });
    if (javaScriptEnabled) await isLive(page);
    expect(await page.locator('html').getAttribute('lang')).toBe('uk');
    expect(await page.getByRole('heading', { level: 2 }).textContent()).toMatch(/^четвер,? 15 січня 2026/);
    expect(await entryOn(page, entry).locator('time').first().textContent()).toBe('01:30');
    await page.getByText('час: Україна').waitFor();
  }
});

/** One of everything that an entry can have, and an older page. */
async function fullBlog() {
  const blog = await liveBlog(45, { standfirst: '<p>What we <a href="https://example.org/">know</a>.</p>' });
  const authors = [
    { name: 'Olena Koval', bio: 'Reports from the coast.', contact: 'mailto:desk@example.org' },
  ];
  const html =
    '<p>A <strong>list</strong>:</p><ul><li>one</li></ul><blockquote><p>Said.</p></blockquote><h3>So</h3>';
  await blog.publish({ headline: 'Everything', html, authors, breaking: true, keyEvent: true });
  await blog.publish({ headline: 'Pinned', html, pinned: true });
  await blog.publish({ html: '<p>Only text.</p>', authors });
  const long = await blog.publish({ headline: 'Long', html: longText(), keyEvent: true });
  await blog.desk.edit('storm', long, { correction: 'It was longer.' });
  return blog;
}
