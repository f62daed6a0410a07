/** What the front tells readers: pages over all blogs that stand there, and where each of these is. */
import { sql } from 'kysely';
import { cursorAt, type Front, type Status } from '../../shared/blog.ts';
import type { FrontPage } from '../../shared/front.ts';
import { EPOCH } from './epoch.ts';
import type { AddressOf, Place } from './updates.ts';
import { toEntry, toHead } from './rows.ts';
import type { BlogRow, EntryRow, Reading } from './tables.ts';

/** Of so many blogs the front tells, whether or not they have one of the newest entries. */
const MOST_TOLD = 40;

/** A blog that stands on the front. */
export interface Member {
  slug: string;
  seq: number;
  epoch: string;
  status: Status;
  front: Front;
  sections: string[];
}

type MemberRow = BlogRow & { epoch: string; newest_at: string | null };

export class FrontReads {
  readonly #db: Reading;
  readonly #addressOf: AddressOf;

  constructor(db: Reading, addressOf: AddressOf) {
    this.#db = db;
    this.#addressOf = addressOf;
  }

  /** Those with the newest entries first. */
  async members(): Promise<Member[]> {
    return (await this.#members()).map(toMember);
  }

  /** `section` is its slug, or empty for the whole front. The blogs are read before their entries: see Reads. */
  async page(section: string, before: Place | null, limit: number): Promise<FrontPage> {
    const members = (await this.#members()).filter((blog) => isIn(toMember(blog), section));
    const rows = await this.#river(section, before, limit + 1);
    const entries = rows.slice(0, limit);
    const first = before ? [] : toldFirst(members);
    const ids = new Set([...first.map(({ id }) => id), ...entries.map(({ blog }) => blog)]);
    const told = members.filter(({ id }) => ids.has(id));
    const keyEvents = await this.#newestKeyEvents([...ids]);
    const slugOf = new Map(told.map(({ id, slug }) => [id, slug]));
    return {
      epoch: members[0]?.epoch,
      seqs: Object.fromEntries(members.map(({ slug, seq }) => [slug, seq])),
      blogs: told.map((blog) => {
        const keyEvent = keyEvents.get(blog.id);
        return { blog: blog.slug, ...toHead(blog, keyEvent ? [keyEvent] : [], this.#addressOf(blog.slug)) };
      }),
      // One whose blog has come since the look before will be on the next page that is made.
      entries: entries
        .filter(({ blog }) => slugOf.has(blog))
        .map((row) => {
          const slug = slugOf.get(row.blog)!;
          return { ...toEntry(row, this.#addressOf(slug)), blog: slug };
        }),
      older: rows.length > limit ? cursorAt(placeOf(entries.at(-1)!)) : null,
      sections: await this.#sections(),
    };
  }

  #members(): Promise<MemberRow[]> {
    const newest = sql<string | null>`(select max(published_at) from entry
      where entry.blog = blog.id and entry.state = 'published')`;
    return this.#db
      .selectFrom('blog')
      .selectAll()
      .select([EPOCH, newest.as('newest_at')])
      .where('status', '<>', 'draft')
      .where('front', '<>', 'off')
      .orderBy(sql`coalesce(${newest}, '')`, 'desc')
      .orderBy('id', 'desc')
      .execute();
  }

  #river(section: string, before: Place | null, limit: number): Promise<EntryRow[]> {
    let query = this.#db
      .selectFrom('entry')
      .innerJoin('blog', 'blog.id', 'entry.blog')
      .selectAll('entry')
      .where('entry.state', '=', 'published')
      .where('blog.status', '<>', 'draft')
      .where('blog.front', '<>', 'off')
      .orderBy('entry.published_at', 'desc')
      .orderBy('entry.id', 'desc')
      .limit(limit);
    // A slug has no character that means something here, and stands in quotes.
    if (section) query = query.where('blog.sections', 'like', `%"${section}"%`);
    if (before)
      query = query.where(
        sql<boolean>`(entry.published_at, entry.id) < (${before.publishedAt}, ${before.id})`,
      );
    return query.execute();
  }

  async #newestKeyEvents(blogs: string[]): Promise<Map<string, EntryRow>> {
    if (blogs.length === 0) return new Map();
    const rows = await this.#db
      .selectFrom('entry')
      .selectAll()
      .where('blog', 'in', blogs)
      .where('state', '=', 'published')
      .where((e) => e.or([e('pinned', '=', 1), e('key_event', '=', 1)])) // the index has both
      .where('key_event', '=', 1)
      .orderBy('published_at')
      .orderBy('id')
      .execute();
    return new Map(rows.map((row) => [row.blog, { ...row, pinned: 0 }]));
  }

  async #sections(): Promise<FrontPage['sections']> {
    const used = sql<string>`'%"' || section.slug || '"%'`;
    return this.#db
      .selectFrom('section')
      .selectAll()
      .where((e) =>
        e.exists(
          e
            .selectFrom('blog')
            .select('blog.id')
            .where('blog.sections', 'like', used)
            .where('blog.status', '<>', 'draft')
            .where('blog.front', '<>', 'off'),
        ),
      )
      .orderBy('name')
      .orderBy('slug')
      .execute();
  }
}

/** `section` is empty for the whole front. */
export const isIn = ({ sections }: Pick<Member, 'sections'>, section: string): boolean =>
  section === '' || sections.includes(section);

/** Of members, those with the newest entries first: the ones that the front always tells of. */
export const toldFirst = <M extends Pick<Member, 'status' | 'front'>>(members: M[]): M[] =>
  [...members].sort((a, b) => Number(isRunning(b)) - Number(isRunning(a))).slice(0, MOST_TOLD);

const isRunning = ({ status, front }: Pick<Member, 'status' | 'front'>): boolean =>
  status !== 'ended' || front === 'top';

const placeOf = ({ id, published_at }: EntryRow): Place => ({ id, publishedAt: published_at! });

const toMember = ({ slug, seq, epoch, status, front, sections }: MemberRow): Member => ({
  ...{ slug, seq, epoch, status, front },
  sections: JSON.parse(sections) as string[],
});
