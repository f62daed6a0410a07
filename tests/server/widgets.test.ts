/** What partners' pages load: scripts, and frames as the server writes them. */
import { expect, test } from 'vitest';
import { HOSTILE } from '../browser/hostile.ts';
import { startService } from '../support/service.ts';

test('the scripts may be loaded by any page, are kept for minutes, and load nothing later', async () => {
  const { url } = await startService();
  const widget = await fetch(`${url}/widget.js`);
  expect(widget.headers.get('content-type')).toMatch(/^text\/javascript/);
  const text = await widget.text();
  expect(text).not.toContain('import(');
  for (const [path, kept] of [
    ['/widget.js', /max-age=300\b/],
    ['/embed.js', /max-age=300\b/],
  ] as const) {
    const { status, headers } = await fetch(url + path);
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toMatch(kept);
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    expect(headers.get('content-encoding')).not.toBeNull();
  }
  expect((await fetch(`${url}/widget/none.js`)).status).toBe(404);
  expect((await fetch(`${url}/widget/..%2f..%2fframe%2fframe-server.js`)).status).toBe(404);
});

test('[R7] a frame has what readers may see, and loses what is removed', async () => {
  const { url, desk: newDesk } = await startService();
  const desk = await newDesk();
  await desk.createBlog({ slug: 'storm', title: 'Storm' });
  const shown = await desk.publish('storm', { headline: 'Shown', html: '<p>shown</p>' });
  const gone = await desk.publish('storm', { headline: 'Gone', html: '<p>gone</p>' });
  const draft = await desk.publish('storm', { headline: 'Draft', state: 'draft' });
  const frame = async (query = '') => (await fetch(`${url}/embed/storm${query}`)).text();
  expect(await frame()).toContain('>Gone<');
  await desk.remove('storm', gone.id);
  expect(await frame()).toContain('>Shown<');
  expect(await frame()).not.toMatch(/gone|draft/i);
  expect(await frame(`?entry=${shown.id}`)).toContain('>Shown<');
  for (const { id } of [gone, draft]) expect(await frame(`?entry=${id}`)).not.toMatch(/gone|draft|<article/i);
});

test('[R8] neither the desk’s texts nor the query get anything into a frame', async () => {
  const { url, desk: newDesk } = await startService();
  const desk = await newDesk();
  for (const [n, text] of HOSTILE.entries()) {
    const slug = `storm-${n}`;
    await desk.createBlog({ slug, title: `x ${text}`.slice(0, 200) });
    await desk.publish(slug, {
      headline: `x ${text}`.slice(0, 200),
      html: `<p>x</p>${text}`,
      authors: [{ name: `x ${text}`.slice(0, 99) }],
    });
    const value = encodeURIComponent(text.toWellFormed());
    const names = ['layout', 'theme', 'limit', 'language', 'entry', 'key-events-only', 'onload', 'src'];
    const query = names.map((name) => `${name}=${value}`).join('&');
    for (const address of [`/embed/${slug}`, `/embed/${slug}?${query}`, `/embed/${slug}?layout=a&layout=b`]) {
      const response = await fetch(url + address);
      expect([address, response.status]).toEqual([address, 200]);
      const html = await response.text();
      const scripts = html.match(/<script[^>]*>/gi);
      expect(scripts).toEqual(['<script async src="/embed.js">', '<script async src="/widget.js">']);
      expect(html).not.toMatch(/<[^>"]*("[^"]*"[^>"]*)*\son\w+=/);
      expect(html).not.toMatch(/<(img|iframe|svg|math|object|form|video)\b/i);
    }
  }
});

test('a frame is made once for each query and state of its blog, and never shown for another', async () => {
  const { url, desk: newDesk } = await startService();
  const desk = await newDesk();
  await desk.createBlog({ slug: 'storm', title: 'Storm' });
  await desk.createBlog({ slug: 'calm', title: 'Calm' });
  const entries = [];
  for (let n = 1; n <= 45; n += 1) entries.push(await desk.publish('storm', { headline: `Headline ${n}.` }));
  const frame = async (path: string) => (await fetch(`${url}/embed/${path}`)).text();
  const queries = ['', '?limit=1?limit=', '?limit=1', '?limit=2', '?language=uk', `?entry=${entries[0]!.id}`];
  // More of them than are kept.
  const many = Array.from({ length: 30 }, (_, n) => `?page=${n}&limit=${3 + (n % 9)}`);
  for (const query of [...queries, ...many, ...queries, ...queries]) {
    const count = Number(/limit=(\d+)$/.exec(query)?.[1] ?? (query.includes('entry') ? 1 : 10));
    const html = await frame(`storm${query}`);
    expect([query, html.match(/<article/g)!.length]).toEqual([query, count]);
    expect(html).toContain(query.includes('uk') ? 'Наживо' : 'Live');
    expect(html.includes('>Headline 1.<')).toBe(query.includes('entry'));
    expect(await frame(`calm${query}`)).not.toContain('Headline');
  }
  const [first, , third] = entries;
  const asked = async () =>
    Number(/^dateline_store_queries_total (\d+)/m.exec(await (await fetch(`${url}/metrics`)).text())![1]);
  const before = await asked();
  for (let n = 0; n < 50; n += 1) await frame(`storm?entry=${first!.id}`);
  expect((await asked()) - before).toBeLessThan(20); // the timers’ own among them
  await desk.edit('storm', first!, { headline: 'Changed' });
  for (const query of queries.slice(0, 5)) expect(await frame(`storm${query}`)).not.toContain('Changed');
  await expect.poll(() => frame(`storm?entry=${first!.id}`)).toContain('>Changed<');
  expect(await frame(`storm?entry=${third!.id}`)).toContain('>Headline 3.<');
  await desk.remove('storm', first!.id);
  await expect.poll(() => frame(`storm?entry=${first!.id}`)).not.toContain('<article');
});

test('a frame is answered from what a browser holds already, until something changes', async () => {
  const { url, desk: newDesk } = await startService();
  const desk = await newDesk();
  await desk.createBlog({ slug: 'storm', title: 'Storm' });
  const etag = (await fetch(`${url}/embed/storm`)).headers.get('etag')!;
  const again = () => fetch(`${url}/embed/storm`, { headers: { 'If-None-Match': etag } });
  expect((await again()).status).toBe(304);
  await desk.publish('storm', { headline: 'New' });
  await expect.poll(async () => (await again()).status).toBe(200);
});
