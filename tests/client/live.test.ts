import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { openLine } from '../../client/line.ts';
import { type Connection, follow } from '../../client/live.ts';
import { Gone, readBlog, readOlder } from '../../client/reads.ts';
import { Desk } from '../../scripts/desk.ts';
import type { Blog } from '../../shared/blog.ts';
import type { DeskEntry } from '../../shared/commands.ts';
import { freePort, spawnService } from '../support/process.ts';
import { startProxy } from '../support/proxy.ts';
import { openReader } from '../support/reader.ts';
import { newFolder, startService, tokenFor } from '../support/service.ts';

async function liveBlog(env: Record<string, string> = {}) {
  const service = await startService(env);
  const desk = await service.desk();
  await desk.createBlog({ slug: 'storm', title: 'Storm' });
  return { url: service.url, desk };
}

/** From now on the answer to a read whose address has `part` in it is `answer`, or the service's own where that is null. */
function onRead(part: string, answer: (read: number) => Promise<Response | null>): void {
  const realFetch = globalThis.fetch;
  let read = 0;
  globalThis.fetch = async (input, init) =>
    (input.toString().includes(part) ? await answer((read += 1)) : null) ?? realFetch(input, init);
  onTestFinished(() => void (globalThis.fetch = realFetch));
}

test('[R6] after a drop it comes back with what it holds, and misses nothing', async () => {
  const { url, desk } = await liveBlog();
  const network = await startProxy(url);
  const reader = await openReader(network.url, 'storm');
  await reader.is('live');
  network.set('refuse');
  await reader.is('reconnecting');
  const gone = await desk.publish('storm', { headline: 'gone again' });
  await desk.publish('storm', { headline: 'while away' });
  await desk.remove('storm', gone.id);
  network.set('pass');
  reader.wake();
  await reader.is('live');
  const { entries } = await reader.sees(({ seq }) => seq === 4);
  expect(entries.map(({ headline }) => headline)).toEqual(['while away']);
  expect(reader.shown.some((blog) => blog.entries.some(({ headline }) => headline === 'gone again'))).toBe(
    false,
  );
});

test('[R6] it survives a restart of the service without missing an entry', async () => {
  const env = { DATA_DIR: await newFolder(), PORT: await freePort() };
  const token = await tokenFor(env);

  const before = await spawnService(env);
  const desk = new Desk(before.url, token);
  await desk.createBlog({ slug: 'storm', title: 'Storm' });
  const reader = await openReader(before.url, 'storm');
  await reader.is('live');
  await desk.publish('storm', { headline: 'before' });
  await before.stop('SIGKILL');
  await reader.is('reconnecting');
  await spawnService(env);
  await desk.publish('storm', { headline: 'after' });
  const { entries } = await reader.sees(({ entries }) => entries.length === 2);
  expect(entries.map(({ headline }) => headline)).toEqual(['after', 'before']);
  await reader.is('live');
});

test('where a WebSocket can’t work it polls, and what is published, edited and removed arrives all the same', async () => {
  const { url, desk } = await liveBlog({ READERS_PER_NODE: '1' });
  const first = await openReader(url, 'storm');
  await first.is('live');
  const polling = await openReader(url, 'storm');
  const entry = await desk.publish('storm', { headline: 'one' });
  await polling.is('polling');
  await polling.sees(({ entries }) => entries[0]?.headline === 'one');
  await desk.remove('storm', entry.id);
  await polling.sees(({ entries }) => entries.length === 0);
  expect(polling.connections).toEqual(['polling']);
});

test('a blog that is not there (any more) ends it, over the socket and over HTTP', async () => {
  for (const env of [{}, { READERS_PER_NODE: '1' }]) {
    const { url } = await liveBlog(env);
    const reader = await openReader(url, 'storm');
    await reader.is('live');
    const connections: Connection[] = [];
    const follower = follow({
      origin: url,
      blog: { ...reader.blog(), slug: 'none' },
      onBlog: () => expect.unreachable(),
      onConnection: (connection) => connections.push(connection),
    });
    onTestFinished(() => follower.close());
    await expect.poll(() => connections, { timeout: 15_000 }).toEqual(['gone']);
  }
});

test('[R7] older entries that a cache still holds as they were come without what was removed since', async () => {
  const { url, desk } = await liveBlog();
  const entries = [];
  for (let n = 0; n < 45; n += 1) entries.push(await desk.publish('storm', { headline: `${n}` }));
  const cache = await startProxy(url);
  const reader = await openReader(cache.url, 'storm');
  await reader.is('live');
  const address = `${cache.url}/api/v1/blogs/storm/entries?before=${reader.blog().older}`;
  const stale = await (await fetch(address)).text();
  await desk.remove('storm', entries[3]!.id);
  await desk.edit('storm', entries[5]!, { headline: 'five' });
  await reader.sees(({ seq }) => seq === 48);

  onRead(address, async () => new Response(stale));
  await reader.loadOlder();
  const headlines = reader.blog().entries.map(({ headline }) => headline);
  expect(headlines.length).toBe(44);
  expect(headlines).toContain('five');
  expect(headlines).not.toContain('3');
  expect(reader.blog().older).toBeNull();
});

test('[R6] what it lets go of to stay small it can have back, and what is new comes all the same', async () => {
  const { url, desk } = await liveBlog();
  for (let n = 1; n <= 30; n += 1) await desk.publish('storm', { headline: `${n}` });
  const reader = await openReader(url, 'storm');
  await reader.is('live');
  await reader.sees(({ seq }) => seq === 31);
  reader.keep(5);
  const kept = await reader.sees(({ entries }) => entries.length === 5);
  expect(kept.entries.map(({ headline }) => headline)).toEqual(['30', '29', '28', '27', '26']);
  await desk.publish('storm', { headline: '31' });
  await reader.sees(({ entries }) => entries.length === 6);
  while (reader.blog().older !== null) await reader.loadOlder();
  expect(reader.blog().entries.map(({ headline }) => Number(headline))).toEqual(
    Array.from({ length: 31 }, (_, n) => 31 - n),
  );
});

test('[R7] a page of older entries stays one after a snapshot, without what was removed', async () => {
  const { url, desk } = await liveBlog();
  for (let n = 1; n <= 45; n += 1) await desk.publish('storm', { headline: `${n}` });
  const { blog: newest } = await openReader(url, 'storm');
  const page = await readOlder(url, newest(), newest().older!);
  const [first, second] = page.entries;
  await desk.remove('storm', second!.id);
  await Promise.all(Array.from({ length: 301 }, () => desk.publish('storm', { headline: 'More' })));
  let shown: Blog = { ...newest(), ...page };
  const follower = follow({
    origin: url,
    blog: shown,
    isOlder: true,
    onBlog: (blog) => (shown = blog),
    onConnection: () => {},
  });
  onTestFinished(() => follower.close());
  await expect.poll(() => shown.seq, { timeout: 10_000 }).toBe(348);
  const ids = shown.entries.map(({ id }) => id);
  expect(ids).toContain(first!.id);
  expect(ids).not.toContain(second!.id);
  expect(shown.entries.at(-1)!.headline).toBe('1');
  expect(shown.older).toBeNull();
});

/** A reader who has gone back to the first of `count` entries, and then misses more than can be caught up. */
async function tooLongAway(count: number, meanwhile: (desk: Desk, entries: DeskEntry[]) => Promise<unknown>) {
  const { url, desk } = await liveBlog();
  const entries: DeskEntry[] = [];
  for (let n = 1; n <= count; n += 1) entries.push(await desk.publish('storm', { headline: `${n}` }));
  const network = await startProxy(url);
  const reader = await openReader(network.url, 'storm');
  await reader.is('live');
  while (reader.blog().older !== null) await reader.loadOlder();
  network.set('refuse');
  await reader.is('reconnecting');
  await meanwhile(desk, entries);
  await Promise.all(Array.from({ length: 310 }, () => desk.publish('storm', { headline: 'More' })));
  const comeBack = () => {
    network.set('pass');
    reader.wake();
  };
  return { url, desk, entries, reader, comeBack };
}

test('[R6] [R7] too long away takes nothing from whoever has gone far back: all is there as it is now', async () => {
  const { url, desk, entries, reader, comeBack } = await tooLongAway(110, async (desk, entries) => {
    await desk.edit('storm', entries[4]!, { headline: 'five' });
    for (const n of [2, 60, 109]) await desk.remove('storm', entries[n]!.id);
  });
  const away = reader.shown.length;
  onRead('&limit=', async (read) => {
    if (read !== 4) return null;
    await desk.remove('storm', entries[100]!.id);
    await desk.publish('storm', { headline: 'Late' });
    expect(reader.connections.at(-1)).toBe('reconnecting');
    return null;
  });
  comeBack();
  const blog = await reader.sees(({ seq }) => seq === 427);
  await reader.is('live');

  const fresh = await openReader(url, 'storm');
  while (fresh.blog().older !== null) await fresh.loadOlder();
  expect(blog).toEqual(fresh.blog());
  expect(blog.entries.length).toBe(110 + 310 + 1 - 4);
  expect(blog.entries.at(-4)!.headline).toBe('five');
  for (const { entries } of reader.shown.slice(away)) expect(entries.length).toBeGreaterThan(410);
});

test('[R7] where what was held can’t be read again, the newest comes alone, and the rest can be asked for', async () => {
  const { url, reader, comeBack } = await tooLongAway(45, (desk, entries) =>
    desk.remove('storm', entries[3]!.id),
  );
  onRead('&limit=', async () => new Response('', { status: 503 }));
  comeBack();
  const blog = await reader.sees(({ seq }) => seq === 357);
  await reader.is('live');
  expect(blog).toEqual(await readBlog(url, 'storm'));
  await reader.loadOlder();
  expect(reader.blog().entries.length).toBe(blog.entries.length + 20);
});

test('a line that is let go of before it is open can be opened again', async () => {
  const { url } = await liveBlog();
  const line = openLine(url);
  let opened = 0;
  const listener = { opened: () => (opened += 1), lost: () => {}, update: () => {}, audience: () => {} };
  const letGo = line.add(listener);
  await expect.poll(() => opened, { timeout: 10_000 }).toBe(1);
  letGo();
  const letGoAgain = line.add(listener);
  await Promise.resolve();
  await Promise.resolve();
  letGoAgain();
  expect(opened).toBe(1);
  onTestFinished(line.add(listener));
  await expect.poll(() => opened, { timeout: 10_000 }).toBe(2);
});

test.each([
  ['text/html', false],
  ['application/problem+json', true],
])('a blog is gone where the service says so, and not somebody between (%s)', async (type, isGone) => {
  const between = createServer((_, response) => response.writeHead(403, { 'content-type': type }).end('{}'));
  await new Promise<void>((resolve) => between.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void between.close());
  const url = `http://127.0.0.1:${(between.address() as AddressInfo).port}`;
  const error: unknown = await readBlog(url, 'storm').catch((error: unknown) => error);
  expect(error).toBeInstanceOf(Error);
  expect(error instanceof Gone).toBe(isGone);
});
