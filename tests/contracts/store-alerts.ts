/** What every store must do so that each alert is told once, by one node, and taken back when it must be. */
import { describe, expect, onTestFinished, test } from 'vitest';
import { newBlog } from '../../server/newsroom/blogs.ts';
import type { Store } from '../../server/store/store.ts';
import type { EntryRow } from '../../server/store/tables.ts';
import { AlertReads } from '../../server/features/alerts/reads.ts';
import type { AlertRow, AlertTables } from '../../server/features/alerts/tables.ts';
import { AlertWrites } from '../../server/features/alerts/writes.ts';
import { check, createBlog } from '../../shared/commands.ts';

const minute = (n: number): string => new Date(Date.UTC(2026, 11, 11, 14, n)).toISOString();
const found = (claims: (AlertRow | undefined)[]) => claims.filter((claim) => claim !== undefined);

const writing = <T>(store: Store, work: (alerts: AlertWrites) => Promise<T>): Promise<T> =>
  store.transaction((transaction) => work(new AlertWrites(transaction)));

export function storeAlertsContract(open: (beside?: Store) => Promise<Store>): void {
  /** Nodes on one database, with an entry `e` that subscribers are to be told of. */
  async function nodes(count: number) {
    const first = await open();
    const stores = [first, ...(await Promise.all(Array.from({ length: count - 1 }, () => open(first))))];
    onTestFinished(() => Promise.all(stores.map((store) => store.close())).then(() => {}));
    const command = check(createBlog, { slug: 'one', title: 'One' });
    if (!command.ok) throw new Error('not a blog');
    const blog = newBlog('one', command.value, minute(0));
    await first.transaction(async (transaction) => {
      await transaction.addBlog(blog);
      await transaction.saveEntry(entryIn(blog.id));
      await new AlertWrites(transaction).add({
        entry: 'e',
        blog: blog.id,
        is_breaking: 0,
        made_at: minute(0),
      });
    });
    const claimAll = (now: number) =>
      Promise.all(
        stores.map((store) =>
          writing(store, (alerts) => alerts.claim(minute(now - 30), minute(now), minute(now + 1))),
        ),
      );
    return { first, stores, blog, claimAll };
  }

  describe('alerts', () => {
    test('of many nodes that look at once one gets it; when that one is silent, another goes on where it was', async () => {
      const { first, claimAll } = await nodes(4);
      const [claim, ...others] = found(await claimAll(1));
      expect(others).toEqual([]);
      await writing(first, (alerts) => alerts.progress(claim!, { reached: 'm' }));
      expect(found(await claimAll(1))).toEqual([]);
      const again = found(await claimAll(3));
      expect(again).toMatchObject([{ entry: 'e', reached: 'm' }]);
      expect(await writing(first, (alerts) => alerts.progress(claim!, { reached: 'z' }))).toBeUndefined();
      await writing(first, (alerts) => alerts.progress(again[0]!, { is_done: 1 }));
      expect(found(await claimAll(5))).toEqual([]);
    });

    test('what is too old is told nobody, and each entry has one alert', async () => {
      const { first, blog, claimAll } = await nodes(1);
      expect(found(await claimAll(31))).toEqual([]);
      const [claim] = found(await claimAll(29));
      await writing(first, async (alerts) => {
        await alerts.progress(claim!, { is_done: 1 });
        await alerts.add({ entry: 'e', blog: blog.id, is_breaking: 1, made_at: minute(29) });
      });
      expect(found(await claimAll(31))).toEqual([]);
    });

    test('[R7] a withdrawal drops what nobody was told, stops who is telling, and starts from the first', async () => {
      const { first, claimAll } = await nodes(1);
      const withdraw = (n: number) => writing(first, (alerts) => alerts.withdraw('e', minute(n)));
      const [claim] = found(await claimAll(1));
      const told = await writing(first, (alerts) => alerts.progress(claim!, { reached: 'm' }));
      await withdraw(2);
      expect(await writing(first, (alerts) => alerts.progress(told!, { reached: 'z' }))).toBeUndefined();
      expect(found(await claimAll(3))).toMatchObject([{ entry: 'e', is_withdrawn: 1, reached: '' }]);

      const fresh = await nodes(1);
      await writing(fresh.first, (alerts) => alerts.withdraw('e', minute(0)));
      expect(found(await fresh.claimAll(1))).toEqual([]);
    });

    test('subscribers come in pages, those who want this; one that is gone is gone for every blog', async () => {
      const { first, blog, claimAll } = await nodes(1);
      const [alert] = found(await claimAll(1));
      const subscriber = (id: string, which: 'breaking' | 'key') => ({
        ...{ id, which, blog: blog.id, endpoint: `https://push/${id}`, p256dh: 'p', auth: 'a' },
        created_at: minute(0),
      });
      await writing(first, async (alerts) => {
        for (const id of ['c', 'a', 'b']) await alerts.putSubscriber(subscriber(id, 'key'));
        await alerts.putSubscriber(subscriber('b', 'breaking'));
      });
      const ids = async (about: Partial<AlertRow>, most = 10) =>
        (await new AlertReads(first.reading<AlertTables>()).nextToTell({ ...alert!, ...about }, most)).map(
          ({ id }) => id,
        );
      expect(await ids({})).toEqual(['a', 'c']);
      expect(await ids({ is_breaking: 1 }, 2)).toEqual(['a', 'b']);
      expect(await ids({ is_breaking: 1, reached: 'b' })).toEqual(['c']);
      await writing(first, (alerts) => alerts.forgetSubscribers(['a', 'c']));
      expect(await new AlertReads(first.reading<AlertTables>()).subscribers(blog.id)).toBe(1);
    });

    test('a secret is made once, whoever comes at the same moment', async () => {
      const { stores } = await nodes(4);
      const values = await Promise.all(
        stores.map((store, n) => store.transaction((transaction) => transaction.secret('key', `of ${n}`))),
      );
      expect(new Set(values).size).toBe(1);
    });
  });
}

const entryIn = (blog: string): EntryRow => ({
  ...{ id: 'e', blog, seq: 1, revision: 1, state: 'published', headline: 'News', html: '', authors: '[]' },
  ...{ key_event: 1, breaking: 0, pinned: 0, correction: null, published_at: minute(0), updated_at: null },
  ...{ publish_at: null, created_by: '', created_by_name: '', changed_at: minute(0) },
});
