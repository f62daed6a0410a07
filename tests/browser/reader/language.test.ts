/** The page speaks the language of its blog; where it can't, it says in which one it speaks. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { faultsOn } from '../axe.ts';
import { NO_OVERFLOW, entryOn, eventually, isLive, noteOn, overflowOn, pillOn, scrollTo } from '../sight.ts';
import { startBrowser, liveBlog, longText, PHONE } from '../support.ts';

const open = startBrowser();

test('a Ukrainian blog has no English word of ours on it, whatever happens', async () => {
  const blog = { title: 'Шторм', language: 'uk', timezone: 'Europe/Kyiv' };
  const { address, desk, publish } = await liveBlog(0, blog);
  const contact = 'mailto:desk@example.org';
  const authors = [{ name: 'Олена Коваль', bio: 'Кореспондентка.', contact }];
  const html = longText('вітер');
  const entries = [];
  for (let n = 1; n <= 45; n += 1) entries.unshift(await publish({ headline: `Порт ${n}` }));
  const full = await publish({ headline: 'Порти', html, authors, keyEvent: true, breaking: true });
  await desk.edit('storm', full, { correction: 'Порт один.' });
  await desk.edit('storm', entries[2]!, { pinned: true });
  const page = await open(address, PHONE);
  await isLive(page);
  await noEnglish(page, 'the newest page');

  await scrollTo(page, entries[9]!);
  const counts = [
    '1 нове оновлення',
    '2 нові оновлення',
    '3 нові оновлення',
    '4 нові оновлення',
    '5 нових оновлень',
  ];
  for (const count of counts) {
    await publish({ headline: 'Ще' });
    await eventually(() => pillOn(page).textContent()).toMatch(count);
  }
  await page.getByRole('button', { name: 'Призупинити' }).click();
  await noteOn(page).getByText('Оновлення призупинено.').waitFor();
  await scrollTo(page, entries[9]!);
  await desk.remove('storm', entries[9]!.id);
  await page.locator('.removed').waitFor();
  await noEnglish(page, 'paused, with something removed');
  await page.getByRole('combobox').first().selectOption('Спершу старі');
  await page.getByRole('link', { name: 'Показати попередні оновлення' }).waitFor();
  expect(await overflowOn(page)).toEqual(NO_OVERFLOW);
  await page.getByRole('button', { name: 'Відновити' }).click();
  await desk.changeBlog('storm', { status: 'ended' });
  await page.getByRole('main').getByText('Трансляцію завершено.').waitFor();
  await noEnglish(page, 'ended, oldest first');

  await page.goto(`${address}/${entries[20]!.id}`);
  await page.getByRole('link', { name: '25 новіших оновлень' }).waitFor();
  await noEnglish(page, 'opened at an entry');
});

test('only the words of the page’s own language are loaded', async () => {
  const { address } = await liveBlog(1, { language: 'uk' });
  const loaded: string[] = [];
  const page = await open(address, {
    prepare: async (page) =>
      void page.on('request', (request) => loaded.push(new URL(request.url()).pathname)),
  });
  await isLive(page);
  expect(loaded.filter((path) => /\/uk-[\w-]+\.js$/.test(path))).toHaveLength(1);
  expect(loaded.filter((path) => /\/en-[\w-]+\.js$/.test(path))).toEqual([]);
});

test.each([false, true])(
  'a blog in Urdu, which we don’t speak, has English words that say so, and its own dates, with script: %s',
  async (javaScriptEnabled) => {
    const blog = { title: 'طوفان', language: 'ur', timezone: 'Asia/Karachi' };
    const { address, publish } = await liveBlog(0, blog);
    await publish({ headline: 'بندرگاہیں بند', breaking: true, publishedAt: '2026-01-14T23:30:00Z' });
    const page = await open(address, { javaScriptEnabled });
    if (javaScriptEnabled) await isLive(page);
    for (const word of ['Live', 'Breaking', 'Updated']) {
      const shown = page.locator('main').getByText(word).first();
      expect(await shown.evaluate((element) => element.closest('[lang]')!.getAttribute('lang')), word).toBe(
        'en',
      );
      expect(await shown.evaluate((element) => getComputedStyle(element).direction), word).toBe('ltr');
    }
    expect(await page.getByRole('heading', { level: 2 }).textContent()).toMatch(/جنوری/);
  },
);

test('when the desk changes the blog’s language, a page that is open speaks it from then on', async () => {
  const blog = { title: 'Шторм', timezone: 'Europe/Kyiv' };
  const { address, desk, publish, entries } = await liveBlog(0, blog);
  for (let n = 1; n <= 21; n += 1) entries.unshift(await publish({ headline: `Порт ${n}` }));
  const authors = [{ name: 'Олена Коваль', contact: 'mailto:desk@example.org' }];
  const html = longText('вітер');
  const full = await publish({ headline: 'Порти', html, authors, keyEvent: true, breaking: true });
  await desk.edit('storm', full, { correction: 'Порт один.', pinned: true });
  const page = await open(address);
  await isLive(page);
  await page.locator('[popovertarget=alerts]').waitFor();
  await scrollTo(page, entries[9]!);
  await publish({ headline: 'Ще' });
  await eventually(() => pillOn(page).textContent()).toMatch('1 new update');

  await desk.changeBlog('storm', { language: 'uk' });
  await eventually(() => pillOn(page).textContent()).toMatch('1 нове оновлення');
  await noEnglish(page, 'once it is Ukrainian');
  expect(await languageOf(page)).toEqual(['uk', 'ltr']);
  await entryOn(page, full).getByText('Терміново').waitFor();
  expect(await page.getByRole('heading', { level: 2 }).last().textContent()).toMatch(/^[^a-z]+$/i);

  await desk.changeBlog('storm', { language: 'ur' });
  await eventually(() => languageOf(page)).toEqual(['ur', 'rtl']);
  const label = entryOn(page, full).getByText('Breaking');
  expect(await label.evaluate((element) => element.closest('[lang]')!.getAttribute('lang'))).toBe('en');
  expect(await overflowOn(page)).toEqual(NO_OVERFLOW);
});

test('words that can’t be loaded are loaded when next something changes; till then the old ones say what they are', async () => {
  const { address, desk } = await liveBlog(1, { language: 'uk' });
  let isCut = true;
  const page = await open(address, {
    forgive: /ERR_FAILED/,
    prepare: (page) =>
      page.route(/\/en-[\w-]+\.js$/, (route) => (isCut ? route.abort('failed') : route.continue())),
  });
  await isLive(page);
  const saying = (word: string) => page.locator('main').getByText(word, { exact: true });
  const markOf = (word: string) =>
    saying(word).evaluate((element) => [
      element.closest('[lang]')!.getAttribute('lang'),
      getComputedStyle(element).direction,
    ]);
  expect(await markOf('Наживо')).toEqual(['uk', 'ltr']);
  const failed = page.waitForEvent('requestfailed');
  await desk.changeBlog('storm', { language: 'ur' });
  await failed;
  expect(await languageOf(page)).toEqual(['ur', 'rtl']);
  expect(await markOf('Наживо')).toEqual(['uk', 'ltr']);
  isCut = false;
  await desk.changeBlog('storm', { title: 'طوفان' });
  await saying('Live').waitFor();
  expect(await markOf('Live')).toEqual(['en', 'ltr']);
});

test('another language has nothing said again, and what comes with it is said', async () => {
  const { address, desk, entries } = await liveBlog(3);
  const page = await open(address);
  await isLive(page);
  const told = page.locator('p.heard[role=status]');
  await desk.remove('storm', entries[0]!.id);
  await eventually(() => told.textContent()).toMatch('This entry was removed at');

  await desk.changeBlog('storm', { language: 'uk' });
  await page.getByRole('main').getByText('Наживо', { exact: true }).waitFor();
  expect(await told.textContent()).toBe('');

  await desk.changeBlog('storm', { language: 'en', status: 'ended' });
  await page.getByRole('main').getByText('Live coverage has ended.').waitFor();
  expect(await told.textContent()).toBe('Трансляцію завершено.');
  expect(await told.locator('> span').getAttribute('lang')).toBe('uk');
});

test.each([
  ['uk', 'ltr', 'Трансляції наживо', 'Наживо', 'uk'],
  ['ar', 'rtl', 'تغطية مباشرة', 'مباشر', 'ar'],
  ['ur', 'rtl', 'Live coverage', 'Live', 'en'],
])(
  'the home page of a newsroom that writes %s is laid out %s, with “%s”',
  async (language, direction, heading, live, spoken) => {
    const { url, desk } = await liveBlog(1, {}, { SITE_LANGUAGE: language });
    await desk.createBlog({ slug: 'asifa', title: 'العاصفة', language: 'ar' });
    for (const width of [320, 1280]) {
      const page = await open(url, { viewport: { width, height: 800 } });
      await page.getByRole('heading', { level: 1, name: heading }).waitFor();
      expect(await languageOf(page)).toEqual([language, direction]);
      const state = page.getByText(live, { exact: true }).first();
      expect(await state.evaluate((element) => element.closest('[lang]')!.getAttribute('lang'))).toBe(spoken);
      expect(await startOf(page, 'Storm')).toBe('left');
      expect(await startOf(page, 'العاصفة')).toBe('right');
      expect(await overflowOn(page)).toEqual(NO_OVERFLOW);
      expect(await faultsOn(page)).toEqual([]);
    }
  },
);

/** On which side of its story a title begins. */
const startOf = (page: Page, title: string) =>
  page
    .getByRole('heading', { level: 2, name: title })
    .getByRole('link')
    .evaluate((link) => {
      const [words, story] = [link.getBoundingClientRect(), link.closest('li')!.getBoundingClientRect()];
      return words.left - story.left < story.right - words.right ? 'left' : 'right';
    });

const languageOf = (page: Page) =>
  page.evaluate(() => [document.documentElement.lang, document.documentElement.dir]);

/** Words in Latin letters, also those that only a screen reader says. Names of ours and of the zone are no words. */
async function noEnglish(page: Page, where: string): Promise<void> {
  const words = await page.evaluate(() => {
    const labels = [...document.querySelectorAll('body [aria-label]')].map((each) =>
      each.getAttribute('aria-label'),
    );
    const app = document.querySelector('#app')!.cloneNode(true) as HTMLElement;
    const text = [app.textContent, ...labels].join(' ');
    return text.match(/[a-z]{3,}/gi) ?? [];
  });
  expect(
    words.filter((word) => word !== 'Dateline'),
    where,
  ).toEqual([]);
}

test('the page says in its language that an entry was just published', async () => {
  const { address, publish } = await liveBlog(1, { language: 'uk' });
  const page = await open(address);
  await isLive(page);
  await entryOn(page, await publish({ headline: 'Новина' })).waitFor();
  await eventually(() => page.locator('p.heard[role=status]').textContent()).toBe('Нове оновлення: Новина');
});
