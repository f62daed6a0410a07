/** What a transaction changes in who is told, and of what. The rules stand in news.ts and subscribers.ts. */
import type { Kysely } from 'kysely';
import type { Tables } from '../../store/tables.ts';
import type { Transaction } from '../../store/transaction.ts';
import { AlertReads } from './reads.ts';
import type { AlertRow, AlertTables, SubscriberRow } from './tables.ts';

/** In a command's transaction. */
export class AlertWrites extends AlertReads {
  readonly #db: Kysely<Tables & AlertTables>;

  constructor(transaction: Transaction) {
    const db = transaction.tables<AlertTables>();
    super(db);
    this.#db = db;
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

  /** Nothing happens where there was an alert of this entry before. */
  async add(alert: Pick<AlertRow, 'entry' | 'blog' | 'is_breaking' | 'made_at'>): Promise<void> {
    await this.#db
      .insertInto('alert')
      .values({ ...alert, is_withdrawn: 0, is_done: 0, reached: null, claimed_until: '' })
      .onConflict((c) => c.column('entry').doNothing())
      .execute();
  }

  /** What nobody was told yet is dropped; else it is to be taken back from the first subscriber on. */
  async withdraw(entry: string, now: string): Promise<void> {
    await this.#db.deleteFrom('alert').where('entry', '=', entry).where('reached', 'is', null).execute();
    await this.#db
      .updateTable('alert')
      .set({ is_withdrawn: 1, is_done: 0, reached: '', claimed_until: '', made_at: now })
      .where('entry', '=', entry)
      .execute();
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

  /** The blog is about to go, and its entries with it. */
  async forgetBlog(blog: string): Promise<void> {
    await this.#db.deleteFrom('alert').where('blog', '=', blog).execute();
    await this.#db.deleteFrom('subscriber').where('blog', '=', blog).execute();
  }

  async forgetBefore(at: string): Promise<void> {
    await this.#db.deleteFrom('alert').where('made_at', '<', at).execute();
  }
}
