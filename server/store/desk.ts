/** What the desk asks the record: entries in every state, their history, and how many there are. */
import { setImmediate } from 'node:timers/promises';
import { sql } from 'kysely';
import { cursorAt, type Entry, type Head, type Update } from '../../shared/blog.ts';
import { plainText } from '../../shared/text.ts';
import type { DeskEntry, EntryState } from '../../shared/commands.ts';
import type { DeskPage, ListedEntry, Revision } from '../../shared/desk.ts';
import { rowAt, toDeskEntry, toHead } from './rows.ts';
import type { BlogRow, EntryRow, Reading, RevisionRow } from './tables.ts';
import { type AddressOf, clockedBlog, marked, snapshot } from './updates.ts';

export interface Listing {
  /** Undefined for all but the removed ones. */
  state: EntryState | undefined;
  /** Words to look for in headline, text, byline and the writer's name; '' for any. */
  search: string;
  before: Pick<Entry, 'publishedAt' | 'id'> | null;
  limit: number;
}

const STATES: readonly EntryState[] = ['draft', 'submitted', 'scheduled', 'published', 'removed'];
/** Rows read at a time where all are gone through, as in a search: SQL knows upper and lower case only of some alphabets. */
const BATCH = 200;

export class DeskReads {
  readonly #db: Reading;
  readonly #addressOf: AddressOf;

  constructor(db: Reading, addressOf: AddressOf) {
    this.#db = db;
    this.#addressOf = addressOf;
  }

  /** Its newest page as readers will have it, or have it already; undefined where there is no such blog. */
  async preview(slug: string): Promise<Update | undefined> {
    const blog = await clockedBlog(this.#db, slug, this.#addressOf(slug));
    return blog && snapshot(this.#db, blog);
  }

  /** The entry that is pinned, and the key events in the order that readers see. */
  async marked(blog: BlogRow): Promise<Pick<Head, 'pinned' | 'keyEvents'>> {
    return toHead(blog, await marked(this.#db, blog), this.#addressOf(blog.slug));
  }

  async counts(blog: BlogRow): Promise<Record<EntryState, number>> {
    const rows = await this.#db
      .selectFrom('entry')
      .select(['state', (e) => e.fn.countAll<number>().as('count')])
      .where('blog', '=', blog.id)
      .groupBy('state')
      .execute();
    const count = (state: EntryState) => Number(rows.find((row) => row.state === state)?.count ?? 0);
    return Object.fromEntries(STATES.map((state) => [state, count(state)])) as Record<EntryState, number>;
  }

  async publishedSince(blog: BlogRow, time: string): Promise<number> {
    const row = await this.#db
      .selectFrom('entry')
      .select((e) => e.fn.countAll<number>().as('count'))
      .where('blog', '=', blog.id)
      .where('state', '=', 'published')
      .where('published_at', '>', time)
      .executeTakeFirstOrThrow();
    return Number(row.count);
  }

  /** Newest first: by publication where published, by due time where scheduled, else by last change. */
  async page(blog: BlogRow, { state, search, before, limit }: Listing): Promise<DeskPage> {
    const key = KEYS[state ?? 'draft'];
    const found: ListedEntry[] = [];
    for (let place = before; ;) {
      const rows = await this.#rows(blog, state, key, place, search === '' ? limit + 1 : BATCH);
      found.push(...(await this.#listed(rows)).filter((entry) => mentions(entry, search)));
      const last = rows.at(-1);
      if (!last || search === '' || found.length > limit || rows.length < BATCH) break;
      place = { publishedAt: last[key]!, id: last.id };
      await setImmediate(); // a long search lets readers have their turn: SQLite answers at once
    }
    const entries = found.slice(0, limit);
    const end = entries.at(-1);
    const older = found.length > limit && end ? cursorAt({ publishedAt: keyOf(end, key), id: end.id }) : null;
    return { entries, older };
  }

  async entry(blog: BlogRow, id: string): Promise<ListedEntry | undefined> {
    const rows = await this.#entries(blog).where('id', '=', id).execute();
    return (await this.#listed(rows))[0];
  }

  /** Every entry but the removed ones, in the order in which they were made, some at a time. */
  async *everything(blog: BlogRow): AsyncGenerator<DeskEntry[]> {
    for (let last = ''; ;) {
      const rows = await this.#entries(blog)
        .where('state', '<>', 'removed')
        .where('id', '>', last)
        .orderBy('id')
        .limit(BATCH)
        .execute();
      if (rows.length === 0) return;
      yield rows.map(toDeskEntry);
      last = rows.at(-1)!.id;
    }
  }

  /** Newest first; undefined where there is no such entry. */
  async history(blog: BlogRow, id: string): Promise<Revision[] | undefined> {
    const row = await this.#entries(blog).where('id', '=', id).executeTakeFirst();
    return (
      row &&
      (await this.#revisions().where('entry', '=', id).execute()).map((revision) => toRevision(row, revision))
    );
  }

  #rows(
    blog: BlogRow,
    state: EntryState | undefined,
    key: Key,
    before: Listing['before'],
    limit: number,
  ): Promise<EntryRow[]> {
    let query = this.#entries(blog).orderBy(key, 'desc').orderBy('id', 'desc').limit(limit);
    query = state ? query.where('state', '=', state) : query.where('state', '<>', 'removed');
    if (before) {
      query = query.where(sql<boolean>`(${sql.ref(key)}, id) < (${before.publishedAt}, ${before.id})`);
    }
    return query.execute();
  }

  /** Removed ones with what they last said, out of their history. */
  async #listed(rows: EntryRow[]): Promise<ListedEntry[]> {
    const removed = rows.filter(({ state }) => state === 'removed').map(({ id }) => id);
    const revisions = removed.length > 0 ? await this.#lastTwo(removed) : [];
    return rows.map((row) => {
      const [removal, before] = revisions.filter(({ entry }) => entry === row.id);
      if (!removal || !before) return toDeskEntry(row);
      const { state, seq, revision, changed_at } = row;
      const said = { ...rowAt(row, before), state, seq, revision, changed_at };
      return {
        ...toDeskEntry(said),
        removal: { who: removal.who, at: removal.at, reason: removal.note ?? '' },
      };
    });
  }

  #entries(blog: BlogRow) {
    return this.#db.selectFrom('entry').selectAll().where('blog', '=', blog.id);
  }

  /** The latest revision of each of these entries, and the one before it. */
  #lastTwo(entries: string[]): Promise<RevisionRow[]> {
    return this.#revisions()
      .innerJoin('entry', 'entry.id', 'revision.entry')
      .where('revision.entry', 'in', entries)
      .where(
        sql<boolean>`revision.revision >= coalesce((select max(earlier.revision) from revision as earlier
          where earlier.entry = entry.id and earlier.revision < entry.revision), entry.revision)`,
      )
      .execute();
  }

  /** Newest first. */
  #revisions() {
    return this.#db.selectFrom('revision').selectAll('revision').orderBy('revision.revision', 'desc');
  }
}

/** The column by which entries of a state are listed. */
type Key = 'published_at' | 'publish_at' | 'changed_at';
const KEYS: Record<EntryState, Key> = {
  draft: 'changed_at',
  submitted: 'changed_at',
  removed: 'changed_at',
  scheduled: 'publish_at',
  published: 'published_at',
};

function keyOf(entry: ListedEntry, key: Key): string {
  if (key === 'changed_at') return entry.changedAt;
  return (key === 'publish_at' ? entry.publishAt : entry.publishedAt)!;
}

function toRevision(today: EntryRow, row: RevisionRow): Revision {
  const { revision, who, at, note } = row;
  return { revision, who, at, note, entry: toDeskEntry(rowAt(today, row)) };
}

function mentions(entry: ListedEntry, search: string): boolean {
  if (search === '') return true;
  const { headline, html, authors, createdBy } = entry;
  const text = [
    headline,
    plainText(html.replace(/<\/?(s|del)>/g, '')),
    ...authors.map(({ name }) => name),
    createdBy.name,
  ];
  return plain(text.join(' ')).includes(plain(search));
}

/** However it was typed: é is one sign or two, CO2 is CO₂, don't is don’t, and what nobody sees is no letter. */
const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .replace(/[‘’ʼ]/g, "'")
    .replace(/[“”„«»]/g, '"')
    .toLocaleLowerCase();
