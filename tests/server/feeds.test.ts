import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Update } from '../../shared/blog.ts';
import * as commands from '../../shared/commands.ts';
import type { Bus } from '../../server/bus/bus.ts';
import { localBus } from '../../server/bus/local.ts';
import { Feed } from '../../server/feeds/feed.ts';
import { Feeds } from '../../server/feeds/feeds.ts';
import { commitTo } from '../../server/newsroom/commit.ts';
import { Newsroom } from '../../server/newsroom/newsroom.ts';
import { SYSTEM } from '../../server/newsroom/people.ts';
import { CATCH_UP_LIMIT, PAGE_SIZE } from '../../server/store/public.ts';
import { sqliteDialect } from '../../server/store/sqlite.ts';
import { SCHEMA } from '../../server/record.ts';
import { Store } from '../../server/store/store.ts';
import { newFolder } from '../support/service.ts';

const BY = { actor: SYSTEM };

/** Feeds over a real store, with a bus that may be deaf, and all that they emit. */
async function feedsOver({ bus = localBus(), checkEvery = 3_600_000, idleAfter = 60_000 } = {}) {
  const file = join(await newFolder(), 'test.sqlite');
  let questions = 0;
  const store = await Store.open(sqliteDialect(file), SCHEMA, () => (questions += 1));
  const emitted: Update[] = [];
  const feeds = new Feeds({
    store,
    bus,
    onError: (error) => expect.unreachable(String(error)),
    checkEvery,
    idleAfter,
  });
  feeds.serve({ push: (update) => emitted.push(update), isWatched: () => false, tellStale() {}, end() {} });
  onTestFinished(async () => {
    await feeds.close();
    await store.close();
  });
  const newsroom = new Newsroom(store, commitTo(store, bus), () => 'http://localhost');
  await newsroom.createBlog(BY, valid(commands.createBlog, { slug: 'storm', title: 'Storm' }));
  const publish = (headline: string) =>
    newsroom.createEntry(BY, 'storm', valid(commands.createEntry, { headline }));
  /** How many questions the record is asked for this. */
  const askedFor = async (work: () => Promise<unknown>): Promise<number> => {
    const before = questions;
    await work();
    return questions - before;
  };
  return { file, store, feeds, newsroom, publish, emitted, askedFor };
}

function valid<Schema extends Parameters<typeof commands.check>[0]>(schema: Schema, input: unknown) {
  const checked = commands.check(schema, input);
  if (!checked.ok) throw new Error(JSON.stringify(checked.errors));
  return checked.value;
}

const deafBus = (): Bus => ({ ...localBus(), ring() {} });

test('[R5] without any bell, the timer brings the news', async () => {
  const { feeds, publish, emitted } = await feedsOver({ bus: deafBus(), checkEvery: 50 });
  const feed = (await feeds.get('storm'))!;
  await publish('unheard');
  await expect.poll(() => feed.blog.entries[0]?.headline).toBe('unheard');
  expect(emitted.map(({ from, to }) => [from, to])).toEqual([[1, 2]]);
});

test('a bell that rings while the feed is being loaded is not lost', async () => {
  const { feeds, publish } = await feedsOver();
  const loading = feeds.get('storm');
  const publishing = publish('meanwhile');
  const feed = (await loading)!;
  await publishing;
  await expect.poll(() => feed.blog.seq).toBe(2);
});

test('a storm of interest loads a blog once; without interest it is let go', async () => {
  const { feeds } = await feedsOver({ idleAfter: -1 });
  const [first, ...others] = await Promise.all(Array.from({ length: 50 }, () => feeds.get('storm')));
  expect(others.every((other) => other === first)).toBe(true);
  await feeds.check();
  expect([...feeds.clocks()]).toEqual([]);
  expect(await feeds.get('storm')).not.toBe(first);
});

test('[R3] a blog that moves on while its feed is loaded: whoever lacks a little of it gets no snapshot', async () => {
  const { store, publish } = await feedsOver();
  for (let n = 0; n < CATCH_UP_LIMIT; n += 1) await publish(`${n}`);
  const read = Object.create(store.public) as typeof store.public;
  read.newsSince = async (slug, after) => {
    const news = await store.public.newsSince(slug, after);
    if (after === 0) await publish('meanwhile');
    return news;
  };
  const feed = (await Feed.load({ read, emit() {}, renew: async () => {} }, 'storm'))!;
  expect(feed.canTell(feed.blog.seq - 5)).toBe(true);
});

test('a blog that was not there is found once it is', async () => {
  const { feeds, newsroom } = await feedsOver();
  expect(await feeds.get('later')).toBeUndefined();
  await newsroom.createBlog(BY, valid(commands.createBlog, { slug: 'later', title: 'Later' }));
  expect((await feeds.get('later'))!.blog.head.title).toBe('Later');
});

test('a blog’s picture comes with its head: nobody asks the record for it apart', async () => {
  const { feeds, newsroom, askedFor } = await feedsOver({ bus: deafBus() });
  const image = 'https://pictures.test/river.jpg';
  const feed = (await feeds.get('storm'))!;
  await feed.catchUp();
  await newsroom.changeBlog(BY, 'storm', { image });
  // The blog, its entries, and which of them are marked.
  expect(await askedFor(() => feed.catchUp())).toBe(3);
  expect(feed.blog).toMatchObject({ image, imageAlt: null });
});

describe('[R3] [R6] a feed', () => {
  test('answers every question as the store does, through publications, edits and removals, and after a reload', async () => {
    const { store, feeds, newsroom, publish } = await feedsOver();
    const { epoch } = (await feeds.get('storm'))!.blog;
    const ids: string[] = [];
    for (let n = 0; n < 90; n += 1) {
      const feed = (await feeds.get('storm'))!;
      if (n % 6 === 5) await newsroom.removeEntry(BY, 'storm', ids.splice((n * 5) % ids.length, 1)[0]!);
      else ids.push((await publish(`${n}`)).id);
      await expect.poll(() => feed.blog.seq).toBe(n + 2);
    }
    const feed = (await feeds.get('storm'))!;
    expect(feed.blog.epoch).toBe(epoch); // nothing of this has looked like another past
    const reloaded = new Feeds({ store, bus: localBus(), onError: () => {} });
    onTestFinished(() => reloaded.close());
    const fresh = (await reloaded.get('storm'))!;
    for (const after of [0, 1, 2, 45, 90, 91, 92]) {
      const { entries, ...told } = (await store.public.updateSince('storm', after))!;
      for (const answer of [feed.updateSince(after), fresh.updateSince(after)]) {
        expect(answer.from).toBe(told.from);
        expect(answer.to).toBe(told.to);
        if (told.head) expect(answer.head).toEqual(told.head);
        if (told.from > 0) expect(answer.entries).toEqual(entries);
        else expect(answer.entries.slice(0, PAGE_SIZE)).toEqual(entries.slice(0, PAGE_SIZE));
      }
    }
  });

  test('keeps between one and two pages, whatever comes and goes', async () => {
    const { feeds, newsroom, publish } = await feedsOver();
    const ids: string[] = [];
    for (let n = 0; n < 100; n += 1) ids.push((await publish(`${n}`)).id);
    const feed = (await feeds.get('storm'))!;
    for (const id of ids.reverse().slice(0, 85)) {
      await newsroom.removeEntry(BY, 'storm', id);
      await expect.poll(() => feed.blog.entries.some((entry) => entry.id === id)).toBe(false);
      expect(feed.blog.entries.length).toBeGreaterThanOrEqual(Math.min(PAGE_SIZE, 15));
      expect(feed.blog.entries.length).toBeLessThan(2 * PAGE_SIZE);
    }
    expect(feed.blog).toMatchObject({ older: null });
    expect(feed.blog.entries.length).toBe(15);
  });
});

describe('[R6] a record that has another past than this node', () => {
  test.each([
    ['its clock goes backwards', `update blog set seq = seq - 1`],
    [
      'it says something else of the same moment',
      `update entry set html = '<p>Other</p>' where headline = 'three'`,
    ],
    [
      'it knows nothing of the last entry, and went on',
      `update entry set seq = 2 where headline = 'three'; update blog set seq = 9`,
    ],
  ])('%s: it gets another epoch, and everybody a snapshot above every seq before', async (_, sql) => {
    const { file, feeds, publish, emitted } = await feedsOver({ bus: deafBus() });
    const feed = (await feeds.get('storm'))!;
    const before = feed.blog.epoch;
    for (const headline of ['one', 'two', 'three']) {
      await publish(headline);
      await feeds.check();
    }
    expect(feed.blog).toMatchObject({ seq: 4, epoch: before });
    const database = new DatabaseSync(file);
    database.exec(sql);
    database.close();
    await feed.catchUp();
    expect(feed.blog.epoch).not.toBe(before);
    expect(feed.blog.seq).toBeGreaterThan(1_000_000);
    expect(emitted.at(-1)).toMatchObject({ from: 0, epoch: feed.blog.epoch });
    // Whoever holds the other past gets this one, with or without a word of the epoch.
    expect(feed.updateSince(4)).toMatchObject({ from: 0 });
    expect(feed.updateSince(feed.blog.seq, before)).toMatchObject({ from: 0 });
    expect(feed.updateSince(feed.blog.seq, feed.blog.epoch)).toMatchObject({
      from: feed.blog.seq,
      entries: [],
    });
  });
});
