/** What every store must tell of an entry that somebody has the address of, whatever its engine. */
import { describe, expect, onTestFinished, test } from 'vitest';
import { newBlog } from '../../server/newsroom/blogs.ts';
import { newEntry } from '../../server/newsroom/entries.ts';
import type { Store } from '../../server/store/store.ts';
import type { EntryRow } from '../../server/store/tables.ts';
import { check, createBlog, createEntry } from '../../shared/commands.ts';

const AT = '2026-12-11T14:00:00.000Z';
const minute = (n: number): string => new Date(Date.parse(AT) + n * 60_000).toISOString();
const BY = { id: 'somebody', name: 'Somebody' };

export function storeLinksContract(open: () => Promise<Store>): void {
  /** Two blogs with these entries each, in one minute's distance; ids are `one0`, `one1`, … */
  async function filled(rows: Partial<EntryRow>[]) {
    const store = await open();
    onTestFinished(() => store.close());
    for (const slug of ['one', 'two']) {
      const blog = check(createBlog, { slug, title: 'Blog' });
      const entry = check(createEntry, { headline: 'Entry' });
      if (!blog.ok || !entry.ok) throw new Error('not a command');
      await store.transaction(async (transaction) => {
        const row = newBlog(slug, blog.value, AT);
        await transaction.addBlog(row);
        for (const [n, changes] of rows.entries())
          await transaction.saveEntry({
            ...newEntry(slug + n, row, entry.value, BY, minute(n), 'http://localhost').entry,
            seq: n + 1,
            ...changes,
          });
      });
    }
    return store.public;
  }

  describe('an entry’s address', () => {
    test('leads to the page that begins with it, and says how many are newer', async () => {
      const read = await filled([
        {},
        {},
        {},
        { state: 'draft', published_at: null, seq: 0 },
        {},
        { state: 'removed' },
      ]);
      const page = (await read.pageFrom('one', 'one2', 2))!;
      expect(page).toMatchObject({ newer: 1, entries: [{ id: 'one2' }, { id: 'one1' }] });
      expect(page).toHaveProperty('older', expect.stringMatching(/-one1$/));
      expect(await read.pageFrom('one', 'one4', 10)).toMatchObject({ newer: 0, older: null });
    });

    test('tells entries of one moment apart', async () => {
      const read = await filled([0, 1, 2].map(() => ({ published_at: AT })));
      for (const n of [0, 1, 2])
        expect(await read.pageFrom('one', `one${n}`, 1)).toMatchObject({
          newer: 2 - n,
          entries: [{ id: `one${n}` }],
        });
    });

    test('says of what was removed that it was, and nothing of what readers never saw', async () => {
      const never = { published_at: null, seq: 0 } as const;
      const read = await filled([
        { state: 'removed' },
        { state: 'removed', ...never },
        { state: 'draft', ...never },
        { state: 'scheduled', ...never, publish_at: minute(9) },
        { state: 'draft', published_at: null }, // removed, then restored for the desk
      ]);
      expect(await read.pageFrom('one', 'one0', 5)).toBe('removed');
      expect(await read.pageFrom('one', 'one4', 5)).toBe('removed');
      for (const id of ['one1', 'one2', 'one3', 'two0', 'nothing'])
        expect(await read.pageFrom('one', id, 5)).toBeUndefined();
      expect(await read.pageFrom('none', 'one0', 5)).toBeUndefined();
    });
  });

  test('what was removed lately comes newest first, of one blog, without what readers never saw', async () => {
    const gone = { state: 'removed' } as const;
    const read = await filled([
      gone,
      { ...gone, changed_at: minute(9) },
      {},
      { ...gone, published_at: null, seq: 0 },
      { state: 'draft', published_at: null }, // removed, then restored for the desk
    ]);
    const removed = (limit: number) => read.removedLately('one', limit);
    expect(await removed(10)).toEqual([
      { id: 'one1', at: minute(9) },
      { id: 'one4', at: minute(4) },
      { id: 'one0', at: minute(0) },
    ]);
    expect(await removed(1)).toHaveLength(1);
  });
}
