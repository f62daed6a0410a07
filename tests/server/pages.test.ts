/** What belongs to no blog speaks the newsroom's language; and every page asks at once for the fonts of its letters. */
import { parseDocument } from 'htmlparser2';
import { expect, onTestFinished, test, vi } from 'vitest';
import { clock } from '../../client/times/format.ts';
import { readConfig } from '../../server/config.ts';
import { all, attribute, headOf, one, text } from '../support/markup.ts';
import { freePort } from '../support/process.ts';
import { newFolder, startService } from '../support/service.ts';

async function newsroom(SITE_LANGUAGE = 'en', SITE_NAME = 'Dateline') {
  const service = await startService({ SITE_LANGUAGE, SITE_NAME });
  const desk = await service.desk();
  await desk.createBlog({ slug: 'storm', title: 'Storm', standfirst: '<p>What we know.</p>' });
  return { ...service, desk, get: (path: string) => get(service.url + path) };
}

async function get(url: string) {
  const response = await fetch(url);
  const html = await response.text();
  const page = parseDocument(html);
  const [root] = all(page, 'html');
  return {
    status: response.status,
    language: attribute(root, 'lang'),
    direction: attribute(root, 'dir'),
    title: one(page, 'h1'),
    said: all(page, 'main').map(text).join().replace(/\s+/g, ' '),
    html,
    page,
  };
}

test('the home page is in the newsroom’s language, and each blog’s title in its own', async () => {
  const { desk, get } = await newsroom('uk');
  await desk.createBlog({ slug: 'asifa', title: 'العاصفة', language: 'ar', status: 'ended' });
  const { language, direction, title, said, html, page } = await get('/');
  expect({ language, direction, title }).toEqual({
    language: 'uk',
    direction: 'ltr',
    title: 'Трансляції наживо',
  });
  expect(headOf(html).description).toBe('Трансляції наживо від Dateline.');
  const ofBlogs = all(page, 'h2').filter((each) => attribute(each, 'lang'));
  const titles = ofBlogs.map((each) => [text(each), attribute(each, 'lang'), attribute(each, 'dir')]);
  expect(titles.sort()).toEqual([
    ['Storm', 'en', 'ltr'],
    ['العاصفة', 'ar', 'rtl'],
  ]);
  const times = all(page, 'time').map((time) => attribute(time, 'datetime')!);
  for (const [state, time] of [
    ['Наживо', times[0]!],
    ['Трансляцію завершено.', times[1]!],
  ] as const) {
    expect([said.includes(state), said.includes(`Оновлено ${clock(time, KYIV)}`)]).toEqual([true, true]);
  }
});

const KYIV = { language: 'uk', timezone: 'UTC' };

test('times on the home page are written as its language does', async () => {
  const { get } = await newsroom('ar-EG');
  expect((await get('/')).said).toMatch(/آخر تحديث [٠-٩]{2}:[٠-٩]{2}/);
});

test('the home page says the day, and the year, of what is of another one where the blog is at home', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-03-05T23:30:00Z') });
  onTestFinished(() => void vi.useRealTimers());
  const { desk, get } = await newsroom('uk');
  await desk.createBlog({ slug: 'dnipro', title: 'Дніпро', timezone: 'Europe/Kyiv' });
  const times = async () =>
    all((await get('/')).page, 'time')
      .map((time) => text(time))
      .sort();
  for (const [now, ofKyiv, ofGreenwich] of [
    ['2026-03-06T01:00:00Z', '01:30', '5 бер. 23:30'],
    ['2026-03-09T01:00:00Z', '6 бер. 01:30', '5 бер. 23:30'],
    ['2027-03-05T23:00:00Z', '6 бер. 2026 р. 01:30', '5 бер. 2026 р. 23:30'],
  ] as const) {
    vi.setSystemTime(now);
    expect(await times()).toEqual([ofKyiv, ofGreenwich].sort());
  }
});

test('without a blog there is a word for that', async () => {
  const { url } = await startService({ SITE_LANGUAGE: 'uk' });
  expect((await get(url)).said).toContain('Зараз трансляцій немає.');
});

test('an error is in the newsroom’s language, or in that of the blog at whose address it is', async () => {
  const { desk, get } = await newsroom('uk');
  const { id } = await desk.publish('storm', { headline: 'Wrong' });
  await desk.remove('storm', id);
  await desk.changeBlog('storm', { embedding: 'off' });
  for (const [path, status, language, title, detail] of [
    ['/nothing', 404, 'uk', 'Не знайдено', 'За цією адресою нічого немає.'],
    ['/%', 400, 'uk', 'Не вдалося', 'З цією адресою щось не так.'],
    ['/storm/nothing', 404, 'en', 'Not found', 'There is nothing at this address.'],
    [`/storm/${id}`, 410, 'en', 'Removed', 'What was here has been removed.'],
    ['/embed/storm', 403, 'en', 'Not allowed', 'This live blog is not shown on other sites.'],
  ] as const) {
    const answer = await get(path);
    expect({ path, ...answer }).toMatchObject({ path, status, language, title });
    expect(answer.said).toContain(detail);
    expect(headOf(answer.html)).toMatchObject({ title: `${title} – Dateline`, robots: 'noindex' });
  }
});

test('a page of older entries that have all been removed is none, and leads to the newest', async () => {
  const { desk, get } = await newsroom('uk');
  const first = await desk.publish('storm', { headline: 'First' });
  const second = await desk.publish('storm', { headline: 'Second' });
  const older = `/storm?before=${Date.parse(second.publishedAt!)}-${second.id}`;
  expect(await get(older)).toMatchObject({ status: 200, title: 'Storm' });

  await desk.remove('storm', first.id);
  const { status, language, said, page } = await get(older);
  expect({ status, language }).toEqual({ status: 404, language: 'en' });
  expect(said).not.toMatch(/hasn’t started|first update/);
  const links = all(all(page, 'main')[0]!, 'a').map((link) => [attribute(link, 'href'), text(link)]);
  expect(links).toEqual([
    ['/storm', 'Newest updates'],
    ['/', 'All live coverage'],
  ]);
});

test('whoever holds a page gets it anew once the newsroom’s settings are others', async () => {
  const settings = { DATA_DIR: await newFolder(), PORT: await freePort() };
  const first = await startService(settings);
  const desk = await first.desk();
  await desk.createBlog({ slug: 'storm', title: 'Storm' });
  await desk.publish('storm', { headline: 'First' });
  const { id, publishedAt } = await desk.publish('storm', { headline: 'Second' });
  const older = `/storm?before=${Date.parse(publishedAt!)}-${id}`;
  const ofBlog = ['/storm', older, `/storm/${id}`];
  const tags = new Map<string, string>();
  for (const path of ['/', ...ofBlog]) tags.set(path, (await fetch(first.url + path)).headers.get('etag')!);
  await first.close();

  for (const [changed, paths, status] of [
    [{}, ['/', ...ofBlog], 304],
    [{ SITE_NAME: 'The Herald' }, ['/', ...ofBlog], 200],
    [{ SITE_LANGUAGE: 'uk' }, ['/'], 200],
    [{ SITE_IMAGE: '/desk.jpg' }, ofBlog, 200],
    [{ SITE_LOGO: 'https://example.org/logo.png' }, ofBlog, 200],
    [{ PUBLIC_URL: `http://127.0.0.1:${settings.PORT}` }, ['/', ...ofBlog], 200],
  ] as const) {
    const { url, close } = await startService({ ...settings, ...changed });
    for (const path of paths) {
      const { status: got } = await fetch(url + path, { headers: { 'If-None-Match': tags.get(path)! } });
      expect({ ...changed, path, got }).toEqual({ ...changed, path, got: status });
    }
    await close();
  }
});

test('a language that we don’t speak has English words that say so, in its own direction', async () => {
  const { get } = await newsroom('ur');
  for (const [path, words] of [
    ['/', 'Live coverage'],
    ['/nothing', 'Not found'],
  ] as const) {
    const { language, direction, page } = await get(path);
    expect({ language, direction }).toEqual({ language: 'ur', direction: 'rtl' });
    const [heading] = all(all(page, 'h1')[0]!, 'span');
    expect([text(heading!), attribute(heading, 'lang'), attribute(heading, 'dir')]).toEqual([
      words,
      'en',
      'ltr',
    ]);
  }
});

test.each([
  ['he', 'rtl'],
  ['fa-AF', 'rtl'],
  ['ckb', 'rtl'],
  ['az-Arab', 'rtl'],
  ['az', 'ltr'],
  ['zh-Hant', 'ltr'],
])('%s is written %s', async (language, direction) => {
  const { get } = await newsroom(language);
  expect((await get('/')).direction).toBe(direction);
});

test.each(['ukrainian', 'uk_UA', 'x', '%'])('the language "%s" stops the start with one line', (given) => {
  expect(() => readConfig({ SITE_LANGUAGE: given })).toThrow(
    `SITE_LANGUAGE must be a language tag, such as en, uk or pt-BR, not "${given}"`,
  );
});

test('the name of the site is set as headings are, and so are its letters asked for', async () => {
  const { get } = await newsroom('en', 'Вісник');
  for (const path of ['/', '/storm', '/nothing'])
    expect(fontsOf(await get(path)), path).toEqual([...LATIN, 'serif cyrillic']);
});

test('a page asks first for the fonts of the letters that are on it, and for no others', async () => {
  const { desk, get } = await newsroom();
  const fontsAt = async (path: string) => fontsOf(await get(path));
  expect(await fontsAt('/storm')).toEqual(LATIN);

  await desk.createBlog({ slug: 'shtorm', title: 'Шторм', language: 'uk' });
  expect(await fontsAt('/shtorm')).toEqual([...LATIN, 'sans cyrillic', 'serif cyrillic']);
  expect(await fontsAt('/')).toEqual([...LATIN, 'serif cyrillic']);
  await desk.publish('storm', { headline: 'Œuvre', html: '<p>Łódź, Київ.</p>' });
  await expect.poll(() => fontsAt('/storm')).toEqual([...LATIN, 'sans latin-ext', 'sans cyrillic']);
  await desk.publish('storm', { headline: 'Łódź' });
  await expect
    .poll(() => fontsAt('/storm'))
    .toEqual([...LATIN, 'sans latin-ext', 'serif latin-ext', 'sans cyrillic']);

  await desk.createBlog({ slug: 'power', title: 'Power' });
  await desk.publish('power', { html: '<h4>Київ</h4><p>Back.</p>' });
  await expect.poll(() => fontsAt('/power')).toEqual([...LATIN, 'serif cyrillic']);
});

const LATIN = ['sans latin', 'serif latin'];

const fontsOf = ({ page }: { page: ReturnType<typeof parseDocument> }) =>
  all(page, 'link')
    .filter((link) => attribute(link, 'rel') === 'preload')
    .map((link) => /source-(sans|serif)-\d-([a-z-]+)-wght/.exec(attribute(link, 'href')!)!)
    .map(([, face, letters]) => `${face} ${letters}`);
