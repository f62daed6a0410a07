/** What a blog's readers are given, made of rows: updates, and pages of published entries. Who is given it, public.ts says. */
import { sql } from 'kysely';
import { compare, cursorAt, type Entry, type Page, type Tombstone, type Update } from '../../shared/blog.ts';
import { LIMITS } from '../../shared/commands.ts';
import { EPOCH } from './epoch.ts';
import { type Picture, toChange, toEntry, toHead, toPicture } from './rows.ts';
import type { BlogRow, EntryRow, Reading } from './tables.ts';

/** Entries on a page of older ones. The newest page has this many and the remainder, so that older ones never shift. */
export const PAGE_SIZE = 20;
/** Who is further behind than this many seqs gets a snapshot (Centrifugo recovers at most 300 messages, too). */
export const CATCH_UP_LIMIT = 300;

/** The place of an entry: when it was published, and its id. */
export type Place = Pick<Entry, 'publishedAt' | 'id'>;

/** A blog and the epoch of its seq, as of one moment, and the address of its page, from which its links lead. */
export type ClockedBlog = BlogRow & { epoch: string; address: string };

/** An update, and what of the same moment no reader's browser is sent. */
export interface News {
  update: Update;
  /**
   * What the record has at `from` itself (with a snapshot, nothing): whoever knows something else of that moment holds
   * another past.
   */
  known: (Entry | Tombstone)[];
  picture: Picture;
}

/** Where the page of a blog is. */
export type AddressOf = (slug: string) => string;

export async function clockedBlog(
  db: Reading,
  slug: string,
  address: string,
): Promise<ClockedBlog | undefined> {
  const blog = await db
    .selectFrom('blog')
    .selectAll()
    .select(EPOCH)
    .where('slug', '=', slug)
    .executeTakeFirst();
  return blog && { ...blog, address };
}

/**
 * What has changed since `after`; a snapshot of the newest page where that can't be told or is too much [R3]. The blog
 * is read before its entries: the other order could claim a seq whose entry it has not seen.
 */
export async function newsSince(db: Reading, blog: ClockedBlog, after: number): Promise<News> {
  const canTell = after >= Math.max(blog.floor, blog.seq - CATCH_UP_LIMIT) && after <= blog.seq;
  const news = canTell
    ? await changesSince(db, blog, after)
    : { update: await snapshot(db, blog), known: [] };
  return { ...news, picture: toPicture(blog) };
}

async function changesSince(
  db: Reading,
  blog: ClockedBlog,
  after: number,
): Promise<Pick<News, 'update' | 'known'>> {
  const rows = await db
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
    ...(blog.head_seq > after && { head: toHead(blog, await marked(db, blog), blog.address) }),
    entries: rows.filter(({ seq }) => seq > after).map((row) => toChange(row, blog.address)),
  };
  return { update, known: rows.filter(({ seq }) => seq === after).map((row) => toChange(row, blog.address)) };
}

/** The newest page. */
export async function snapshot(db: Reading, blog: ClockedBlog): Promise<Update> {
  const count = await countOf(published(db, blog));
  const size = count < 2 * PAGE_SIZE ? count : PAGE_SIZE + (count % PAGE_SIZE);
  const { entries, older } = await pageBefore(db, blog, null, size);
  const head = toHead(blog, await marked(db, blog), blog.address);
  return { blog: blog.slug, epoch: blog.epoch, from: 0, to: blog.seq, head, entries, older };
}

/** The pinned entry, then key events, newest first. */
export const marked = (db: Reading, blog: BlogRow): Promise<EntryRow[]> =>
  published(db, blog)
    .clearOrderBy()
    .orderBy('pinned', 'desc')
    .orderBy('published_at', 'desc')
    .orderBy('id', 'desc')
    .where((e) => e.or([e('pinned', '=', 1), e('key_event', '=', 1)]))
    .limit(LIMITS.keyEvents + 1)
    .execute();

/** Entries older than `before`, newest first. */
export async function pageBefore(
  db: Reading,
  blog: ClockedBlog,
  before: Place | null,
  limit: number,
): Promise<Page> {
  const query = before
    ? published(db, blog).where(sql<boolean>`(published_at, id) < (${before.publishedAt}, ${before.id})`)
    : published(db, blog);
  return pageOf(blog, await query.limit(limit + 1).execute(), limit);
}

/** The page that begins with this published entry, and how many are newer; undefined where it was removed meanwhile. */
export async function pageFrom(
  db: Reading,
  blog: ClockedBlog,
  { id, published_at }: EntryRow,
  limit: number,
): Promise<(Page & { newer: number }) | undefined> {
  const place = sql`(${published_at}, ${id})`;
  const rows = await published(db, blog)
    .where(sql<boolean>`(published_at, id) <= ${place}`)
    .limit(limit + 1)
    .execute();
  if (rows[0]?.id !== id) return undefined;
  const newer = await countOf(published(db, blog).where(sql<boolean>`(published_at, id) > ${place}`));
  return { ...pageOf(blog, rows, limit), newer };
}

/** Newest first. */
const published = (db: Reading, blog: BlogRow) =>
  db
    .selectFrom('entry')
    .selectAll()
    .where('blog', '=', blog.id)
    .where('state', '=', 'published')
    .orderBy('published_at', 'desc')
    .orderBy('id', 'desc');

async function countOf(entries: ReturnType<typeof published>): Promise<number> {
  const { count } = await entries
    .clearSelect()
    .clearOrderBy()
    .select((e) => e.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** `rows` are one more than fit where there are older ones. */
function pageOf(blog: ClockedBlog, rows: EntryRow[], limit: number): Page {
  const entries = rows
    .slice(0, limit)
    .map((row) => toEntry(row, blog.address))
    .sort(compare);
  return {
    epoch: blog.epoch,
    seq: blog.seq,
    entries,
    older: rows.length > limit ? cursorAt(entries.at(-1)!) : null,
  };
}
