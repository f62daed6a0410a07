/** What readers may see of the record, decided here and nowhere else [R7]: cards, entries and pages, never rows. */
import { sql } from 'kysely';
import type { Entry, Page, Update } from '../../shared/blog.ts';
import { goneAt } from './removal.ts';
import { type Card, isPublic, rowAt, toCard, toEntry } from './rows.ts';
import type { BlogRow, EntryRow, Reading } from './tables.ts';
import {
  type AddressOf,
  type ClockedBlog,
  clockedBlog,
  type News,
  newsSince,
  pageBefore,
  pageFrom,
  type Place,
} from './updates.ts';

export { type Card, isPublic, type Picture } from './rows.ts';
export { CATCH_UP_LIMIT, type News, PAGE_SIZE, type Place } from './updates.ts';

/** An entry as readers had it at one revision. */
export interface PublicRevision {
  revision: number;
  at: string;
  headline: string | null;
  html: string;
  correction: string | null;
}

/** Wherever a slug names no blog that readers may see, the answer is undefined, or empty where it is a list. */
export class Public {
  readonly #db: Reading;
  readonly #addressOf: AddressOf;

  constructor(db: Reading, addressOf: AddressOf) {
    this.#db = db;
    this.#addressOf = addressOf;
  }

  /** Newest first. */
  async blogs(): Promise<Card[]> {
    const rows = await this.#blogs().orderBy('updated_at', 'desc').orderBy('id', 'desc').execute();
    return rows.map(toCard);
  }

  async blog(slug: string): Promise<Card | undefined> {
    const row = await this.#blogs().where('slug', '=', slug).executeTakeFirst();
    return row && toCard(row);
  }

  /** Whether there was a blog of this slug that readers could see, it was removed, and none that they may see took its place. */
  async wasRemoved(slug: string): Promise<boolean> {
    return (await goneAt(this.#db, slug)) > 0 && !(await this.blog(slug));
  }

  /** Those that are not for every site. */
  restricted(): Promise<Pick<BlogRow, 'slug' | 'embedding'>[]> {
    return this.#blogs()
      .clearSelect()
      .select(['slug', 'embedding'])
      .where('embedding', '<>', 'all')
      .execute();
  }

  /** The clocks of these blogs, in one question. */
  async seqs(slugs: string[]): Promise<Map<string, number>> {
    if (slugs.length === 0) return new Map();
    const rows = await this.#blogs()
      .clearSelect()
      .select(['slug', 'seq'])
      .where('slug', 'in', slugs)
      .execute();
    return new Map(rows.map((row) => [row.slug, row.seq]));
  }

  /** What has changed since `after`, or a snapshot; see newsSince. */
  async updateSince(slug: string, after: number): Promise<Update | undefined> {
    return (await this.newsSince(slug, after))?.update;
  }

  async newsSince(slug: string, after: number): Promise<News | undefined> {
    const blog = await this.#clocked(slug);
    return blog && newsSince(this.#db, blog, after);
  }

  /** Entries older than `before`, newest first. */
  async page(slug: string, before: Place | null, limit: number): Promise<Page | undefined> {
    const blog = await this.#clocked(slug);
    return blog && pageBefore(this.#db, blog, before, limit);
  }

  /**
   * The page that begins with this entry, and how many entries are newer. `removed` where readers could see it once,
   * undefined where they never could.
   */
  async pageFrom(
    slug: string,
    id: string,
    limit: number,
  ): Promise<(Page & { newer: number }) | 'removed' | undefined> {
    const blog = await this.#clocked(slug);
    const entry = blog && (await this.#entry(blog, id));
    if (!entry || entry.seq === 0) return undefined;
    if (entry.state !== 'published') return 'removed';
    return (await pageFrom(this.#db, blog, entry, limit)) ?? 'removed';
  }

  /** Where the oldest entry stands that is not older than `place`; undefined where all are. */
  async placeFrom(slug: string, place: Place): Promise<Place | undefined> {
    const found = await this.#entries(slug)
      .select(['entry.published_at as publishedAt', 'entry.id'])
      .where('entry.state', '=', 'published')
      .where(sql<boolean>`(entry.published_at, entry.id) >= (${place.publishedAt}, ${place.id})`)
      .orderBy('entry.published_at')
      .orderBy('entry.id')
      .limit(1)
      .executeTakeFirst();
    return found && { publishedAt: found.publishedAt!, id: found.id };
  }

  /** `removed` where readers could see it once. One that has come back since is a draft, and the desk's alone. */
  async entry(slug: string, id: string): Promise<Entry | 'removed' | undefined> {
    const blog = await this.#clocked(slug);
    if (!blog) return undefined;
    const entry = await this.#entry(blog, id);
    if (entry?.state === 'published') return toEntry(entry, blog.address);
    return entry?.state === 'removed' && entry.seq > 0 ? 'removed' : undefined;
  }

  /** What was published in a blog since then and has a headline, newest first. */
  publishedSince({ slug }: Card, since: string, limit: number) {
    return this.#entries(slug)
      .select(['entry.id', 'entry.headline', 'entry.published_at as publishedAt'])
      .select('entry.updated_at as updatedAt')
      .$narrowType<{ headline: string; publishedAt: string }>()
      .where('entry.state', '=', 'published')
      .where('entry.headline', 'is not', null)
      .where('entry.published_at', '>=', since)
      .orderBy('entry.published_at', 'desc')
      .orderBy('entry.id', 'desc')
      .limit(limit)
      .execute();
  }

  /** The entries that readers lost last, newest removal first. */
  removedLately(slug: string, limit: number): Promise<{ id: string; at: string }[]> {
    return this.#entries(slug)
      .select(['entry.id', 'entry.changed_at as at'])
      .where('entry.seq', '>', 0)
      .where('entry.state', '<>', 'published')
      .orderBy('entry.changed_at', 'desc')
      .orderBy('entry.id', 'desc')
      .limit(limit)
      .execute();
  }

  /**
   * What readers could see of an entry over time, oldest first: the newest of them, or those before revision `before`;
   * `older` is the next `before`, or null. Undefined where the entry is not published, or the blog shows no changes.
   */
  async changes(
    slug: string,
    id: string,
    before: number,
    limit: number,
  ): Promise<{ revisions: PublicRevision[]; older: number | null } | undefined> {
    const blog = await this.#clocked(slug);
    if (!blog?.show_changes) return undefined;
    const entry = await this.#entry(blog, id);
    if (entry?.state !== 'published') return undefined;
    const rows = await this.#db
      .selectFrom('revision')
      .selectAll()
      .where('entry', '=', id)
      .where('revision', '<', before)
      .orderBy('revision', 'desc')
      .limit(limit)
      .execute();
    const all = rows.map((revision) => ({ ...revision, row: rowAt(entry, revision) }));
    // What was said before a removal stays gone, even where the entry came back [R7].
    const removal = all.findIndex(({ row }) => row.state === 'removed');
    const since = removal < 0 ? all : all.slice(0, removal);
    const revisions = since
      .filter(({ row }) => row.state === 'published')
      .map(({ revision, at, row }) => {
        const { headline, html, correction } = toEntry(row, blog.address);
        return { revision, at, headline, html, correction };
      });
    const isAll = removal >= 0 || rows.length < limit;
    return { revisions: revisions.reverse(), older: isAll ? null : rows.at(-1)!.revision };
  }

  #blogs() {
    return this.#db.selectFrom('blog').selectAll().where('status', '<>', 'draft');
  }

  async #clocked(slug: string): Promise<ClockedBlog | undefined> {
    const blog = await clockedBlog(this.#db, slug, this.#addressOf(slug));
    return blog && isPublic(blog) ? blog : undefined;
  }

  /** In whatever state they are. */
  #entries(slug: string) {
    return this.#db
      .selectFrom('entry')
      .innerJoin('blog', 'blog.id', 'entry.blog')
      .where('blog.slug', '=', slug)
      .where('blog.status', '<>', 'draft');
  }

  #entry({ id: blog }: BlogRow, id: string): Promise<EntryRow | undefined> {
    return this.#db
      .selectFrom('entry')
      .selectAll()
      .where('blog', '=', blog)
      .where('id', '=', id)
      .executeTakeFirst();
  }
}
