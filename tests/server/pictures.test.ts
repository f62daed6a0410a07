/** A blog may have a picture of its own: in previews, for search engines and in its Atom feed, and on no reader's wire. */
import { io } from 'socket.io-client';
import { expect, onTestFinished, test } from 'vitest';
import type { Refused } from '../../scripts/desk.ts';
import type { Update } from '../../shared/blog.ts';
import type { BlogFacts } from '../../shared/desk.ts';
import { all, dataIn, headOf, one, parseXml } from '../support/markup.ts';
import { startService } from '../support/service.ts';

const OWN = 'https://pictures.test/river.jpg?w=1200&h=630';

async function newsroom(env: Record<string, string> = {}, blog: object = {}) {
  const service = await startService(env);
  const desk = await service.desk();
  const created = (await desk.createBlog({ slug: 'storm', title: 'Storm', ...blog })) as BlogFacts;
  const read = async (path: string) => (await fetch(service.url + path)).text();
  const preview = async (path = '/storm') => pictureIn(await read(path));
  return { ...service, desk, created, read, preview };
}

/** What the page says of its picture, to each of those who ask; they may not disagree. */
function pictureIn(html: string) {
  const head = headOf(html);
  const { 'og:image': image, 'og:image:alt': alt } = head;
  expect(head['twitter:image']).toBe(image);
  expect(head['twitter:image:alt']).toBe(alt);
  expect(head['twitter:card']).toBe(image === undefined ? 'summary' : 'summary_large_image');
  expect(dataIn<{ image?: string }>(html, 'json-ld').image).toBe(image);
  return { image, alt };
}

const drawn = (url: string, path: string, alt: string) => ({
  image: expect.stringMatching(new RegExp(`^${url}${path}/preview\\.png\\?v=[\\w-]{8}$`)) as string,
  alt,
});

test('a blog is given a picture, and loses it, for all who read the API', async () => {
  const { desk, created, url } = await newsroom({}, { image: '/pictures/river.jpg' });
  expect(created).toMatchObject({ image: '/pictures/river.jpg', imageAlt: null });
  const facts = async () => {
    const { blogs } = (await (await fetch(`${url}/api/v1/blogs`)).json()) as { blogs: BlogFacts[] };
    return blogs.map(({ slug, image, imageAlt }) => ({ slug, image, imageAlt }));
  };
  expect(await desk.changeBlog('storm', { image: OWN, imageAlt: ' A river\n& a "bridge" ' })).toMatchObject({
    image: OWN,
    imageAlt: 'A river & a "bridge"',
    seq: created.seq + 1,
  });
  await desk.changeBlog('storm', { title: 'Another title' });
  expect(await facts()).toEqual([{ slug: 'storm', image: OWN, imageAlt: 'A river & a "bridge"' }]);
  await desk.changeBlog('storm', { image: OWN });
  expect(await facts()).toEqual([{ slug: 'storm', image: OWN, imageAlt: 'A river & a "bridge"' }]);
  // No other picture is what that one was said to show.
  await desk.changeBlog('storm', { image: '/pictures/sea.jpg' });
  expect(await facts()).toEqual([{ slug: 'storm', image: '/pictures/sea.jpg', imageAlt: null }]);
  await desk.changeBlog('storm', { image: null, imageAlt: null });
  expect(await facts()).toEqual([{ slug: 'storm', image: null, imageAlt: null }]);
  expect(await desk.createBlog({ slug: 'calm', title: 'Calm' })).toMatchObject({
    image: null,
    imageAlt: null,
  });
});

test.each([
  ['nothing', { image: '' }, { field: 'image' }],
  ['a number', { image: 1 }, { field: 'image', detail: 'must be text' }],
  ['an address that is not safe', { image: 'http://pictures.test/river.jpg' }, { field: 'image' }],
  ['an address that runs', { image: 'javascript:alert(1)' }, { field: 'image' }],
  ['a picture written out', { image: 'data:image/gif;base64,R0lGOD' }, { field: 'image' }],
  ['another server’s path', { image: '//pictures.test/river.jpg' }, { field: 'image' }],
  ['another server’s path in disguise', { image: '/\\pictures.test/river.jpg' }, { field: 'image' }],
  ['a path from nowhere', { image: 'river.jpg' }, { field: 'image' }],
  ['an address of nothing', { image: 'https://' }, { field: 'image' }],
  ['our own front page', { image: '/' }, { field: 'image' }],
  ['a long address', { image: `/${'a'.repeat(500)}` }, { field: 'image', limit: 500 }],
  ['no description', { imageAlt: ' ' }, { field: 'imageAlt', detail: 'must not be empty' }],
  ['a long description', { imageAlt: 'a'.repeat(421) }, { field: 'imageAlt', limit: 420 }],
])('a picture can’t be %s', async (_name, change, error) => {
  const { desk, created } = await newsroom({}, { image: OWN });
  const commands = [
    () => desk.changeBlog('storm', change),
    () => desk.createBlog({ slug: 'calm', title: 'Calm', ...change }),
  ];
  for (const command of commands) {
    const refused = await command().then(
      () => expect.unreachable(),
      (reason: Refused) => reason,
    );
    expect(refused.status).toBe(422);
    expect(refused.problem.errors).toEqual([expect.objectContaining(error)]);
  }
  expect(await desk.changeBlog('storm', {})).toMatchObject({ image: OWN, seq: created.seq });
});

test('previews and search engines are told the blog’s own picture, else the newsroom’s', async () => {
  const { desk, preview, url } = await newsroom({ SITE_IMAGE: '/desk.jpg' });
  const older = await desk.publish('storm', { headline: 'First' });
  const newer = await desk.publish('storm', { headline: 'Second' });
  const paths = [
    '/storm',
    `/storm/${older.id}`,
    `/storm?before=${Date.parse(newer.publishedAt!)}-${newer.id}`,
  ];
  const eachSays = async (said: object) => {
    // The pages were served before the picture changed; none may come from memory.
    await expect.poll(() => preview()).toEqual(said);
    for (const path of paths) expect(await preview(path), path).toEqual(said);
  };
  await eachSays({ image: `${url}/desk.jpg`, alt: undefined });
  await desk.changeBlog('storm', { image: OWN, imageAlt: 'A <river> & "bridge"' });
  await eachSays({ image: OWN, alt: 'A <river> & "bridge"' });
  await desk.changeBlog('storm', { image: '/pictures/sea.jpg', imageAlt: null });
  await eachSays({ image: `${url}/pictures/sea.jpg`, alt: undefined });
  await desk.changeBlog('storm', { image: null, imageAlt: 'Of a picture that is gone' });
  await eachSays({ image: `${url}/desk.jpg`, alt: undefined });
});

test('a changed picture changes the page’s tag; each blog has its own, and a drawn one where nobody gave one', async () => {
  const { desk, preview, url } = await newsroom();
  await desk.createBlog({ slug: 'calm', title: 'Calm' });
  const etag = (await fetch(`${url}/storm`)).headers.get('etag')!;
  const calm = drawn(url, '/calm', 'Calm – Dateline');
  expect([await preview(), await preview('/calm')]).toEqual([drawn(url, '/storm', 'Storm – Dateline'), calm]);
  await desk.changeBlog('storm', { image: OWN });
  await expect.poll(() => preview()).toEqual({ image: OWN, alt: undefined });
  expect(await preview('/calm')).toEqual(calm);
  expect((await fetch(`${url}/storm`, { headers: { 'If-None-Match': etag } })).status).toBe(200);
});

test('the picture is there for a node that loads the blog later, and stays while entries come and go', async () => {
  const here = await newsroom({}, { image: OWN, imageAlt: 'A river' });
  const there = await startService({ DATA_DIR: here.config.DATA_DIR });
  const pageThere = async () => (await fetch(`${there.url}/storm`)).text();
  expect(pictureIn(await pageThere())).toEqual({ image: OWN, alt: 'A river' });
  const entry = await here.desk.publish('storm', { headline: 'Headline', pinned: true });
  await expect.poll(() => here.read('/storm')).toContain('Headline');
  await here.desk.remove('storm', entry.id);
  await expect.poll(() => here.read('/storm')).not.toContain('Headline');
  expect(await here.preview()).toEqual({ image: OWN, alt: 'A river' });
});

test('what is drawn is of the size that previews want, of an entry with its headline, and another one when that changes', async () => {
  const { desk, preview, read, url } = await newsroom({ SITE_NAME: 'The Evening Post' });
  const entry = await desk.publish('storm', { headline: 'Вода піднялася 🚀 <b>' });
  const at = `/storm/${entry.id}`;
  const before = await preview(at);
  expect(before).toEqual(drawn(url, at, 'Вода піднялася 🚀 <b> – The Evening Post'));
  const head = headOf(await read(at));
  expect([head['og:image:width'], head['og:image:height']]).toEqual(['1200', '630']);
  const pictures: Buffer[] = [];
  for (const { image } of [before, await preview()]) {
    const response = await fetch(image!);
    const { headers } = response;
    expect(headers.get('content-type')).toBe('image/png');
    expect(headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    const bytes = Buffer.from(await response.arrayBuffer());
    expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([1_200, 630]);
    pictures.push(bytes);
    const again = await fetch(image!, { headers: { 'If-None-Match': headers.get('etag')! } });
    expect(again.status).toBe(304);
  }
  expect(pictures[0]!.equals(pictures[1]!)).toBe(false);
  await desk.edit('storm', entry, { headline: 'Вода спала' });
  await expect.poll(async () => (await preview(at)).image).not.toBe(before.image);
  await desk.remove('storm', entry.id);
  await expect.poll(async () => (await fetch(before.image!)).status).toBe(410);
  expect((await fetch(`${url}/none/preview.png`)).status).toBe(404);
});

test('Atom has it as the feed’s logo, at once; the other formats have no place for it', async () => {
  const { desk, read, url } = await newsroom({ SITE_IMAGE: '/desk.jpg' });
  const logo = async () => {
    const atom = parseXml(await read('/storm/feed.atom'));
    expect(all(atom, 'icon')).toEqual([]);
    return one(atom, 'logo');
  };
  expect(await logo()).toBe(`${url}/desk.jpg`);
  await desk.changeBlog('storm', { image: OWN });
  await expect.poll(logo).toBe(OWN);
  for (const kind of ['rss', 'json'])
    expect(await read(`/storm/feed.${kind}`)).not.toContain('pictures.test');
});

test('no reader’s browser is sent the picture', async () => {
  const { desk, preview, read, url } = await newsroom({}, { image: OWN, imageAlt: 'A heron' });
  const socket = io(url, { path: '/live', transports: ['websocket'], reconnection: false, forceNew: true });
  onTestFinished(() => void socket.close());
  const updates: Update[] = [];
  socket.on('update', (update: Update) => updates.push(update));
  const snapshot: unknown = await socket.timeout(5_000).emitWithAck('join', { blog: 'storm', after: 0 });
  await desk.changeBlog('storm', { image: '/pictures/heron.jpg', imageAlt: 'Two herons' });
  await expect.poll(() => updates.map(({ to }) => to)).toEqual([2]);
  const paths = ['', '/updates?after=1', '/updates?after=0'].map((rest) => `/api/v1/blogs/storm${rest}`);
  const answers = await Promise.all([...paths, '/embed/storm'].map(read));
  expect(answers.filter((answer) => answer.includes('Storm'))).toHaveLength(4);
  expect(await preview()).toEqual({ image: `${url}/pictures/heron.jpg`, alt: 'Two herons' });
  const props = dataIn(await read('/storm'), 'props');
  expect(JSON.stringify([snapshot, updates, answers, props])).not.toMatch(/heron|pictures|imageAlt/);
});
