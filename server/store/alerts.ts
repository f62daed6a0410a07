/** Who wants to be told of news, and what there is to tell. The rules stand in the newsroom. */
import type { Kysely } from 'kysely';
import type { AlertRow, BlogRow, EntryRow, SubscriberRow, Tables } from './tables.ts';

export class Alerts {
  readonly #db: Kysely<Tables>;
  /** This transaction has left something to send. */
  hasNews = false;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  /** The secret of this name: `fresh`, unless there was one before. */
  async secret(name: string, fresh: string): Promise<string> {
    await this.#db
      .insertInto('secret')
      .values({ name, value: fresh })
      .onConflict((c) => c.column('name').doNothing())
      .execute();
    const { value } = await this.#db
      .selectFrom('secret')
      .select('value')
      .where('name', '=', name)
      .executeTakeFirstOrThrow();
    return value;
  }

  async subscribers(blog: string): Promise<number> {
    const { count } = await this.#db
      .selectFrom('subscriber')
      .select((e) => e.fn.countAll<number>().as('count'))
      .where('blog', '=', blog)
      .executeTakeFirstOrThrow();
    return Number(count);
  }

  /** Adds the subscriber, or replaces it whole. */
  async putSubscriber(row: SubscriberRow): Promise<void> {
    await this.#db
      .insertInto('subscriber')
      .values(row)
      .onConflict((c) => c.columns(['blog', 'id']).doUpdateSet(row))
      .execute();
  }

  async removeSubscriber(blog: string, id: string): Promise<void> {
    await this.#db.deleteFrom('subscriber').where('blog', '=', blog).where('id', '=', id).execute();
  }

  /** The browsers are no more, for any blog. */
  async forgetSubscribers(ids: string[]): Promise<void> {
    if (ids.length > 0) await this.#db.deleteFrom('subscriber').where('id', 'in', ids).execute();
  }

  /** The next `limit` subscribers who are to hear of the alert, in the order of their ids. */
  audience({ blog, is_breaking, reached }: AlertRow, limit: number): Promise<SubscriberRow[]> {
    let query = this.#db
      .selectFrom('subscriber')
      .selectAll()
      .where('blog', '=', blog)
      .where('id', '>', reached ?? '')
      .orderBy('id')
      .limit(limit);
    if (!is_breaking) query = query.where('which', '=', 'key');
    return query.execute();
  }

  /** Nothing happens where there was an alert of this entry before. */
  async add(alert: Pick<AlertRow, 'entry' | 'blog' | 'is_breaking' | 'made_at'>): Promise<void> {
    await this.#db
      .insertInto('alert')
      .values({ ...alert, is_withdrawn: 0, is_done: 0, reached: null, claimed_until: '' })
      .onConflict((c) => c.column('entry').doNothing())
      .execute();
    this.hasNews = true;
  }

  /** What nobody was told yet is dropped; else it is to be taken back from the first subscriber on. */
  async withdraw(entry: string, now: string): Promise<void> {
    await this.#db.deleteFrom('alert').where('entry', '=', entry).where('reached', 'is', null).execute();
    await this.#db
      .updateTable('alert')
      .set({ is_withdrawn: 1, is_done: 0, reached: '', claimed_until: '', made_at: now })
      .where('entry', '=', entry)
      .execute();
    this.hasNews = true;
  }

  /** The oldest alert that waits, made after `horizon`, now claimed until `until`. Of several nodes one gets it. */
  async claim(horizon: string, now: string, until: string): Promise<AlertRow | undefined> {
    const next = await this.#db
      .selectFrom('alert')
      .selectAll()
      .where('is_done', '=', 0)
      .where('claimed_until', '<', now)
      .where('made_at', '>', horizon)
      .orderBy('made_at')
      .limit(1)
      .executeTakeFirst();
    return next && this.progress(next, { reached: next.reached ?? '', claimed_until: until });
  }

  /** Undefined where the alert has been withdrawn, or claimed by another node, since it was read. */
  progress(
    { entry, claimed_until }: AlertRow,
    changes: Partial<Pick<AlertRow, 'reached' | 'claimed_until' | 'is_done'>>,
  ): Promise<AlertRow | undefined> {
    return this.#db
      .updateTable('alert')
      .set(changes)
      .where('entry', '=', entry)
      .where('claimed_until', '=', claimed_until)
      .where('is_done', '=', 0)
      .returningAll()
      .executeTakeFirst();
  }

  /** What the alert is about, as it is now. */
  async subject({ blog, entry }: AlertRow): Promise<{ blog: BlogRow; entry: EntryRow }> {
    return {
      blog: await this.#db.selectFrom('blog').selectAll().where('id', '=', blog).executeTakeFirstOrThrow(),
      entry: await this.#db.selectFrom('entry').selectAll().where('id', '=', entry).executeTakeFirstOrThrow(),
    };
  }

  async forgetBefore(at: string): Promise<void> {
    await this.#db.deleteFrom('alert').where('made_at', '<', at).execute();
  }
}
