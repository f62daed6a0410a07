/** Who follows a blog keeps up with it, whatever becomes of the connection. */
import { expect, onTestFinished, test } from 'vitest';
import { follow } from '../../client/follow/follow.ts';
import type { Connection } from '../../client/follow/state.ts';
import { Desk } from '../../scripts/desk.ts';
import { freePort, spawnService } from '../support/process.ts';
import { startProxy } from '../support/proxy.ts';
import { openReader } from '../support/reader.ts';
import { newFolder, tokenFor } from '../support/service.ts';
import { liveBlog, onRead } from './support.ts';

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
  const { url, desk } = await liveBlog(0, { READERS_PER_NODE: '1' });
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
    const { url } = await liveBlog(0, env);
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
  const { url, desk, entries } = await liveBlog(45);
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
  expect(headlines).not.toContain(entries[3]!.headline);
  expect(reader.blog().older).toBeNull();
});

test('[R6] what it lets go of to stay small it can have back, and what is new comes all the same', async () => {
  const { url, desk } = await liveBlog(30);
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
