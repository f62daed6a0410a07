/** Any text, through the API: what is meant is what is answered, and whoever wrote hears what was lost. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { Refused } from '../../scripts/desk.ts';
import { newFolder, startService } from '../support/service.ts';

async function newsroom() {
  const service = await startService();
  const desk = await service.desk();
  await desk.createBlog({ slug: 'storm', title: 'Storm' });
  const read = async (path: string) => (await fetch(service.url + path)).json();
  return { ...service, desk, read };
}

const PICTURE =
  '<p>Water rises.</p><figure><img src="a.jpg" alt="A"><figcaption>By Ann</figcaption></figure>';

test('whoever writes is told what was left out, again with the same key; readers and desk lists are not', async () => {
  const { desk, read } = await newsroom();
  const leftOut = [
    { what: 'picture', count: 1 },
    { what: 'caption', count: 1 },
  ];
  const entry = await desk.publish('storm', { html: PICTURE }, 'once');
  expect(entry).toMatchObject({ html: '<p>Water rises.</p>', leftOut });
  expect(await desk.publish('storm', { html: PICTURE }, 'once')).toEqual(entry);
  const edited = await desk.edit('storm', entry, { html: '<p>Falls.</p><video></video><video></video>' });
  expect(edited).toMatchObject({ html: '<p>Falls.</p>', leftOut: [{ what: 'video', count: 2 }] });
  expect(await desk.edit('storm', edited, { headline: 'Level' })).not.toHaveProperty('leftOut');
  expect(await desk.changeBlog('storm', { standfirst: '<p>All.</p><img src=x>' })).toMatchObject({
    standfirst: '<p>All.</p>',
    leftOut: [{ what: 'picture', count: 1 }],
  });
  for (const path of ['', '/entries', '/updates?after=0', `/entries/${entry.id}`])
    expect(JSON.stringify(await read(`/api/v1/blogs/storm${path}`))).not.toContain('leftOut');
});

describe('what nobody would see is refused', () => {
  test.each([
    ['a picture alone', { html: '<img src="a.jpg">' }],
    ['zero widths', { html: '<p>\u200b\u2060\u200e</p>' }],
    ['fillers, written as references', { html: '<p>&#x3164;&#x2800;&nbsp;</p>' }],
    ['a headline of nothing', { headline: '\u200b \u3164', html: '<p></p>' }],
    ['a line across', { html: '<hr>' }],
  ])('%s', async (_name, entry) => {
    const { desk } = await newsroom();
    const refused: unknown = await desk.publish('storm', entry).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(Refused);
    expect(refused).toMatchObject({ status: 422, problem: { errors: [{ field: 'html' }] } });
  });

  test('what was left out is said; an edit and a draft are no exceptions', async () => {
    const { desk } = await newsroom();
    const entry = await desk.publish('storm', { html: '<p>News</p>' });
    for (const trying of [
      () => desk.publish('storm', { html: '<img src="a.jpg">', state: 'draft' }),
      () => desk.edit('storm', entry, { html: '<img src="a.jpg"><br>' }),
    ])
      await expect(trying()).rejects.toThrow(/nothing to publish.*left out: 1 picture/);
  });

  test('in titles and names of all kinds', async () => {
    const { desk } = await newsroom();
    const blank = '\u2800\u200b';
    const tries: [string, () => Promise<unknown>][] = [
      ['title', () => desk.changeBlog('storm', { title: blank })],
      ['imageAlt', () => desk.changeBlog('storm', { imageAlt: blank })],
      ['authors.0.name', () => desk.publish('storm', { headline: 'x', authors: [{ name: blank }] })],
      ['name', () => desk.send('POST', '/bylines', { kind: 'desk', name: blank })],
      ['name', () => desk.send('POST', '/partners', { name: blank, origins: ['https://a.example'] })],
      ['title', () => desk.createBlog({ slug: 'other', title: blank })],
    ];
    for (const [field, trying] of tries)
      await expect(trying()).rejects.toMatchObject({ status: 422, problem: { errors: [{ field }] } });
    const entry = await desk.publish('storm', { headline: blank, html: '<p>x</p>' });
    expect(entry.headline).toBeNull();
    await expect(desk.edit('storm', entry, { correction: blank })).rejects.toThrow('must not be empty');
  });
});

test('controls and half characters are taken out of every text in the same way', async () => {
  const { desk } = await newsroom();
  const odd = 'a\u0001b\u0085c\ufffed\ud800';
  const entry = await desk.publish('storm', {
    headline: odd,
    html: `<p>${odd}</p>`,
    authors: [{ name: odd, bio: odd }],
  });
  expect(entry).toMatchObject({
    headline: 'a b cd\ufffd',
    html: '<p>ab cd\ufffd</p>',
    authors: [{ name: 'a b cd\ufffd', bio: 'a b cd\ufffd' }],
  });
});

test('relative links are kept as they lead from the blog’s page', async () => {
  const { desk, url } = await newsroom();
  const html =
    '<p><a href="/map">a</a> <a href="#top">b</a> <a href="//other.example/">c</a> <a href="tel:112">d</a></p>';
  const entry = await desk.publish('storm', { html });
  expect([...entry.html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href)).toEqual([
    `${url}/map`,
    `${url}/storm#top`,
    'http://other.example/',
    'tel:112',
  ]);
  const blog = await desk.changeBlog('storm', { standfirst: '<a href="more">More</a>' });
  expect(blog).toMatchObject({ standfirst: `<a href="${url}/more" rel="noopener">More</a>` });
});

test('relative links that an older Dateline has kept lead from the blog’s page, wherever they are read', async () => {
  const DATA_DIR = await newFolder();
  const before = await startService({ DATA_DIR });
  const old = await before.desk();
  await old.createBlog({ slug: 'storm', title: 'Storm', standfirst: '<p>Kept</p>' });
  const { id } = await old.publish('storm', { headline: 'Map', html: '<p>Kept</p>', pinned: true });
  await before.close();
  const record = new DatabaseSync(join(DATA_DIR, 'dateline.sqlite'));
  const kept = `<p>Say href="/x": <a href="/map?a=1&amp;b=2" rel="noopener">a</a> <a href="#top" rel="noopener">b</a> <a href="tel:112" rel="noopener">c</a></p>`;
  record.prepare('update entry set html = ?').run(kept);
  record.prepare('update blog set standfirst = ?').run(kept);
  record.close();

  const { url } = await startService({ DATA_DIR });
  const answers = ['', '/entries', '/updates?after=0', `/entries/${id}`].map(
    (path) => `/api/v1/blogs/storm${path}`,
  );
  for (const path of [...answers, '/storm', '/storm/feed.json', '/embed/storm', `/embed/storm?entry=${id}`]) {
    const text = (await (await fetch(url + path)).text()).replaceAll('\\"', '"');
    expect(text, path).not.toMatch(/<a href="(\/map|#top)/);
    expect(text, path).toContain(
      `<a href="${url}/map?a=1&amp;b=2" rel="noopener">a</a> <a href="${url}/storm#top" rel="noopener">b</a> <a href="tel:112"`,
    );
  }
});

test('the limit of a text is of what is kept', async () => {
  const { desk } = await newsroom();
  const fits = await desk.publish('storm', { html: '&'.repeat(3_900) });
  expect(fits.html.length).toBe(3_900 * '&amp;'.length);
  await expect(desk.publish('storm', { html: '&'.repeat(4_001) })).rejects.toMatchObject({
    status: 422,
    problem: {
      errors: [
        { field: 'html', detail: expect.stringContaining('as it is kept (20005)') as unknown, limit: 20_000 },
      ],
    },
  });
  await expect(desk.changeBlog('storm', { standfirst: '<'.repeat(600) })).rejects.toMatchObject({
    problem: { errors: [{ field: 'standfirst', limit: 2_000 }] },
  });
});
