/** Feeds, sitemap and robots.txt say what the page says. */
import { expect, test } from 'vitest';
import type { DeskEntry } from '../../shared/commands.ts';
import { type Item, type JsonFeed, readAtom, readJson, readRss } from '../support/feeds.ts';
import { all, attribute, dataIn, headOf, one, parseXml, text } from '../support/markup.ts';
import { startService } from '../support/service.ts';

async function newsroom(blog: object = {}) {
  const service = await startService();
  const desk = await service.desk();
  await desk.createBlog({ slug: 'storm', title: 'Storm', standfirst: '<p>What we know.</p>', ...blog });
  const get = (path: string, headers: Record<string, string> = {}) => fetch(service.url + path, { headers });
  const read = async (path: string) => (await get(path)).text();
  const feeds = async () => ({
    rss: readRss(await read('/storm/feed.rss')),
    atom: readAtom(await read('/storm/feed.atom')),
    json: readJson(await read('/storm/feed.json')),
  });
  return {
    ...service,
    desk,
    get,
    read,
    feeds,
    publish: (entry: object) => desk.publish('storm', { ...entry }),
  };
}

/** RSS knows no milliseconds in `pubDate`. */
const inSeconds = (item: Item): Item => ({ ...item, published: `${item.published.slice(0, 19)}.000Z` });

const idsOf = (items: Item[]): string[] => items.map(({ id }) => id.replace(/^urn:dateline:/, ''));

test('the three feeds have the same entries with the same words, times, names and labels, in the blog’s language', async () => {
  const { url, feeds, publish, get, read } = await newsroom({
    language: 'uk',
    title: 'Fish & <chips> &amp;',
  });
  await publish({ html: '<p>No <em>headline</em> here</p>', publishedAt: '2026-11-01T10:00:00.123Z' });
  const authors = [{ name: 'Ann & Co' }, { name: 'Bob', contact: 'https://bob.test/?a=1&b="2"' }];
  const marked = await publish({
    headline: 'A <b> ]]> ]]>',
    html: '<p>1 &lt; 2</p>',
    authors,
    keyEvent: true,
  });
  const breaking = await publish({ headline: 'Breaking thing', breaking: true });

  await expect.poll(async () => (await feeds()).json.length).toBe(3);
  const { rss, atom, json } = await feeds();
  expect(atom).toEqual(json);
  expect(rss).toEqual(json.map(inSeconds));
  expect(json.map(({ title }) => title)).toEqual(['Breaking thing', 'A <b> ]]> ]]>', 'No headline here']);
  expect(json[0]).toMatchObject({ tags: ['Терміново'], authors: [], link: `${url}/storm/${breaking.id}` });
  expect(json[1]).toEqual({
    id: `urn:dateline:${marked.id}`,
    link: `${url}/storm/${marked.id}`,
    title: 'A <b> ]]> ]]>',
    html: '<p>1 &lt; 2</p>',
    published: marked.publishedAt,
    updated: marked.publishedAt,
    authors: ['Ann & Co', 'Bob'],
    tags: ['Ключова подія'],
  });
  expect(json[2]!.published).toBe('2026-11-01T10:00:00.123Z');

  const channel = all(parseXml(await read('/storm/feed.rss')), 'channel')[0]!;
  expect(text(all(channel, 'title')[0]!)).toBe('Fish & <chips> &amp;');
  expect(one(channel, 'language')).toBe('uk');
  const self = all(parseXml(await read('/storm/feed.atom')), 'link').find(
    (link) => attribute(link, 'rel') === 'self',
  );
  expect(attribute(self, 'href')).toBe(`${url}/storm/feed.atom`);
  const feed = JSON.parse(await read('/storm/feed.json')) as JsonFeed;
  expect(feed).toMatchObject({ version: 'https://jsonfeed.org/version/1.1', language: 'uk' });
  const types = ['rss', 'atom', 'json'].map(async (kind) => {
    return (await get(`/storm/feed.${kind}`)).headers.get('content-type')!.split(';')[0];
  });
  expect(await Promise.all(types)).toEqual([
    'application/rss+xml',
    'application/atom+xml',
    'application/feed+json',
  ]);
});

test('an edit keeps the id and gets a newer time, a minor one keeps its time; a correction is told', async () => {
  const { feeds, publish, desk } = await newsroom({ language: 'uk' });
  const first = await publish({ headline: 'First' });
  const second = await publish({ headline: 'Second' });
  const edited = await desk.edit('storm', first, {
    headline: 'First, edited',
    correction: 'It was <not> so',
  });
  await desk.edit('storm', second, { headline: 'Second, polished', minor: true });
  await expect.poll(async () => (await feeds()).json[0]!.title).toBe('Second, polished');
  const now = await feeds();
  for (const items of [now.atom, now.json, now.rss]) {
    expect(idsOf(items)).toEqual([second.id, first.id]);
    expect(items.map(({ updated }) => updated)).toEqual([second.publishedAt, edited.updatedAt]);
    expect(items[1]!.html).toBe('<p><strong>Виправлення:</strong> It was &lt;not&gt; so</p>');
  }
});

test('[R7] a removed entry leaves every feed, and Atom says since when; a removed draft is nobody’s business', async () => {
  const { feeds, publish, desk, read } = await newsroom();
  const removed = await publish({ headline: 'Wrong thing', html: '<p>Wrong text</p>' });
  const kept = await publish({ headline: 'Kept' });
  const draft = await publish({ headline: 'Draft', state: 'draft' });
  expect((await feeds()).atom.length).toBe(2);
  await desk.remove('storm', removed.id);
  await desk.restore('storm', { ...removed, revision: 2 }, 1); // a draft now: gone for readers all the same
  await desk.remove('storm', draft.id);
  await expect.poll(async () => idsOf((await feeds()).json)).toEqual([kept.id]);
  const { rss, atom } = await feeds();
  expect([idsOf(rss), idsOf(atom)]).toEqual([[kept.id], [kept.id]]);
  const [tombstone, ...others] = all(parseXml(await read('/storm/feed.atom')), 'at:deleted-entry');
  expect(others).toEqual([]);
  expect(attribute(tombstone, 'ref')).toBe(`urn:dateline:${removed.id}`);
  expect(Date.parse(attribute(tombstone, 'when')!)).toBeGreaterThanOrEqual(Date.parse(kept.publishedAt!));
});

test.each(['rss', 'atom', 'json'])('feed.%s is answered with 304 until something changes', async (kind) => {
  const { get, publish } = await newsroom();
  await publish({ headline: 'First' });
  const etag = (await get(`/storm/feed.${kind}`)).headers.get('etag')!;
  const again = () => get(`/storm/feed.${kind}`, { 'If-None-Match': etag });
  expect((await again()).status).toBe(304);
  await publish({ headline: 'Second' });
  await expect.poll(async () => (await again()).status).toBe(200);
});

test('a feed leads to all older entries, page by page, and a larger one can be had', async () => {
  const { url, publish, get, read } = await newsroom();
  const ids: string[] = [];
  for (let n = 0; n < 45; n += 1) ids.unshift((await publish({ headline: `Entry ${n}` })).id);
  await expect.poll(async () => idsOf(readJson(await read('/storm/feed.json')))[0]).toBe(ids[0]);
  const next = {
    json: (source: string) => (JSON.parse(source) as { next_url?: string }).next_url,
    rss: (source: string) => linkIn(source, 'atom:link', 'next'),
    atom: (source: string) => linkIn(source, 'link', 'next'),
  };
  const items = { json: readJson, rss: readRss, atom: readAtom };
  for (const kind of ['json', 'rss', 'atom'] as const) {
    const found: string[] = [];
    let page: string | undefined = `${url}/storm/feed.${kind}`;
    let self: string | undefined = page;
    for (; page; self = page) {
      const source = await (await fetch(page)).text();
      found.push(...idsOf(items[kind](source)));
      if (kind !== 'json') {
        expect(linkIn(source, kind === 'rss' ? 'atom:link' : 'link', 'self')).toBe(self);
        expect(linkIn(source, kind === 'rss' ? 'atom:link' : 'link', 'first')).toBe(
          `${url}/storm/feed.${kind}`,
        );
      }
      page = next[kind](source);
    }
    expect(found).toEqual(ids);
    const larger = await read(`/storm/feed.${kind}?limit=40`);
    expect(idsOf(items[kind](larger))).toEqual(ids.slice(0, 40));
    const rest = await (await fetch(next[kind](larger)!)).text();
    expect(idsOf(items[kind](rest))).toEqual(ids.slice(40));
    expect(next[kind](rest)).toBeUndefined();
  }
  for (const query of ['limit=101', 'limit=0', 'before=yesterday'])
    expect((await get(`/storm/feed.rss?${query}`)).status).toBe(400);
});

const linkIn = (source: string, name: string, rel: string): string | undefined =>
  attribute(
    all(parseXml(source), name).find((link) => attribute(link, 'rel') === rel),
    'href',
  );

test('every change that readers see moves the dates of all surfaces: an import, a minor edit, a removal', async () => {
  const { publish, desk, read, get } = await newsroom();
  const dates = async () => {
    const page = await read('/storm');
    const pages = all(parseXml(await read('/sitemap.xml')), 'url');
    return {
      atom: text(all(parseXml(await read('/storm/feed.atom')), 'updated')[0]!),
      rss: new Date(one(parseXml(await read('/storm/feed.rss')), 'lastBuildDate')!).toISOString(),
      jsonLd: dataIn<{ dateModified: string }>(page, 'json-ld').dateModified,
      sitemap: one(
        pages.find((each) => one(each, 'loc')!.endsWith('/storm'))!,
        'lastmod',
      ),
      preview: /modified_time" content="([^"]+)"/.exec(page)![1]!,
    };
  };
  const kept = await publish({ headline: 'Kept' });
  const steps: [string, () => Promise<unknown>][] = [
    ['import', () => publish({ headline: 'Old', publishedAt: '2021-02-03T04:05:06Z' })],
    ['minor edit', () => desk.edit('storm', kept, { headline: 'Kept, polished', minor: true })],
    ['removal', () => desk.remove('storm', kept.id)],
  ];
  for (const [name, step] of steps) {
    const { atom: before } = await dates();
    await step();
    await expect.poll(async () => (await dates()).atom > before, { message: name }).toBe(true);
    const { atom, rss, ...others } = await dates();
    expect(rss, name).toBe(`${atom.slice(0, 19)}.000Z`);
    expect(others, name).toEqual({ jsonLd: atom, sitemap: atom, preview: atom });
  }
  const page = await read('/storm');
  expect(dataIn(page, 'json-ld')).toMatchObject({
    coverageStartTime: '2021-02-03T04:05:06.000Z',
    datePublished: '2021-02-03T04:05:06.000Z',
  });
  await expect
    .poll(async () => (await get('/storm/feed.rss')).headers.get('last-modified'), { timeout: 10_000 })
    .toBeTruthy();
  const since = (await get('/storm/feed.rss')).headers.get('last-modified')!;
  expect((await get('/storm/feed.rss', { 'If-Modified-Since': since })).status).toBe(304);
  await publish({ headline: 'New' });
  await expect
    .poll(async () => (await get('/storm/feed.rss', { 'If-Modified-Since': since })).status)
    .toBe(200);
});

test('a draft that opens with older entries began with them', async () => {
  const { desk, read } = await newsroom();
  await desk.createBlog({ slug: 'moved', title: 'Moved here', status: 'draft' });
  await desk.publish('moved', { headline: 'Then', publishedAt: '1969-07-20T20:17+00' });
  await desk.publish('moved', { headline: 'Later', publishedAt: '1999-01-01T00:00Z' });
  await desk.changeBlog('moved', { status: 'live' });
  expect(dataIn(await read('/moved'), 'json-ld')).toMatchObject({
    coverageStartTime: '1969-07-20T20:17:00.000Z',
  });
  const { next_url } = JSON.parse(await read('/moved/feed.json?limit=1')) as { next_url: string };
  const rest = readJson(await (await fetch(next_url)).text());
  expect(rest.map(({ title }) => title)).toEqual(['Then']);
});

test('a page of another site may read the feeds of open blogs, and of no others', async () => {
  const { desk, get } = await newsroom();
  await desk.createBlog({ slug: 'closed', title: 'Closed', embedding: 'listed' });
  const allowed = async (path: string) => (await get(path)).headers.get('access-control-allow-origin');
  for (const kind of ['rss', 'atom', 'json']) {
    expect(await allowed(`/storm/feed.${kind}`)).toBe('*');
    expect(await allowed(`/closed/feed.${kind}`)).toBeNull();
  }
});

test('a draft has no feed and is in no sitemap', async () => {
  const { get, desk, read } = await newsroom();
  await desk.createBlog({ slug: 'secret', title: 'Secret plan', status: 'draft' });
  for (const kind of ['rss', 'atom', 'json'])
    for (const slug of ['secret', 'nothing']) expect((await get(`/${slug}/feed.${kind}`)).status).toBe(404);
  expect(await read('/sitemap.xml')).not.toMatch(/secret/i);
});

test('the sitemap has every blog, and what was published in two days at its own page, as news; robots.txt leads to it', async () => {
  const { url, desk, publish, read } = await newsroom({ language: 'en-GB', title: 'Storm & flood' });
  await desk.createBlog({ slug: 'vote', title: '投票', language: 'zh-TW' });
  const vote = await desk.publish('vote', { headline: '開票 & 結果' });
  const old = await publish({ headline: 'Old', publishedAt: '2026-01-02T03:04:05Z' });
  await publish({ html: '<p>Without a headline</p>' });
  const entry = await publish({ headline: 'Headline' });
  const later = await desk.edit('storm', entry, { headline: 'Headline 2' });
  const pages = all(parseXml(await read('/sitemap.xml')), 'url').map((page) => ({
    address: one(page, 'loc'),
    changed: one(page, 'lastmod'),
    name: one(page, 'news:name'),
    language: one(page, 'news:language'),
    title: one(page, 'news:title'),
    date: one(page, 'news:publication_date'),
  }));
  const no = { name: undefined, language: undefined, title: undefined, date: undefined };
  const name = 'Dateline';
  expect(pages).toEqual([
    { address: `${url}/`, changed: undefined, ...no },
    { address: `${url}/storm`, changed: later.updatedAt, ...no },
    { address: `${url}/vote`, changed: vote.publishedAt, ...no },
    {
      ...{ address: `${url}/storm/${entry.id}`, changed: later.updatedAt, name, language: 'en' },
      ...{ title: 'Headline 2', date: entry.publishedAt },
    },
    {
      ...{ address: `${url}/vote/${vote.id}`, changed: vote.publishedAt, name, language: 'zh-tw' },
      ...{ title: '開票 & 結果', date: vote.publishedAt },
    },
  ]);
  // Each is the one address of its page.
  for (const { address } of pages.slice(1))
    expect(headOf(await (await fetch(address!)).text()).canonical).toBe(address);
  expect(headOf(await read(`/storm/${old.id}`)).canonical).toBe(`${url}/storm/${old.id}`);
  const robots = await read('/robots.txt');
  expect(robots.split('\n')).toEqual(
    expect.arrayContaining(['User-agent: *', 'Disallow: /desk/', `Sitemap: ${url}/sitemap.xml`]),
  );
});

test('[R7] after news, edits and removals all surfaces tell the same, and what was removed stands nowhere', async () => {
  const { url, desk, publish, read, get, feeds } = await newsroom();
  const entries: DeskEntry[] = [];
  for (const word of ['one', 'two', 'three', 'four', 'five']) {
    const html = `<p>Text ${word} first</p>`;
    entries.unshift(await publish({ headline: `Headline ${word}`, html, keyEvent: word === 'two' }));
  }
  const [five, four, three, two, one_] = entries as [DeskEntry, DeskEntry, DeskEntry, DeskEntry, DeskEntry];
  // All are read before anything changes: nothing may come back from memory.
  const paths = ['/storm', '/storm/feed.rss', '/storm/feed.atom', '/storm/feed.json', '/sitemap.xml', '/'];
  paths.push('/api/v1/blogs/storm', '/api/v1/blogs/storm/updates?after=1', '/api/v1/blogs/storm/entries');
  paths.push(...entries.map(({ id }) => `/storm/${id}`));
  for (const path of paths) await read(path);

  await desk.edit('storm', four, { headline: 'Headline four, second', html: '<p>Text four second</p>' });
  await desk.remove('storm', two.id);
  await desk.remove('storm', five.id);
  const left = [four, three, one_];
  const ids = left.map(({ id }) => id);
  await expect.poll(async () => idsOf((await feeds()).rss)).toEqual(ids);

  for (const path of paths)
    expect(await read(path), path).not.toMatch(/(two|five|four) first|Headline (two|five)/);
  const { atom, json } = await feeds();
  expect([idsOf(atom), idsOf(json)]).toEqual([ids, ids]);
  const snapshot = (await (await get('/api/v1/blogs/storm')).json()) as { entries: DeskEntry[] };
  expect(snapshot.entries.map(({ id }) => id)).toEqual(ids);
  const page = await read('/storm');
  expect([...page.matchAll(/<article id="(\w+)"/g)].map(([, id]) => id)).toEqual(ids);
  const posting = dataIn<{ liveBlogUpdate: { url: string; headline: string }[] }>(page, 'json-ld');
  expect(posting.liveBlogUpdate.map((each) => each.url)).toEqual(ids.map((id) => `${url}/storm/${id}`));
  const headlines = ['Headline four, second', 'Headline three', 'Headline one'];
  expect(posting.liveBlogUpdate.map(({ headline }) => headline)).toEqual(headlines);
  expect(json.map(({ title }) => title)).toEqual(headlines);
  const statuses = entries.map(async ({ id }) => (await get(`/storm/${id}`)).status);
  expect(await Promise.all(statuses)).toEqual([410, 200, 200, 410, 200]);
});

test('words from right to left bring their direction along, as feed readers know none', async () => {
  const { feeds, publish } = await newsroom({ language: 'ar' });
  await publish({ html: '<p>أُغلق الجسر.</p>' });
  await publish({ html: '<p>Reuters.</p>' });
  await expect.poll(async () => (await feeds()).json.length).toBe(2);
  const { rss, atom, json } = await feeds();
  for (const items of [rss, atom, json])
    expect(items.map(({ html }) => html)).toEqual([
      '<div lang="ar" dir="auto"><p>Reuters.</p></div>',
      '<div lang="ar" dir="auto"><p>أُغلق الجسر.</p></div>',
    ]);
});

test('in a blog from left to right, only what has such words does', async () => {
  const { feeds, publish } = await newsroom({ language: 'en' });
  await publish({ html: '<p>אמר: “No.”</p>' });
  await publish({ html: '<p>“No.” – 5 × 3</p>' });
  await expect.poll(async () => (await feeds()).json.length).toBe(2);
  expect((await feeds()).atom.map(({ html }) => html)).toEqual([
    '<p>“No.” – 5 × 3</p>',
    '<div lang="en" dir="auto"><p>אמר: “No.”</p></div>',
  ]);
});
