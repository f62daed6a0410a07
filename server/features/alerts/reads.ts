/** Who wants to be told of news, and what there is to tell. */
import type { BlogRow, EntryRow, Reading, Tables } from '../../store/tables.ts';
import type { AlertRow, AlertTables, SubscriberRow } from './tables.ts';

export class AlertReads {
  readonly #db: Reading<Tables & AlertTables>;

  constructor(db: Reading<Tables & AlertTables>) {
    this.#db = db;
  }

  async subscribers(blog: string): Promise<number> {
    const { count } = await this.#db
      .selectFrom('subscriber')
      .select((e) => e.fn.countAll<number>().as('count'))
      .where('blog', '=', blog)
      .executeTakeFirstOrThrow();
    return Number(count);
  }

  /** The next `limit` subscribers who are to hear of the alert, in the order of their ids. */
  nextToTell({ blog, is_breaking, reached }: AlertRow, limit: number): Promise<SubscriberRow[]> {
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

  /** What the alert is about, as it is now. */
  async subject({ blog, entry }: AlertRow): Promise<{ blog: BlogRow; entry: EntryRow }> {
    return {
      blog: await this.#db.selectFrom('blog').selectAll().where('id', '=', blog).executeTakeFirstOrThrow(),
      entry: await this.#db.selectFrom('entry').selectAll().where('id', '=', entry).executeTakeFirstOrThrow(),
    };
  }
}
