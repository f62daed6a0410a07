/** All that is kept, read as of one moment and written into a database that has nothing yet. */
import { type Kysely, sql } from 'kysely';
import { raiseSeqs } from './epoch.ts';
import { migrateNew, migrateRest } from './migrate.ts';
import type { Schema } from './schema.ts';
import type { Tables } from './tables.ts';

/** Rows that are read or written at once: their values must not be more than an engine takes (SQLite 32,766). */
const AT_ONCE = 500;

export type Row = Record<string, string | number | null>;
export interface Rows {
  table: string;
  rows: Row[];
}

/** Every kept row, a few hundred at a time. What is written meanwhile is not waited for, and not in it. */
export async function* readAll(db: Kysely<Tables>, { kept }: Schema): AsyncGenerator<Rows> {
  const begin = db.startTransaction().setIsolationLevel('repeatable read').setAccessMode('read only');
  const snapshot = await begin.execute();
  try {
    // An older version’s tables may lack some.
    const there = new Set((await snapshot.introspection.getTables()).map(({ name }) => name));
    for (const [table, columns] of Object.entries(kept).filter(([name]) => there.has(name))) {
      for (let rows = await readAfter(null); rows.length > 0; rows = await readAfter(rows.at(-1)!)) {
        yield { table, rows };
      }
      async function readAfter(last: Row | null): Promise<Row[]> {
        const keys = sql.join(columns.map((key) => sql.ref(key)));
        const after = last ? sql`where (${keys}) > (${sql.join(columns.map((key) => last[key]))})` : sql``;
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
 * `migration` is the last one that the rows have seen; rows of tables that this house knows nothing of are left out.
 * Throws what the engine throws.
 */
export async function fill(
  db: Kysely<Tables>,
  schema: Schema,
  migration: string,
  all: AsyncIterable<Rows>,
): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    await migrateNew(transaction, schema.migrations, migration);
    for await (const { table, rows } of all)
      if (Object.hasOwn(schema.kept, table))
        await transaction
          .insertInto(table as keyof Tables)
          .values(rows as never)
          .execute();
    await migrateRest(transaction, schema.migrations);
    await raiseSeqs(transaction);
    await schema.restored(transaction);
  });
}
