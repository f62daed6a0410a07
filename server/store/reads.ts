/** What the newsroom asks the record: rows, in whatever state they are. What readers may see of them, public.ts says. */
import type { BlogRow, EntryRow, Reading, TokenRow } from './tables.ts';

export class Reads {
  readonly #db: Reading;

  constructor(db: Reading) {
    this.#db = db;
  }

  /** Newest first. */
  blogs(): Promise<BlogRow[]> {
    return this.#db
      .selectFrom('blog')
      .selectAll()
      .orderBy('updated_at', 'desc')
      .orderBy('id', 'desc')
      .execute();
  }

  blog(slug: string): Promise<BlogRow | undefined> {
    return this.#db.selectFrom('blog').selectAll().where('slug', '=', slug).executeTakeFirst();
  }

  /** In whatever state it is. */
  entry(slug: string, id: string): Promise<EntryRow | undefined> {
    return this.#db
      .selectFrom('entry')
      .innerJoin('blog', 'blog.id', 'entry.blog')
      .selectAll('entry')
      .where('blog.slug', '=', slug)
      .where('entry.id', '=', id)
      .executeTakeFirst();
  }

  /** Scheduled entries whose time has come, the most overdue first. */
  due(now: string): Promise<{ slug: string; id: string }[]> {
    return this.#scheduled().select(['blog.slug', 'entry.id']).where('publish_at', '<=', now).execute();
  }

  /** When the next scheduled entry is due; undefined where there is none. */
  async nextDue(): Promise<string | undefined> {
    const next = await this.#scheduled().select('publish_at').limit(1).executeTakeFirst();
    return next?.publish_at ?? undefined;
  }

  /** What is scheduled on a blog that has ended waits until it goes on. */
  #scheduled() {
    return this.#db
      .selectFrom('entry')
      .innerJoin('blog', 'blog.id', 'entry.blog')
      .where('entry.state', '=', 'scheduled')
      .where('blog.status', '<>', 'ended')
      .orderBy('publish_at');
  }

  token(hash: string): Promise<TokenRow | undefined> {
    return this.#db.selectFrom('token').selectAll().where('hash', '=', hash).executeTakeFirst();
  }
}
