/** Every entry has an address of its own, and tells those who link to it what it is. */
import { expect, test } from 'vitest';
import type { ReaderProps } from '../../client/../shared/pages.ts';
import type { DeskEntry } from '../../shared/commands.ts';
import type { Update } from '../../shared/blog.ts';
import { dataIn, headOf } from '../support/markup.ts';
import { startService } from '../support/service.ts';

async function newsroom(env: Record<string, string> = {}) {
  const service = await startService(env);
  const desk = await service.desk();
  await desk.createBlog({ slug: 'storm', title: 'Storm', standfirst: '<p>What <em>we</em> know.</p>' });
  const get = async (path: string) => {
    const response = await fetch(service.url + path);
    return { status: response.status, etag: response.headers.get('etag'), html: await response.text() };
  };
  return { ...service, desk, get, publish: (entry: object) => desk.publish('storm', { ...entry }) };
}

const propsOf = (html: string) => dataIn<ReaderProps>(html, 'props');

test('an entry’s address opens the blog at that entry, however old, with the older ones and the number of newer ones', async () => {
  const { get, publish } = await newsroom();
  const entries: DeskEntry[] = [];
  for (let n = 0; n < 50; n += 1) {
    const publishedAt = new Date(Date.parse('2026-11-01T12:00:00Z') + n * 60_000).toISOString();
    entries.unshift(await publish({ headline: `Headline ${n}`, publishedAt }));
  }
  const { status, html } = await get(`/storm/${entries[26]!.id}`);
  const { entryId, newer, older, blog } = propsOf(html);
  expect({ status, entryId, newer, older }).toEqual({
    status: 200,
    entryId: entries[26]!.id,
    newer: 26,
    older: true,
  });
  expect(blog.entries.map(({ id }) => id)).toEqual(entries.slice(26, 46).map(({ id }) => id));
  for (const { id } of blog.entries) expect(html).toContain(`id="${id}"`);
  expect((await get(`/storm?before=${blog.older}`)).html).toContain(`id="${entries[46]!.id}"`);

  const oldest = propsOf((await get(`/storm/${entries[49]!.id}`)).html);
  expect([oldest.newer, oldest.blog.entries.length, oldest.blog.older]).toEqual([49, 1, null]);
  const newest = propsOf((await get(`/storm/${entries[0]!.id}`)).html);
  expect([newest.newer, newest.older, newest.blog.entries.length]).toEqual([0, false, 20]);
});

test('a blog and an entry have their own title, description, address and times for previews', async () => {
  const { get, publish, url } = await newsroom();
  const html = `<p>The water <strong>fell</strong> &amp; the “bridge” is open. ${'More words follow. '.repeat(20)}</p>`;
  const entry = await publish({ headline: 'Bridge <open> & dry', html });

  const blog = headOf((await get('/storm')).html);
  expect(blog).toMatchObject({
    title: 'Storm – Dateline',
    description: 'What we know.',
    canonical: `${url}/storm`,
    'og:title': 'Storm',
    'og:url': `${url}/storm`,
    'og:description': 'What we know.',
    'og:site_name': 'Dateline',
    'og:type': 'article',
    'twitter:card': 'summary_large_image',
    'twitter:title': 'Storm',
    'application/rss+xml': `${url}/storm/feed.rss`,
    'application/atom+xml': `${url}/storm/feed.atom`,
    'application/feed+json': `${url}/storm/feed.json`,
    'application/json+oembed': `${url}/oembed?url=${encodeURIComponent(`${url}/storm`)}&format=json`,
    'text/xml+oembed': `${url}/oembed?url=${encodeURIComponent(`${url}/storm`)}&format=xml`,
  });
  expect(blog['og:image']).toMatch(`${url}/storm/preview.png?v=`);

  const head = headOf((await get(`/storm/${entry.id}`)).html);
  const address = `${url}/storm/${entry.id}`;
  expect(head).toMatchObject({
    title: 'Bridge <open> & dry – Storm',
    canonical: address,
    'og:url': address,
    'og:title': 'Bridge <open> & dry – Storm',
    'article:published_time': entry.publishedAt,
    'article:modified_time': entry.publishedAt,
    'application/json+oembed': `${url}/oembed?url=${encodeURIComponent(address)}&format=json`,
  });
  expect(head.description).toMatch(/^The water fell & the “bridge” is open\. More words .*…$/);
  expect(head.description!.length).toBeLessThanOrEqual(160);
  expect(head['og:description']).toBe(head.description);
});

test('an entry without a headline is called by its first words, cut between words', async () => {
  const { get, publish } = await newsroom();
  const entry = await publish({ html: `<p>One</p><p>two</p>${'<p>eleven characters</p>'.repeat(9)}` });
  expect(headOf((await get(`/storm/${entry.id}`)).html).title).toMatch(/^One two [\w ]{50,72} \w+… – Storm$/);
});

test('the newsroom’s picture is in every preview, by its whole address', async () => {
  const { get, publish, url } = await newsroom({ SITE_IMAGE: '/pictures/desk.jpg' });
  const entry = await publish({ headline: 'Headline' });
  for (const path of ['/storm', `/storm/${entry.id}`]) {
    expect(headOf((await get(path)).html)).toMatchObject({
      'og:image': `${url}/pictures/desk.jpg`,
      'twitter:image': `${url}/pictures/desk.jpg`,
      'twitter:card': 'summary_large_image',
    });
  }
});

test('a page of older entries is its own canonical address, by whichever cursor it was asked for', async () => {
  const { get, publish, url } = await newsroom();
  const entry = await publish({ headline: 'First' });
  const second = await publish({ headline: 'Second' });
  const at = (time: string | null, id: string, later = 0) =>
    `/storm?before=${Date.parse(time!) + later}-${id}`;
  const path = at(second.publishedAt, second.id);
  expect(headOf((await get(path)).html).canonical).toBe(url + path);
  expect(headOf((await get(at(entry.publishedAt, entry.id, 1))).html).canonical).toBe(url + path);
});

test('an edit changes the entry’s page and its tag; a crowd that asks again gets 304', async () => {
  const { get, publish, desk, url } = await newsroom();
  const entry = await publish({ headline: 'Before' });
  const path = `/storm/${entry.id}`;
  const before = await get(path);
  const again = await fetch(url + path, { headers: { 'If-None-Match': before.etag! } });
  expect(again.status).toBe(304);
  const edited = await desk.edit('storm', entry, { headline: 'After' });
  await expect.poll(async () => headOf((await get(path)).html).title).toBe('After – Storm');
  const after = await get(path);
  expect(after.etag).not.toBe(before.etag);
  expect(headOf(after.html)['article:modified_time']).toBe(edited.updatedAt);
});

test('[R7] a removed entry’s address is 410 and says nothing of it; what readers never saw is 404', async () => {
  const { get, publish, desk, url } = await newsroom();
  const entry = await publish({ headline: 'Wrong thing', html: '<p>Wrong text</p>' });
  await get(`/storm/${entry.id}`);
  await desk.remove('storm', entry.id);
  await expect.poll(async () => (await get(`/storm/${entry.id}`)).status).toBe(410);
  expect((await get(`/storm/${entry.id}`)).html).not.toContain('Wrong');
  await desk.restore('storm', { ...entry, revision: 2 }, 1);
  expect((await get(`/storm/${entry.id}`)).status).toBe(410);

  const draft = await publish({ headline: 'Draft', state: 'draft' });
  const gone = await publish({ headline: 'Draft', state: 'draft' });
  await desk.remove('storm', gone.id);
  const publishAt = new Date(Date.now() + 3_600_000).toISOString();
  const scheduled = await publish({ headline: 'Later', state: 'scheduled', publishAt });
  await desk.createBlog({ slug: 'other', title: 'Other' });
  const elsewhere = await desk.publish('other', { headline: 'Elsewhere' });
  await desk.createBlog({ slug: 'secret', title: 'Secret', status: 'draft' });
  const hidden = await desk.publish('secret', { headline: 'Hidden' });
  const paths = [draft, gone, scheduled, elsewhere].map(({ id }) => `/storm/${id}`);
  for (const path of [...paths, `/secret/${hidden.id}`, '/storm/nothing', '/storm/%00', '/storm/a%2Fb']) {
    const { status, html } = await get(path);
    expect({ path, status }).toEqual({ path, status: 404 });
    expect(html).not.toMatch(/Later|Elsewhere|Hidden/);
  }
  expect((await fetch(`${url}/other/${elsewhere.id}`)).status).toBe(200);
});

test('[R6] who opens an entry on a node that lags is told of the later head by the first catch-up', async () => {
  const here = await newsroom();
  const entry = await here.publish({ headline: 'Headline' });
  const there = await startService({ DATA_DIR: here.config.DATA_DIR });
  await fetch(`${there.url}/storm`); // it holds the blog now, and hears no bell of the other
  await here.desk.changeBlog('storm', { title: 'Storm over' });
  await here.publish({ headline: 'Next' });
  const { blog } = propsOf(await (await fetch(`${there.url}/storm/${entry.id}`)).text());
  const answer = await fetch(`${here.url}/api/v1/blogs/storm/updates?after=${blog.seq}`);
  const { head } = (await answer.json()) as Update;
  expect(head?.title ?? blog.head.title).toBe('Storm over');
});
