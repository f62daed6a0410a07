/** The page as search engines read it: a LiveBlogPosting whose every property schema.org knows. */
import { expect, test } from 'vitest';
import type { DeskEntry } from '../../shared/commands.ts';
import { dataIn, headOf } from '../support/markup.ts';
import { startService } from '../support/service.ts';

type Thing = { '@type': string } & Record<string, unknown>;

interface Posting extends Thing {
  liveBlogUpdate: Thing[];
  isPartOf: Thing;
}

/** What schema.org has for the types that we use, with what each property may hold; `!` must be there. */
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
const ADDRESS = /^https?:\/\//;
const TEXT = /\S/;
const PEOPLE = ['Person', 'Organization'];
const ENTRY_PAGE = {
  '@context!': /^https:\/\/schema\.org$/,
  'mainEntityOfPage!': ADDRESS,
  'inLanguage!': TEXT,
  'image!': ADDRESS,
  'publisher!': ['Organization'],
};
const SCHEMA: Record<string, Record<string, RegExp | string[]>> = {
  LiveBlogPosting: {
    '@context!': /^https:\/\/schema\.org$/,
    '@id': ADDRESS,
    'url!': ADDRESS,
    mainEntityOfPage: ADDRESS,
    'headline!': TEXT,
    description: TEXT,
    inLanguage: TEXT,
    'datePublished!': MOMENT,
    'dateModified!': MOMENT,
    'coverageStartTime!': MOMENT,
    coverageEndTime: MOMENT,
    'image!': ADDRESS,
    'author!': PEOPLE,
    'publisher!': ['Organization'],
    'liveBlogUpdate!': ['BlogPosting'],
  },
  BlogPosting: {
    '@id!': ADDRESS,
    'url!': ADDRESS,
    'headline!': TEXT,
    'articleBody!': TEXT,
    'datePublished!': MOMENT,
    dateModified: MOMENT,
    'author!': PEOPLE,
    correction: TEXT,
  },
  Organization: { 'name!': TEXT, url: ADDRESS, 'logo!': ['ImageObject'] },
  ImageObject: { 'url!': ADDRESS },
  Person: { 'name!': TEXT, url: ADDRESS, image: ADDRESS },
};

/** Everything about `thing` that schema.org or a search engine would not accept. */
function faultsOf(thing: Thing, allowed: string[]): string[] {
  const type = thing['@type'];
  const schema = SCHEMA[type];
  if (!schema || !allowed.includes(type)) return [`${type} is not one of ${allowed.join(', ')}`];
  const known = new Map(Object.entries(schema).map(([name, form]) => [name.replace('!', ''), form]));
  const missing = Object.keys(schema)
    .filter((name) => name.endsWith('!') && !(name.slice(0, -1) in thing))
    .map((name) => `${type} has no ${name.slice(0, -1)}`);
  const wrong = Object.entries(thing).flatMap(([name, value]) => {
    const form = known.get(name);
    if (name === '@type') return [];
    if (!form) return [`${type} knows no ${name}`];
    return [value].flat().flatMap((each) => {
      if (Array.isArray(form)) return faultsOf(each as Thing, form);
      return typeof each === 'string' && form.test(each)
        ? []
        : [`${type}.${name} is ${JSON.stringify(each)}`];
    });
  });
  return [...missing, ...wrong];
}

async function newsroom(env: Record<string, string> = {}) {
  const service = await startService(env);
  const desk = await service.desk();
  await desk.createBlog({ slug: 'storm', title: 'Storm', standfirst: '<p>What <em>we</em> know.</p>' });
  const page = async (path = '/storm') => (await fetch(service.url + path)).text();
  const posting = async (path?: string) => {
    const found = dataIn<Posting>(await page(path), 'json-ld');
    expect(faultsOf(found, ['LiveBlogPosting'])).toEqual([]);
    return found;
  };
  const entryPosting = async (id: string) => dataIn<Posting>(await page(`/storm/${id}`), 'json-ld');
  return {
    ...service,
    desk,
    page,
    posting,
    entryPosting,
    publish: (entry: object) => desk.publish('storm', { ...entry }),
  };
}

test('the page has a LiveBlogPosting with what is on it, newest first', async () => {
  const { url, posting, publish } = await newsroom();
  const author = { name: 'Ann', contact: 'https://ann.test/', avatar: 'https://ann.test/ann.jpg' };
  const first = await publish({ headline: 'First', html: '<p>One &amp; <b>two</b></p><p>three</p>' });
  const second = await publish({ html: '<p>Words alone</p>', authors: [author, { name: 'Bob' }] });
  const third = await publish({ headline: 'Headline alone' });
  await expect.poll(async () => (await posting()).liveBlogUpdate.length).toBe(3);
  const publisher = {
    '@type': 'Organization',
    name: 'Dateline',
    url,
    logo: { '@type': 'ImageObject', url: expect.stringMatching(/\/assets\/icon.*\.svg$/) },
  };
  expect(await posting()).toEqual({
    '@context': 'https://schema.org',
    '@type': 'LiveBlogPosting',
    '@id': `${url}/storm`,
    url: `${url}/storm`,
    mainEntityOfPage: `${url}/storm`,
    headline: 'Storm',
    description: 'What we know.',
    inLanguage: 'en',
    datePublished: expect.any(String),
    dateModified: third.publishedAt,
    coverageStartTime: expect.any(String),
    image: expect.stringContaining(`${url}/storm/preview.png?v=`),
    author: publisher,
    publisher,
    liveBlogUpdate: [
      post(third, 'Headline alone', 'Headline alone', publisher),
      post(second, 'Words alone', 'Words alone', [
        { '@type': 'Person', name: 'Ann', url: author.contact, image: author.avatar },
        { '@type': 'Person', name: 'Bob' },
      ]),
      post(first, 'First', 'One & two three', publisher),
    ],
  });

  function post({ id, publishedAt }: DeskEntry, headline: string, articleBody: string, author: unknown) {
    const times = { datePublished: publishedAt, dateModified: publishedAt };
    const address = `${url}/storm/${id}`;
    return { '@type': 'BlogPosting', '@id': address, url: address, headline, articleBody, ...times, author };
  }
});

test('its start never changes; its end is there while the blog has ended', async () => {
  const { posting, publish, desk } = await newsroom();
  const before = await posting();
  expect(before).not.toHaveProperty('coverageEndTime');
  expect(before.coverageStartTime).toBe(before.datePublished);
  const entry = await publish({ headline: 'Headline' });
  const edited = await desk.edit('storm', entry, { correction: 'It was not so' });
  await desk.changeBlog('storm', { status: 'ended' });
  await expect.poll(async () => (await posting()).coverageEndTime).toBeDefined();
  const after = await posting();
  expect(after.datePublished).toBe(before.datePublished);
  expect(after.dateModified! >= edited.updatedAt!).toBe(true);
  const [update] = after.liveBlogUpdate;
  expect(update).toMatchObject({ dateModified: edited.updatedAt, correction: 'It was not so' });
  await desk.changeBlog('storm', { status: 'live' });
  await expect.poll(async () => (await posting()).coverageEndTime).toBeUndefined();
});

test('the newsroom’s own logo and picture are told by their addresses', async () => {
  const { posting, url } = await newsroom({
    SITE_LOGO: 'https://cdn.test/logo.png',
    SITE_IMAGE: '/desk.jpg',
  });
  const found = await posting();
  expect(found.publisher).toMatchObject({ logo: { url: 'https://cdn.test/logo.png' } });
  expect(found.image).toBe(`${url}/desk.jpg`);
});

test('an entry’s page is the entry’s, and a part of its blog', async () => {
  const { url, entryPosting, publish, desk, page } = await newsroom();
  const entry = await publish({ headline: 'Water rises', html: '<p>Four <b>metres</b></p>' });
  await publish({ headline: 'Newer' });
  const edited = await desk.edit('storm', entry, { headline: 'Water falls', correction: 'It fell' });
  await expect.poll(() => page(`/storm/${entry.id}`)).toContain('Water falls');
  const { '@type': type, isPartOf, ...found } = await entryPosting(entry.id);
  const form = { ...SCHEMA['BlogPosting'], ...ENTRY_PAGE };
  SCHEMA['EntryPage'] = form;
  expect(type).toBe('BlogPosting');
  expect(faultsOf({ ...found, '@type': 'EntryPage' }, ['EntryPage'])).toEqual([]);
  const address = `${url}/storm/${entry.id}`;
  expect(found).toMatchObject({
    ...{ '@id': address, url: address, mainEntityOfPage: address, headline: 'Water falls' },
    ...{ articleBody: 'Four metres', datePublished: entry.publishedAt, dateModified: edited.updatedAt },
  });
  expect(isPartOf).toEqual({
    '@type': 'LiveBlogPosting',
    ...{ '@id': `${url}/storm`, url: `${url}/storm`, headline: 'Storm' },
  });
  expect(headOf(await page(`/storm/${entry.id}`))).toMatchObject({
    title: 'Water falls – Storm',
    'og:title': 'Water falls – Storm',
    description: 'Four metres',
    canonical: address,
    'og:locale': 'en_US',
    robots: 'max-image-preview:large',
  });
});

test('it has what is on the page and no more: older pages theirs, the first page the pinned entry too', async () => {
  const { posting, publish, page } = await newsroom();
  const pinned = await publish({ headline: 'Pinned', pinned: true });
  const entries: DeskEntry[] = [];
  for (let n = 0; n < 45; n += 1) entries.unshift(await publish({ headline: `Headline ${n}` }));
  await expect.poll(async () => (await page()).includes(entries[0]!.id)).toBe(true);
  const idsOn = async (path?: string) =>
    (await posting(path)).liveBlogUpdate.map((update) => String(update.url).split('/').at(-1));

  const shown = (html: string) => [...html.matchAll(/<article id="(\w+)"/g)].map(([, id]) => id);
  const newest = shown(await page());
  expect(newest.length).toBeGreaterThan(20);
  expect(newest).toContain(pinned.id);
  expect((await idsOn()).toSorted()).toEqual(newest.toSorted());
  const cursor = /href="\/storm(\?before=[\w-]+)"/.exec(await page())![1];
  expect(await idsOn(`/storm${cursor}`)).toEqual(shown(await page(`/storm${cursor}`)));
});

test('[R8] no text ends the script that holds it', async () => {
  const { page, posting, publish, desk } = await newsroom();
  const text = '</script><script>alert(1)</script> ]]> <!-- \u2028 "quoted" \\u003c';
  await desk.changeBlog('storm', { title: text });
  await publish({ headline: text, html: `<p>${text}</p>`, authors: [{ name: text }] });
  await expect.poll(async () => (await posting()).liveBlogUpdate.length).toBe(1);
  const line = text.replace('\u2028', ' ').replace(/ {2,}/g, ' ');
  const found = await posting();
  expect(String(found.headline).replace(/ {2,}/g, ' ')).toBe(line);
  const [script] = (await page()).split('id="json-ld">').slice(1);
  expect(script!.split('</script>')[0]).not.toContain('<');
});

test('the times of a blog are in the HTML for machines', async () => {
  const { page, publish } = await newsroom();
  const entry = await publish({ headline: 'Headline' });
  await expect.poll(() => page()).toContain(`datetime="${entry.publishedAt}"`);
});
