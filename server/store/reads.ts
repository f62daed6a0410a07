/** Every question that the house asks the record. */
import { type Kysely, sql } from 'kysely';
import type { Page, Tombstone, Update } from '../../shared/blog.ts';
import { compare, cursorAt, type Entry } from '../../shared/blog.ts';
import { EPOCH } from './epoch.ts';
import { LIMITS } from '../../shared/commands.ts';
import { goneAt } from './removal.ts';
import { rowAt, toChange, toEntry, toHead } from './rows.ts';
import type { BlogRow, EntryRow, Tables, TokenRow } from './tables.ts';

/** Entries on a page of older ones. The newest page has this many and the remainder, so that older ones never shift. */
export const PAGE_SIZE = 20;
/** Who is further behind than this many seqs gets a snapshot (Centrifugo recovers at most 300 messages, too). */
export const CATCH_UP_LIMIT = 300;

/** The place of an entry: when it was published, and its id. */
export type Place = Pick<Entry, 'publishedAt' | 'id'>;

/** An entry as readers had it at one revision. */
export interface PublicRevision {
  revision: number;
  at: string;
  headline: string | null;
  html: string;
  correction: string | null;
}

type ClockedBlog = BlogRow & { epoch: string };

export interface News {
  update: Update;
  known: (Entry | Tombstone)[];
}

export class Reads {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
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

  /** Whether there was a blog of this slug that readers could see, and it was removed. */
  async wasRemoved(slug: string): Promise<boolean> {
    return (await goneAt(this.#db, slug)) > 0;
  }

  /** A blog and the epoch of its seq, as of one moment. */
  #clocked(slug: string): Promise<ClockedBlog | undefined> {
    return this.#db.selectFrom('blog').selectAll().select(EPOCH).where('slug', '=', slug).executeTakeFirst();
  }

  /** The clocks of these blogs, in one question. */
  async seqs(slugs: string[]): Promise<Map<string, number>> {
    if (slugs.length === 0) return new Map();
    const rows = await this.#db
      .selectFrom('blog')
      .select(['slug', 'seq'])
      .where('slug', 'in', slugs)
      .execute();
    return new Map(rows.map((row) => [row.slug, row.seq]));
  }

  /**
   * What has changed since `after`; a snapshot of the newest page where that can't be told or is too much [R3];
   * undefined where there is no such blog. The blog is read before its entries: the other order could claim a seq
   * whose entry it has not seen.
   */
  async updateSince(slug: string, after: number): Promise<Update | undefined> {
    return (await this.newsSince(slug, after))?.update;
  }

  /**
   * The same, and what the record has at `after` itself (with a snapshot, nothing): whoever knows something else of
   * that moment holds another past.
   */
  async newsSince(slug: string, after: number): Promise<News | undefined> {
    const blog = await this.#clocked(slug);
    if (!blog) return undefined;
    const canTell = after >= Math.max(blog.floor, blog.seq - CATCH_UP_LIMIT) && after <= blog.seq;
    return canTell ? this.#changes(blog, after) : { update: await this.#snapshot(blog), known: [] };
  }

  async #changes(blog: ClockedBlog, after: number): Promise<News> {
    const rows = await this.#db
      .selectFrom('entry')
      .selectAll()
      .where('blog', '=', blog.id)
      .where('seq', '>=', after)
      .orderBy('seq')
      .orderBy('id')
      .execute();
    const update = {
      blog: blog.slug,
      epoch: blog.epoch,
      from: after,
      to: blog.seq,
      ...(blog.head_seq > after && { head: toHead(blog, await this.marked(blog)) }),
      entries: rows.filter(({ seq }) => seq > after).map(toChange),
    };
    return { update, known: rows.filter(({ seq }) => seq === after).map(toChange) };
  }

  async #snapshot(blog: ClockedBlog): Promise<Update> {
    const published = await this.#db
      .selectFrom('entry')
      .select((e) => e.fn.countAll<number>().as('count'))
      .where('blog', '=', blog.id)
      .where('state', '=', 'published')
      .executeTakeFirstOrThrow();
    const count = Number(published.count);
    const size = count < 2 * PAGE_SIZE ? count : PAGE_SIZE + (count % PAGE_SIZE);
    const { entries, older } = await this.#page(blog, null, size);
    const head = toHead(blog, await this.marked(blog));
    return { blog: blog.slug, epoch: blog.epoch, from: 0, to: blog.seq, head, entries, older };
  }

  /** The pinned entry, then key events, newest first. */
  marked(blog: BlogRow): Promise<EntryRow[]> {
    return this.#published(blog)
      .clearOrderBy()
      .orderBy('pinned', 'desc')
      .orderBy('published_at', 'desc')
      .orderBy('id', 'desc')
      .where((e) => e.or([e('pinned', '=', 1), e('key_event', '=', 1)]))
      .limit(LIMITS.keyEvents + 1)
      .execute();
  }

  /** Where the oldest entry stands that is not older than `place`; undefined where all are. */
  async placeFrom(slug: string, place: Place): Promise<Place | undefined> {
    const found = await this.#db
      .selectFrom('entry')
      .innerJoin('blog', 'blog.id', 'entry.blog')
      .select(['entry.published_at as publishedAt', 'entry.id'])
      .where('blog.slug', '=', slug)
      .where('entry.state', '=', 'published')
      .where(sql<boolean>`(entry.published_at, entry.id) >= (${place.publishedAt}, ${place.id})`)
      .orderBy('entry.published_at')
      .orderBy('entry.id')
      .limit(1)
      .executeTakeFirst();
    return found && { publishedAt: found.publishedAt!, id: found.id };
  }

  /** Entries older than `before`, newest first; undefined where there is no such blog. */
  async page(slug: string, before: Place | null, limit: number): Promise<Page | undefined> {
    const blog = await this.#clocked(slug);
    return blog && this.#page(blog, before, limit);
  }

  async #page(blog: ClockedBlog, before: Place | null, limit: number): Promise<Page> {
    const query = before
      ? this.#published(blog).where(sql<boolean>`(published_at, id) < (${before.publishedAt}, ${before.id})`)
      : this.#published(blog);
    const rows = await query.limit(limit + 1).execute();
    return pageOf(blog, rows, limit);
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
    const entry = await this.entry(slug, id);
    if (!blog || !entry || entry.seq === 0) return undefined;
    if (entry.state !== 'published') return 'removed';
    const place = sql`(${entry.published_at}, ${id})`;
    const rows = await this.#published(blog)
      .where(sql<boolean>`(published_at, id) <= ${place}`)
      .limit(limit + 1)
      .execute();
    if (rows[0]?.id !== id) return 'removed'; // since the look before
    const newer = await this.#published(blog)
      .clearSelect()
      .clearOrderBy()
      .select((e) => e.fn.countAll<number>().as('count'))
      .where(sql<boolean>`(published_at, id) > ${place}`)
      .executeTakeFirstOrThrow();
    return { ...pageOf(blog, rows, limit), newer: Number(newer.count) };
  }

  /** The entries that readers lost last, newest removal first. */
  removedLately(slug: string, limit: number): Promise<{ id: string; at: string }[]> {
    return this.#db
      .selectFrom('entry')
      .innerJoin('blog', 'blog.id', 'entry.blog')
      .select(['entry.id', 'entry.changed_at as at'])
      .where('blog.slug', '=', slug)
      .where('entry.seq', '>', 0)
      .where('entry.state', '<>', 'published')
      .orderBy('entry.changed_at', 'desc')
      .orderBy('entry.id', 'desc')
      .limit(limit)
      .execute();
  }

  #published(blog: BlogRow) {
    return this.#db
      .selectFrom('entry')
      .selectAll()
      .where('blog', '=', blog.id)
      .where('state', '=', 'published')
      .orderBy('published_at', 'desc')
      .orderBy('id', 'desc');
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

  /**
   * What readers could see of an entry over time, oldest first: the newest of them, or those before revision `before`;
   * `older` is the next `before`, or null. Undefined where the entry is not published.
   */
  async changes(
    slug: string,
    id: string,
    before: number,
    limit: number,
  ): Promise<{ revisions: PublicRevision[]; older: number | null } | undefined> {
    const entry = await this.entry(slug, id);
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
        const { headline, html, correction } = row;
        return { revision, at, headline, html, correction };
      });
    const isAll = removal >= 0 || rows.length < limit;
    return { revisions: revisions.reverse(), older: isAll ? null : rows.at(-1)!.revision };
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

/** `rows` are one more than fit where there are older ones. */
function pageOf(blog: ClockedBlog, rows: EntryRow[], limit: number): Page {
  const entries = rows.slice(0, limit).map(toEntry).sort(compare);
  return {
    epoch: blog.epoch,
    seq: blog.seq,
    entries,
    older: rows.length > limit ? cursorAt(entries.at(-1)!) : null,
  };
}
