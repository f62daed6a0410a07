/** All that is kept, read as of one moment and written into a database that has nothing yet. */
import { type Kysely, sql } from 'kysely';
import { raiseSeqs } from './epoch.ts';
import { migrateNew, migrateRest } from './migrate.ts';
import { migrations } from './migrations.ts';
import type { Tables } from './tables.ts';

/** What no backup has: its epoch, who is here now, and who is signed in (sessions that were ended since would come back). */
type NotKept = 'attempt' | 'record' | 'session' | 'presence' | 'audience' | 'partner_open' | 'node';
export type Kept = Exclude<keyof Tables, NotKept>;

/** The columns that tell a table's rows apart. A table comes after those that it names. */
const KEYS: Record<Kept, string[]> = {
  blog: ['id'],
  gone_blog: ['slug'],
  entry: ['id'],
  revision: ['entry', 'revision'],
  token: ['hash'],
  command: ['who', 'key'],
  account: ['id'],
  member: ['account', 'blog'],
  invitation: ['hash'],
  author: ['id'],
  partner: ['id'],
  partner_views: ['partner', 'day'],
  secret: ['name'],
  subscriber: ['blog', 'id'],
  alert: ['entry'],
};
export const KEPT = Object.keys(KEYS) as Kept[];

/** Rows that are read or written at once: their values must not be more than an engine takes (SQLite 32,766). */
const AT_ONCE = 500;

export type Row = Record<string, string | number | null>;
export interface Rows {
  table: Kept;
  rows: Row[];
}

export const isMigration = (name: string): boolean => Object.hasOwn(migrations, name);

/** Every kept row, a few hundred at a time. What is written meanwhile is not waited for, and not in it. */
export async function* readAll(db: Kysely<Tables>): AsyncGenerator<Rows> {
  const begin = db.startTransaction().setIsolationLevel('repeatable read').setAccessMode('read only');
  const snapshot = await begin.execute();
  try {
    // An older version’s tables may lack some.
    const there = new Set((await snapshot.introspection.getTables()).map(({ name }) => name));
    for (const table of KEPT.filter((name) => there.has(name))) {
      for (let rows = await readAfter(null); rows.length > 0; rows = await readAfter(rows.at(-1)!)) {
        yield { table, rows };
      }
      async function readAfter(last: Row | null): Promise<Row[]> {
        const keys = sql.join(KEYS[table].map((key) => sql.ref(key)));
        const after = last
          ? sql`where (${keys}) > (${sql.join(KEYS[table].map((key) => last[key]))})`
          : sql``;
        const query = sql<Row>`select * from ${sql.table(table)} ${after} order by ${keys} limit ${AT_ONCE}`;
        return (await query.execute(snapshot)).rows;
      }
    }
  } finally {
    await snapshot.rollback().execute();
  }
}

/**
 * Fills a database in which there is none of our tables yet. All of `all` is in it once this resolves, or nothing.
 * `migration` is the last one that the rows have seen. Throws what the engine throws.
 */
export async function fill(db: Kysely<Tables>, migration: string, all: AsyncIterable<Rows>): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    await migrateNew(transaction, migration);
    for await (const { table, rows } of all)
      await transaction
        .insertInto(table)
        .values(rows as never)
        .execute();
    await migrateRest(transaction);
    await raiseSeqs(transaction);
    // Whoever was to be told has been told since, or it is too late.
    await sql`update alert set is_done = 1`.execute(transaction);
  });
}
