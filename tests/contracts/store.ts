/** What every store must do, whatever its engine. An adapter's own test file only says how to open one. */
import { describe, expect, onTestFinished, test } from 'vitest';
import { compare, isEntry, placeOf } from '../../shared/blog.ts';
import { merge } from '../../shared/merge.ts';
import { CATCH_UP_LIMIT, PAGE_SIZE } from '../../server/store/public.ts';
import { NOTHING_SAID } from '../../server/store/rows.ts';
import { Store } from '../../server/store/store.ts';
import type { BlogRow, EntryRow } from '../../server/store/tables.ts';

/** `open` gives a store on an empty database, or another one on the same database as `beside`. */
export function storeContract(open: (beside?: Store) => Promise<Store>): void {
  const newStore = async (beside?: Store): Promise<Store> => {
    const store = await open(beside);
    onTestFinished(() => store.close());
    return store;
  };

  describe('[R1] the clock', () => {
    test('ticks once per command, in commit order, dense from 1, with writers side by side', async () => {
      const store = await newStore();
      const other = await newStore(store);
      await addBlog(store, 'one');
      const seqs = await Promise.all(
        Array.from({ length: 60 }, (_, n) => publish(n % 2 ? store : other, 'one', `e${n}`)),
      );
      expect(seqs.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, n) => n + 2));
      expect((await store.read.blog('one'))?.seq).toBe(61);
    });

    test('stands still when a command fails', async () => {
      const store = await newStore();
      await addBlog(store, 'one');
      const failing = store.transaction(async (transaction) => {
        const blog = (await transaction.lockBlog('one'))!;
        await transaction.tick(blog, {});
        await transaction.saveEntry(entryOf(blog, 'lost', 1));
        throw new Error('changed its mind');
      });
      await expect(failing).rejects.toThrow('changed its mind');
      expect((await store.read.blog('one'))?.seq).toBe(1);
      expect(await store.read.entry('one', 'lost')).toBeUndefined();
      expect(await publish(store, 'one', 'next')).toBe(2);
    });

    test('is each blog’s own', async () => {
      const store = await newStore();
      await addBlog(store, 'one');
      await addBlog(store, 'two');
      await publish(store, 'one', 'a');
      expect(await publish(store, 'two', 'b')).toBe(2);
      expect(await store.public.seqs(['one', 'two', 'none'])).toEqual(
        new Map([
          ['one', 2],
          ['two', 2],
        ]),
      );
    });
  });

  describe('[R3] what changed since', () => {
    test('tells each changed entry once, in its last state, and the head where it changed', async () => {
      const store = await newStore();
      await addBlog(store, 'one');
      await publish(store, 'one', 'a');
      await publish(store, 'one', 'b');
      await publish(store, 'one', 'a', { headline: 'again', revision: 2 });
      const update = (await store.public.updateSince('one', 2))!;
      expect(update).toMatchObject({ blog: 'one', from: 2, to: 4 });
      expect(update.head).toBeUndefined();
      expect(update.entries.map(({ id, seq }) => [id, seq])).toEqual([
        ['b', 3],
        ['a', 4],
      ]);
      await tick(store, 'one', (blog) => ({ title: 'New', head_seq: blog.seq + 1 }));
      expect((await store.public.updateSince('one', 4))!.head?.title).toBe('New');
      expect(await store.public.updateSince('one', 5)).toEqual({
        blog: 'one',
        epoch: expect.any(String),
        from: 5,
        to: 5,
        entries: [],
      });
    });

    test('is a snapshot below the floor, beyond the clock, and too far behind', async () => {
      const store = await newStore();
      await addBlog(store, 'one');
      await publishMany(store, 'one', CATCH_UP_LIMIT + 10);
      const seq = (await store.read.blog('one'))!.seq;
      const fromOf = async (after: number) => (await store.public.updateSince('one', after))!.from;
      expect(await fromOf(0)).toBe(0);
      expect(await fromOf(seq + 1)).toBe(0);
      expect(await fromOf(seq - CATCH_UP_LIMIT - 1)).toBe(0);
      expect(await fromOf(seq - CATCH_UP_LIMIT)).toBe(seq - CATCH_UP_LIMIT);
      await tick(store, 'one', () => ({ floor: seq }));
      expect(await fromOf(seq - 1)).toBe(0);
      expect(await fromOf(seq)).toBe(seq);
    });

    test('does not know drafts, and knows a removed entry as a tombstone without its words', async () => {
      const store = await newStore();
      await addBlog(store, 'one');
      await store.transaction(async (transaction) => {
        const blog = (await transaction.lockBlog('one'))!;
        await transaction.saveEntry({ ...entryOf(blog, 'draft', 0), state: 'draft', published_at: null });
      });
      await publish(store, 'one', 'a');
      await publish(store, 'one', 'a', { state: 'removed', headline: null });
      expect((await store.public.updateSince('one', 1))!.entries).toEqual([
        { id: 'a', seq: 3, removed: true },
      ]);
      expect((await store.public.updateSince('one', 0))!.entries).toEqual([]);
    });

    test('is undefined for a blog that is not there', async () => {
      const store = await newStore();
      expect(await store.public.updateSince('none', 0)).toBeUndefined();
      expect(await store.public.page('none', null, 5)).toBeUndefined();
    });
  });

  describe('pages', () => {
    test('older pages keep their borders while new entries come in, and together hold every entry once', async () => {
      const store = await newStore();
      await addBlog(store, 'one');
      await publishMany(store, 'one', 3 * PAGE_SIZE + 7);
      const borders = new Set<string | null>();
      for (let more = 0; more < PAGE_SIZE - 7; more += 1) {
        borders.add((await store.public.updateSince('one', 0))!.older!);
        await publish(store, 'one', `more${String(more).padStart(3, '0')}`);
      }
      expect(borders.size).toBe(1);

      const snapshot = (await store.public.updateSince('one', 0))!;
      const entries = snapshot.entries.filter(isEntry);
      expect(entries.length).toBe(PAGE_SIZE);
      for (let cursor = snapshot.older; cursor;) {
        const page = (await store.public.page('one', placeOf(cursor), PAGE_SIZE))!;
        expect(page.entries.length).toBe(PAGE_SIZE);
        entries.push(...page.entries);
        cursor = page.older;
      }
      expect(new Set(entries.map(({ id }) => id)).size).toBe(4 * PAGE_SIZE);
      expect(entries.toSorted(compare)).toEqual(entries);
    });

    test('a cursor stays good when its entry is removed', async () => {
      const store = await newStore();
      await addBlog(store, 'one');
      await publishMany(store, 'one', 10);
      const page = (await store.public.page('one', null, 5))!;
      const border = page.entries.at(-1)!;
      await publish(store, 'one', border.id, { state: 'removed', published_at: border.publishedAt });
      const next = (await store.public.page('one', placeOf(page.older!), 5))!;
      expect(next.entries.map(({ id }) => id)).toEqual(['n0004', 'n0003', 'n0002', 'n0001', 'n0000']);
    });
  });

  describe('the head', () => {
    test('holds the pinned entry whole and the key events, newest first, of published entries only', async () => {
      const store = await newStore();
      await addBlog(store, 'one');
      await publish(store, 'one', 'a', {
        key_event: 1,
        headline: null,
        html: '<p>Rain &amp; <em>wind</em></p>',
      });
      await publish(store, 'one', 'b', { key_event: 1, headline: 'Second' });
      await publish(store, 'one', 'c', { pinned: 1 });
      await publish(store, 'one', 'd', { key_event: 1, state: 'removed' });
      const { head } = (await store.public.updateSince('one', 0))!;
      expect(head!.keyEvents.map(({ id, headline }) => [id, headline])).toEqual([
        ['b', 'Second'],
        ['a', 'Rain & wind'],
      ]);
      expect(head!.pinned).toMatchObject({ id: 'c', headline: 'Entry c' });
    });
  });

  describe('[R9] keys', () => {
    test('of two who claim one key at once, one gets it and the other gets its answer', async () => {
      const store = await newStore();
      const other = await newStore(store);
      const command = { who: 'w', key: 'k', fingerprint: 'f', answer: '', at: '2026-12-11T14:00:00.000Z' };
      const claim = (at: Store, answer: string) =>
        at.transaction(async (transaction) => {
          const earlier = await transaction.claim(command);
          if (!earlier) await transaction.saveAnswer(command, answer);
          return earlier?.answer ?? null;
        });
      const answers = await Promise.all([
        claim(store, 'x'),
        claim(other, 'x'),
        claim(store, 'x'),
        claim(other, 'x'),
      ]);
      expect(answers.toSorted()).toEqual([null, 'x', 'x', 'x']);
    });

    test('are free again when the command failed, and when they are forgotten', async () => {
      const store = await newStore();
      const command = { who: 'w', key: 'k', fingerprint: 'f', answer: '', at: '2026-12-11T14:00:00.000Z' };
      const failing = store.transaction(async (transaction) => {
        await transaction.claim(command);
        throw new Error('no');
      });
      await expect(failing).rejects.toThrow('no');
      const claim = () => store.transaction((transaction) => transaction.claim(command));
      expect(await claim()).toBeUndefined();
      expect(await claim()).toBeDefined();
      await store.transaction((transaction) => transaction.forgetCommandsBefore('2026-12-11T14:00:00.001Z'));
      expect(await claim()).toBeUndefined();
    });
  });

  test('opens the same database again, and again at the same time, with everything in it', async () => {
    const store = await newStore();
    await addBlog(store, 'one');
    await publish(store, 'one', 'a');
    const others = await Promise.all([newStore(store), newStore(store), newStore(store)]);
    for (const other of others) {
      expect(await other.public.updateSince('one', 0)).toEqual(await store.public.updateSince('one', 0));
    }
  });

  test('text comes back to the letter', async () => {
    const store = await newStore();
    await addBlog(store, 'one');
    const headline = `[1,2] '"; drop table entry; -- \u{1F30A} \u202Eabc e\u0301 5`;
    await publish(store, 'one', 'a', { headline });
    const blog = merge(null, (await store.public.updateSince('one', 0))!);
    expect(blog).toMatchObject({ entries: [{ headline }] });
    await tick(store, 'one', () => ({ image: '/river.jpg', image_alt: headline }));
    expect(await store.read.blog('one')).toMatchObject({ image: '/river.jpg', image_alt: headline });
  });
}

const AT = '2026-12-11T14:00:00.000Z';

async function addBlog(store: Store, slug: string): Promise<void> {
  const facts = { title: slug, standfirst: '', status: 'live', language: 'en', timezone: 'UTC' } as const;
  const blog: BlogRow = {
    id: slug,
    slug,
    ...facts,
    seq: 1,
    head_seq: 1,
    floor: 1,
    created_at: AT,
    updated_at: AT,
    started_at: AT,
    ended_at: null,
    show_changes: 0,
    front: 'auto',
    sections: '[]',
    embedding: 'all',
    image: null,
    image_alt: null,
    key_order: '[]',
  };
  await store.transaction((transaction) => transaction.addBlog(blog));
}

/** Publishes the entry, or changes it where it is there already; resolves to the blog's clock. */
function publish(store: Store, slug: string, id: string, more: Partial<EntryRow> = {}): Promise<number> {
  return store.transaction(async (transaction) => {
    const blog = (await transaction.lockBlog(slug))!;
    const { seq } = await transaction.tick(blog, {});
    await transaction.saveEntry({ ...entryOf(blog, id, seq), ...more });
    return seq;
  });
}

async function publishMany(store: Store, slug: string, count: number): Promise<void> {
  await store.transaction(async (transaction) => {
    let blog = (await transaction.lockBlog(slug))!;
    for (let n = 0; n < count; n += 1) {
      blog = await transaction.tick(blog, {});
      await transaction.saveEntry(entryOf(blog, `n${String(n).padStart(4, '0')}`, blog.seq));
    }
  });
}

function tick(store: Store, slug: string, changes: (blog: BlogRow) => Partial<BlogRow>): Promise<BlogRow> {
  return store.transaction(async (transaction) => {
    const blog = (await transaction.lockBlog(slug))!;
    return transaction.tick(blog, changes(blog));
  });
}

/** Published a second after the one before it. */
function entryOf(blog: BlogRow, id: string, seq: number): EntryRow {
  return {
    id,
    blog: blog.id,
    seq,
    revision: 1,
    state: 'published',
    ...NOTHING_SAID,
    headline: `Entry ${id}`,
    published_at: new Date(Date.parse(AT) + seq * 1_000).toISOString(),
    updated_at: null,
    publish_at: null,
    created_by: 'somebody',
    created_by_name: 'Somebody',
    changed_at: AT,
  };
}
