import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Blog, compare, cursorAt, type Entry, type Tombstone, type Update } from '../../shared/blog.ts';
import { extend, merge } from '../../shared/merge.ts';
import { type Command, History } from '../support/history.ts';

/** What a desk may do, as fast-check draws it: publish at a time, edit or remove the n-th entry, change the title. */
const command = fc.oneof(
  fc.record({ kind: fc.constant('publish' as const), minute: fc.nat(40) }),
  fc.record({ kind: fc.constant('edit' as const), n: fc.nat(60) }),
  fc.record({ kind: fc.constant('remove' as const), n: fc.nat(60) }),
  fc.record({ kind: fc.constant('title' as const) }),
);
const history = fc.array(command, { minLength: 1, maxLength: 60 }).map((commands) => new History(commands));

describe('[R2] merge', () => {
  test('repeats and overlaps of any size end in the same blog as single steps', () => {
    fc.assert(
      fc.property(history, fc.array(fc.tuple(fc.nat(60), fc.nat(60)), { maxLength: 40 }), (past, ranges) => {
        let blog = past.blogAt(1);
        for (const [a, b] of ranges) {
          const from = 1 + (Math.min(a, b) % past.seq);
          const to = Math.min(past.seq, from + Math.abs(a - b));
          const merged = merge(blog, past.update(from, to));
          if (merged === 'gap') expect(from).toBeGreaterThan(blog.seq);
          else blog = merged;
          expect(blog).toEqual(past.blogAt(blog.seq));
        }
      }),
    );
  });

  test('any order, any repeats, any losses: with catch-up after gaps, the blog equals the record', () => {
    const deliveries = fc.array(fc.tuple(fc.nat(), fc.boolean()), { maxLength: 200 });
    fc.assert(
      fc.property(history, fc.nat(), deliveries, (past, start, schedule) => {
        let blog = past.blogAt(1 + (start % past.seq));
        for (const [n, isLost] of schedule) {
          const to = 2 + (n % past.seq);
          if (isLost || to > past.seq) continue;
          const merged = merge(blog, past.update(to - 1, to));
          blog = merged === 'gap' ? (merge(blog, past.update(blog.seq, to)) as Blog) : merged;
        }
        blog = merge(blog, past.update(blog.seq, past.seq)) as Blog;
        expect(blog).toEqual(past.blogAt(past.seq));
      }),
    );
  });

  test('what is already held gives back the very same object', () => {
    fc.assert(
      fc.property(history, fc.nat(), (past, n) => {
        const blog = past.blogAt(past.seq);
        const to = 1 + (n % past.seq);
        expect(merge(blog, past.update(Math.max(1, to - 1), to))).toBe(blog);
        expect(merge(blog, past.snapshot(to))).toBe(blog);
      }),
    );
  });

  test.each(['again', 'edit'] as const)(
    'an older update’s tombstone takes away no entry that the record has by now: %s',
    (kind) => {
      const commands: Command[] = [
        { kind: 'publish', minute: 1 },
        { kind: 'remove', n: 0 },
        { kind: 'again', n: 0 },
      ];
      const past = new History(kind === 'edit' ? [...commands, { kind, n: 0 }] : commands);
      const removal = past.update(2, 3);
      expect(removal.entries).toEqual([{ id: 'e002', seq: 3, removed: true }]);
      const after = merge(past.blogAt(past.seq), removal) as Blog;
      expect(
        after.entries.map(({ id }) => id),
        'an older update’s tombstone removed a later entry',
      ).toEqual(['e002']);
    },
  );

  test('a snapshot of another epoch replaces what is held, whatever its seq; nothing else of it is taken', () => {
    const past = new History([
      { kind: 'publish', minute: 1 },
      { kind: 'publish', minute: 2 },
    ]);
    const held: Blog = { ...past.blogAt(3), epoch: 'lost' };
    expect(merge(held, { ...past.update(2, 3), epoch: 'found' })).toBe('gap');
    expect(merge(held, { ...past.update(3, 3), epoch: 'found' })).toBe('gap');
    expect(merge(held, { ...past.snapshot(2), epoch: 'found' })).toEqual({
      ...past.blogAt(2),
      epoch: 'found',
    });
    expect(extend(held, { epoch: 'found', seq: 9, entries: [], older: null })).toBe('stale');
    // Who knows of no epoch is of the same.
    expect(merge(held, past.update(2, 3))).toBe(held);
    expect(merge(past.blogAt(2), { ...past.update(2, 3), epoch: 'found' })).toMatchObject({
      seq: 3,
      epoch: 'found',
    });
  });

  test('a snapshot replaces whatever was held before it', () => {
    fc.assert(
      fc.property(history, fc.nat(), (past, n) => {
        const earlier = past.blogAt(1 + (n % past.seq));
        expect(merge(null, past.snapshot(past.seq))).toEqual(past.blogAt(past.seq));
        expect(merge(earlier, past.snapshot(past.seq))).toEqual(past.blogAt(past.seq));
      }),
    );
  });

  test('a snapshot is put in order and freed of tombstones, and keeps its cursor', () => {
    const past = new History([
      { kind: 'publish', minute: 1 },
      { kind: 'publish', minute: 2 },
    ]);
    const { entries, ...whole } = past.snapshot(3);
    const jumbled = [...entries].reverse();
    const blog = merge(null, {
      ...whole,
      entries: [...jumbled, { id: 'gone', seq: 2, removed: true }],
      older: '1-e000',
    }) as Blog;
    expect(blog.entries, 'a tombstone was held as an entry, or entries stand in disorder').toEqual(entries);
    expect(blog.older, 'a snapshot lost the way to older entries').toBe('1-e000');
  });

  test('without anything held, only a snapshot with its head will do', () => {
    const past = new History([{ kind: 'publish', minute: 1 }]);
    expect(merge(null, past.update(1, 2))).toBe('gap');
    const { head: _head, ...headless } = past.snapshot(2);
    expect(merge(null, headless)).toBe('gap');
  });
});

describe('a reader who holds only the newest entries', () => {
  const entry = (id: string, minute: number, seq: number): Entry => ({
    ...new History([]).entry(id, minute),
    seq,
  });
  const window: Blog = {
    ...new History([]).blogAt(1),
    seq: 10,
    entries: [entry('d', 4, 4), entry('c', 3, 3)],
    older: cursorAt(entry('c', 3, 3)),
  };
  const update = (...entries: (Entry | Tombstone)[]): Update => ({
    blog: window.slug,
    from: 10,
    to: 11,
    entries,
  });

  test('ignores changes to entries older than its oldest', () => {
    const after = merge(window, update(entry('b', 2, 11), { id: 'a', seq: 11, removed: true })) as Blog;
    expect(after.entries.map(({ id }) => id)).toEqual(['d', 'c']);
    expect(after.seq).toBe(11);
  });

  test('takes in what belongs between or above', () => {
    const after = merge(window, update(entry('x', 3.5, 11), entry('e', 5, 11))) as Blog;
    expect(after.entries.map(({ id }) => id)).toEqual(['e', 'd', 'x', 'c']);
  });

  test('gets older ones behind its own, and refuses a page that was read before the blog', () => {
    const page = { seq: 11, entries: [entry('c', 3, 3), entry('b', 2, 2), entry('a', 1, 1)], older: null };
    expect(extend(window, { ...page, seq: 9 })).toBe('stale');
    expect(extend(window, { ...page, seq: 10 }), 'a page of the blog’s own moment was refused').not.toBe(
      'stale',
    );
    const longer = extend(window, page) as Blog;
    expect(longer.entries.map(({ id }) => id)).toEqual(['d', 'c', 'b', 'a']);
    expect(longer.older).toBeNull();
    expect([...longer.entries].sort(compare)).toEqual(longer.entries);
  });
});
