/** What a command changes in the record, row by row, all of it or nothing; the rules stand in the newsroom. */
import { type Kysely, sql } from 'kysely';
import type { NewTrace } from '../../shared/audit.ts';
import { AccountWrites } from './account-writes.ts';
import type { Clock } from './clock.ts';
import { EPOCH } from './epoch.ts';
import { Nodes } from './nodes.ts';
import { PresentWrites } from './present.ts';
import { goneAt, removeBlog } from './removal.ts';
import { SectionWrites } from './sections.ts';
import type {
  BlogChanges,
  BlogRow,
  CommandRow,
  EntryRow,
  RevisionRow,
  Tables,
  TablesOf,
  TokenRow,
} from './tables.ts';

export class Transaction {
  readonly #db: Kysely<Tables>;
  readonly #clock: Clock;
  readonly accounts: AccountWrites;
  readonly nodes: Nodes;
  readonly present: PresentWrites;
  readonly sections: SectionWrites;
  /** The blogs whose clocks this transaction has moved, and where to. */
  readonly ticks: { blog: string; seq: number; epoch: string }[] = [];
  /** The blogs in which it may have changed something, for readers or for the desk alone. */
  readonly locked = new Set<string>();
  /** What it leaves for whoever asks later who did what. */
  readonly traces: NewTrace[] = [];

  constructor(db: Kysely<Tables>, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
    this.accounts = new AccountWrites(db);
    this.nodes = new Nodes(db, clock);
    this.present = new PresentWrites(db, clock);
    this.sections = new SectionWrites(db);
  }

  /** A feature's own tables, beside the spine's. */
  tables<Own extends TablesOf<Own>>(): Kysely<Tables & Own> {
    return this.#db.withTables<Own>();
  }

  /** Leaves word of what is done here, once it is. Never with a secret in it. */
  trace(trace: NewTrace): void {
    this.traces.push(trace);
  }

  /** What time it is, by the record's clock; see Clock. */
  now(): Promise<string> {
    return this.#clock.ask(this.#db);
  }

  /**
   * When an entry that is published `now` is published for readers: never before the newest of its blog, whatever a
   * clock says, for it would come where nobody looks. The blog must be locked.
   */
  async afterNewest(blog: BlogRow, now: string): Promise<string> {
    if (blog.updated_at < now) return now;
    const { newest } = await this.#db
      .selectFrom('entry')
      .select((e) => e.fn.max('published_at').as('newest'))
      .where('blog', '=', blog.id)
      .where('state', '=', 'published')
      .executeTakeFirstOrThrow();
    return newest === null || newest < now ? now : new Date(Date.parse(newest) + 1).toISOString();
  }

  /** The blog, locked: nobody else changes it or its entries before this transaction ends. */
  lockBlog(slug: string): Promise<BlogRow | undefined> {
    this.locked.add(slug);
    return this.#db
      .updateTable('blog')
      .set({ seq: sql`seq` })
      .where('slug', '=', slug)
      .returningAll()
      .executeTakeFirst();
  }

  /**
   * Undefined where the slug is taken. Where there was a blog of this slug before, the clock goes on from there: whoever
   * holds something of that one gets a snapshot of this one.
   */
  async addBlog(blog: BlogRow): Promise<BlogRow | undefined> {
    const before = await goneAt(this.#db, blog.slug);
    const clock = { seq: before + blog.seq, head_seq: before + blog.seq, floor: before + blog.floor };
    return this.#db
      .insertInto('blog')
      .values({ ...blog, ...clock })
      .onConflict((c) => c.column('slug').doNothing())
      .returningAll()
      .executeTakeFirst();
  }

  /** Nothing that was said in it stays. The blog must be locked. */
  removeBlog(blog: BlogRow): Promise<void> {
    return removeBlog(this.#db, blog);
  }

  /** Moves the blog's clock on by one, for readers to see [R1], and saves what else has changed in it. */
  async tick(blog: BlogRow, changes: BlogChanges): Promise<BlogRow> {
    const { epoch, ...ticked } = await this.#db
      .updateTable('blog')
      .set({ ...changes, seq: blog.seq + 1 })
      .where('id', '=', blog.id)
      .returningAll()
      .returning(EPOCH)
      .executeTakeFirstOrThrow();
    this.ticks.push({ blog: ticked.slug, seq: ticked.seq, epoch });
    return ticked;
  }

  /** Saves what no reader can see: the clock stays. */
  async saveBlog(blog: BlogRow, changes: BlogChanges): Promise<BlogRow> {
    const saved = this.#db.updateTable('blog').set(changes).where('id', '=', blog.id).returningAll();
    return saved.executeTakeFirstOrThrow();
  }

  entry(blog: BlogRow, id: string): Promise<EntryRow | undefined> {
    return this.#db
      .selectFrom('entry')
      .selectAll()
      .where('blog', '=', blog.id)
      .where('id', '=', id)
      .executeTakeFirst();
  }

  /** The time of its oldest published entry; undefined where it has none. */
  async firstPublished(blog: BlogRow): Promise<string | undefined> {
    const first = await this.#db
      .selectFrom('entry')
      .select('published_at')
      .where('blog', '=', blog.id)
      .where('state', '=', 'published')
      .orderBy('published_at')
      .limit(1)
      .executeTakeFirst();
    return first?.published_at ?? undefined;
  }

  pinnedEntries(blog: BlogRow): Promise<EntryRow[]> {
    return this.#db
      .selectFrom('entry')
      .selectAll()
      .where('blog', '=', blog.id)
      .where('state', '=', 'published')
      .where('pinned', '=', 1)
      .execute();
  }

  /** Adds the entry, or replaces it whole. */
  async saveEntry(entry: EntryRow): Promise<void> {
    await this.#db
      .insertInto('entry')
      .values(entry)
      .onConflict((c) => c.column('id').doUpdateSet(entry))
      .execute();
  }

  async addRevision(entry: EntryRow, who: string, at: string, note: string | null): Promise<void> {
    const what = JSON.stringify(entry);
    await this.#db
      .insertInto('revision')
      .values({ entry: entry.id, revision: entry.revision, who, at, what, note })
      .execute();
  }

  revision(entry: EntryRow, revision: number): Promise<RevisionRow | undefined> {
    return this.#db
      .selectFrom('revision')
      .selectAll()
      .where('entry', '=', entry.id)
      .where('revision', '=', revision)
      .executeTakeFirst();
  }

  /**
   * Takes the key for this command. Undefined where it was free; else what the earlier command left. Of two at once,
   * the second waits here until the first has ended.
   */
  async claim(command: CommandRow): Promise<CommandRow | undefined> {
    const claimed = await this.#db
      .insertInto('command')
      .values(command)
      .onConflict((c) => c.columns(['who', 'key']).doNothing())
      .returning('key')
      .executeTakeFirst();
    if (claimed) return undefined;
    return this.#db
      .selectFrom('command')
      .selectAll()
      .where('who', '=', command.who)
      .where('key', '=', command.key)
      .executeTakeFirstOrThrow();
  }

  async saveAnswer(command: CommandRow, answer: string): Promise<void> {
    await this.#db
      .updateTable('command')
      .set({ answer })
      .where('who', '=', command.who)
      .where('key', '=', command.key)
      .execute();
  }

  async forgetCommandsBefore(at: string): Promise<void> {
    await this.#db.deleteFrom('command').where('at', '<', at).execute();
  }

  /** The secret of this name: `fresh`, unless there was one before. */
  async secret(name: string, fresh: string): Promise<string> {
    await this.#db
      .insertInto('secret')
      .values({ name, value: fresh })
      .onConflict((c) => c.column('name').doNothing())
      .execute();
    const secret = this.#db.selectFrom('secret').select('value').where('name', '=', name);
    return (await secret.executeTakeFirstOrThrow()).value;
  }

  async addToken(token: TokenRow): Promise<void> {
    await this.#db.insertInto('token').values(token).execute();
  }

  async removeToken(hash: string): Promise<void> {
    await this.#db.deleteFrom('token').where('hash', '=', hash).execute();
  }
}
