/** What every store must tell the desk, whatever its engine. */
import { describe, expect, onTestFinished, test } from 'vitest';
import { check, createBlog } from '../../shared/commands.ts';
import type { DeskPage } from '../../shared/desk.ts';
import { placeOf } from '../../shared/blog.ts';
import { newBlog } from '../../server/newsroom/blogs.ts';
import type { Listing } from '../../server/store/desk.ts';
import { GONE_AFTER_MS, type PresentWrites } from '../../server/store/present.ts';
import { NOTHING_SAID } from '../../server/store/rows.ts';
import type { Store } from '../../server/store/store.ts';
import type { BlogRow, EntryRow } from '../../server/store/tables.ts';

const AT = '2026-12-11T14:00:00.000Z';
const minute = (n: number): string => new Date(Date.parse(AT) + n * 60_000).toISOString();

export function storeDeskContract(open: () => Promise<Store>): void {
  async function filled(rows: Partial<EntryRow>[]) {
    const store = await open();
    onTestFinished(() => store.close());
    const command = check(createBlog, { slug: 'one', title: 'One' });
    if (!command.ok) throw new Error('not a blog');
    const blog = newBlog('one', command.value, AT);
    await store.transaction(async (transaction) => {
      await transaction.addBlog(blog);
      for (const [n, row] of rows.entries()) {
        const entry = { ...entryOf(blog, n), ...row };
        await transaction.saveEntry(entry);
        await transaction.addRevision(entry, 'somebody', entry.changed_at, null);
      }
    });
    const page = (listing: Partial<Listing> = {}): Promise<DeskPage> =>
      store.desk.page(blog, { state: undefined, search: '', before: null, limit: 20, ...listing });
    return { store, blog, page };
  }

  const headlines = (page: DeskPage) => page.entries.map(({ headline }) => headline);

  describe('the desk’s lists', () => {
    test('go by last change, by publication or by due time, and have no removed entries unless asked', async () => {
      const { page } = await filled([
        { headline: 'a', state: 'draft', changed_at: minute(5) },
        { headline: 'b', state: 'published', published_at: minute(9), changed_at: minute(1) },
        { headline: 'c', state: 'published', published_at: minute(2), changed_at: minute(8) },
        { headline: 'd', state: 'scheduled', publish_at: minute(40), changed_at: minute(2) },
        { headline: 'e', state: 'scheduled', publish_at: minute(30), changed_at: minute(3) },
        { headline: 'f', state: 'removed', changed_at: minute(9) },
      ]);
      expect(headlines(await page())).toEqual(['c', 'a', 'e', 'd', 'b']);
      expect(headlines(await page({ state: 'published' }))).toEqual(['b', 'c']);
      expect(headlines(await page({ state: 'scheduled' }))).toEqual(['d', 'e']);
      expect(headlines(await page({ state: 'removed' }))).toEqual(['f']);
    });

    test('go on from a cursor, also among entries of one moment, and through more than one search reads', async () => {
      const many = Array.from({ length: 450 }, (_, n) => ({ headline: `${n}`, changed_at: minute(n >> 2) }));
      const { page } = await filled(many.map((row) => ({ ...row, state: 'draft' as const })));
      const seen: (string | null)[] = [];
      let before: string | null = null;
      do {
        const next: DeskPage = await page({ limit: 70, before: before === null ? null : placeOf(before) });
        seen.push(...headlines(next));
        before = next.older;
      } while (before !== null);
      expect(seen).toEqual(many.map(({ headline }) => headline).reverse());
      expect(headlines(await page({ search: '17', limit: 100 }))).toHaveLength(15);
    });

    test('count by state, and what was published since', async () => {
      const { store, blog } = await filled([
        { state: 'published', published_at: minute(1) },
        { state: 'published', published_at: minute(3) },
        { state: 'submitted' },
      ]);
      expect(await store.desk.counts(blog)).toMatchObject({ published: 2, submitted: 1, draft: 0 });
      expect(await store.desk.publishedSince(blog, minute(2))).toBe(1);
    });
  });

  test('who is here is told until they go, or have not been seen for a while', async () => {
    const { store } = await filled([]);
    const write = (work: (present: PresentWrites) => Promise<void>) =>
      store.transaction(({ present }) => work(present));
    const now = new Date().toISOString();
    const longAgo = new Date(Date.now() - GONE_AFTER_MS - 1_000).toISOString();
    const person = { id: 'a', name: 'Ann', blog: 'one', editing: null, seen_at: now };
    await write((present) => present.put(person));
    await write((present) => present.put({ ...person, id: 'b', name: 'Bea', seen_at: longAgo }));
    await write((present) => present.put({ ...person, editing: 'x' }));
    expect(await store.present.at('one')).toMatchObject([{ name: 'Ann', editing: 'x' }]);
    await write((present) => present.gone('a'));
    expect(await store.present.at('one')).toEqual([]);
    await write((present) => present.seen(['b'], now));
    expect(await store.present.at('one')).toMatchObject([{ name: 'Bea' }]);
  });

  test('a revision from before there was a column says nothing in it, whatever the entry says today', async () => {
    const { store, blog } = await filled([{ headline: 'Today', correction: 'Corrected' }]);
    const { correction: _none, changed_at: _at, ...old } = { ...entryOf(blog, 0), headline: 'Then' };
    await store.transaction((transaction) =>
      transaction.addRevision({ ...old, revision: 0 } as EntryRow, 'somebody', minute(-1), null),
    );
    const [, then] = (await store.desk.history(blog, 'e0000'))!;
    expect(then!.entry).toMatchObject({ headline: 'Then', correction: null, changedAt: minute(-1) });
  });

  test('each node hears how many readers the others have', async () => {
    const { store } = await filled([]);
    const now = new Date().toISOString();
    const count = (node: string, own: Record<string, number>, at = now) =>
      store.transaction(({ present }) => present.count(node, new Map(Object.entries(own)), at));
    await count('node1', { one: 5, two: 1 });
    await count('node2', { one: 7 });
    await count('silent', { one: 100 }, new Date(Date.now() - GONE_AFTER_MS - 1_000).toISOString());
    expect(await count('node3', {})).toEqual(new Map(Object.entries({ one: 12, two: 1 })));
    await count('node1', {});
    expect(await count('node3', {})).toEqual(new Map([['one', 7]]));
  });
}

function entryOf(blog: BlogRow, n: number): EntryRow {
  return {
    id: `e${String(n).padStart(4, '0')}`,
    blog: blog.id,
    seq: 0,
    revision: 1,
    state: 'draft',
    ...NOTHING_SAID,
    headline: `Entry ${n}`,
    published_at: null,
    updated_at: null,
    publish_at: null,
    created_by: 'somebody',
    created_by_name: 'Somebody',
    changed_at: AT,
  };
}
