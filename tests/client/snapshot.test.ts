/** A snapshot comes to somebody who holds more than is in it. */
import { expect, onTestFinished, test } from 'vitest';
import { openLine } from '../../client/follow/line.ts';
import { follow } from '../../client/follow/follow.ts';
import { readBlog, readOlder } from '../../client/follow/reads.ts';
import type { Desk } from '../../scripts/desk.ts';
import type { Blog } from '../../shared/blog.ts';
import type { DeskEntry } from '../../shared/commands.ts';
import { startProxy } from '../support/proxy.ts';
import { openReader } from '../support/reader.ts';
import { liveBlog, onRead } from './support.ts';

/** So much at once that nobody who has missed it can be told of each. */
async function publishTooMuch(desk: Desk): Promise<void> {
  await Promise.all(Array.from({ length: 310 }, () => desk.publish('storm', { headline: 'More' })));
}

test('[R7] a page of older entries stays one after a snapshot, without what was removed', async () => {
  const { url, desk } = await liveBlog(45);
  const { blog: newest } = await openReader(url, 'storm');
  const page = await readOlder(url, newest(), newest().older!);
  const [first, second] = page.entries;
  await desk.remove('storm', second!.id);
  await publishTooMuch(desk);
  let shown: Blog = { ...newest(), ...page };
  const follower = follow({
    origin: url,
    blog: shown,
    isOlderPage: true,
    onBlog: (blog) => (shown = blog),
    onConnection: () => {},
  });
  onTestFinished(() => follower.close());
  await expect.poll(() => shown.seq, { timeout: 10_000 }).toBe(357);
  const ids = shown.entries.map(({ id }) => id);
  expect(ids).toContain(first!.id);
  expect(ids).not.toContain(second!.id);
  expect(shown.entries.at(-1)!.headline).toBe('1');
  expect(shown.older).toBeNull();
});

/** A reader who has gone back to the first of `count` entries, and then misses more than can be caught up. */
async function tooLongAway(count: number, meanwhile: (desk: Desk, entries: DeskEntry[]) => Promise<unknown>) {
  const { url, desk, entries } = await liveBlog(count);
  const network = await startProxy(url);
  const reader = await openReader(network.url, 'storm');
  await reader.is('live');
  while (reader.blog().older !== null) await reader.loadOlder();
  network.set('refuse');
  await reader.is('reconnecting');
  await meanwhile(desk, entries);
  await publishTooMuch(desk);
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

test('[R6] what comes while older entries are read again is asked for behind them', async () => {
  const { url, desk } = await liveBlog(45);
  const before = await openReader(url, 'storm');
  while (before.blog().older !== null) await before.loadOlder();
  const held = before.blog();
  before.close();
  await publishTooMuch(desk);

  let shown = held;
  let pushed = 0;
  const line = openLine(url);
  onRead('&limit=', async (read) => {
    if (read > 1) return null;
    await desk.publish('storm', { headline: 'Meanwhile' });
    await expect.poll(() => pushed).toBe(1);
    return null;
  });
  const follower = follow({
    origin: url,
    // Nobody on it says now and then how far the blog is: that would bring it, too, but late.
    line: {
      ...line,
      add: (listener) =>
        line.add({
          ...listener,
          audience: () => {},
          update: (update) => {
            pushed += 1;
            listener.update(update);
          },
        }),
    },
    blog: held,
    onBlog: (blog) => (shown = blog),
    onConnection: () => {},
  });
  onTestFinished(() => follower.close());
  await expect.poll(() => shown.entries[0]?.headline, { timeout: 10_000 }).toBe('Meanwhile');
  expect(shown.entries.map(({ id }) => id)).toEqual(expect.arrayContaining(held.entries.map(({ id }) => id)));
  expect(shown.entries.length).toBe(45 + 310 + 1);
});
