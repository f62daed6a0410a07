/**
 * Brings a database's tables to this version's, while nodes of this version and the one before serve. Kysely's own
 * migrator holds one transaction over everything, and a lock that belongs to the session: under that nothing big can be
 * indexed beside a newsroom at work, and a pooler loses the lock.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { type Kysely, PostgresAdapter, sql } from 'kysely';
import { failureOf } from './failures.ts';
import type { Step, Steps } from './migrations/step.ts';
import type { Tables } from './tables.ts';

type Db = Kysely<Tables>;

/** Kysely's, so that versions which used its migrator and this one keep out of each other's way. */
const LOCK = sql.lit('3853314791062309107');
/** Milliseconds: whoever waits for a table's lock keeps all behind it waiting, so it gives up and tries again. */
const LOCK_MS = 300;
const AGAIN_MS = 500;

/** What has been done to these tables, and what is still to do. Throws where a newer version has been here. */
export async function standOf(db: Db, steps: Steps): Promise<{ done: string[]; pending: string[] }> {
  const done = await namesIn(db);
  const known = Object.keys(steps);
  // One in between is of a feature that isn't here any more: nobody misses its tables.
  const newer = done.findLast((name) => name > known.at(-1)!);
  if (newer !== undefined) {
    throw new Error(`The database is a newer Dateline’s (${newer}). Start that one, or restore a backup.`);
  }
  return { done, pending: known.filter((name) => !done.includes(name)) };
}

/** Does all that is still to do; of several that try, one does. `onStep` hears of each step before it is taken. */
export async function migrate(
  db: Db,
  steps: Steps,
  onStep: (step: string) => void = () => {},
): Promise<void> {
  while ((await standOf(db, steps)).pending.length > 0) {
    const isDone = await db.transaction().execute(async (holder) => {
      if (!(await lock(holder))) return false;
      const { done, pending } = await standOf(holder, steps);
      const isBeside = isPostgres(db) && done.length > 0;
      for (const name of pending)
        await (isBeside
          ? takeBeside(db, name, steps[name]!, onStep)
          : take(holder, name, steps[name]!, onStep));
      return true;
    });
    if (!isDone) await pause(AGAIN_MS);
  }
}

/** All up to this one, in a transaction that does more: nothing of it stays where that fails. Throws where it is no new database. */
export async function migrateNew(transaction: Db, steps: Steps, upTo: string): Promise<void> {
  if (!(await lock(transaction))) throw new Error('Another process works on this database’s tables.');
  const tables = await transaction.introspection.getTables();
  if (tables.some(({ name }) => name === 'blog')) {
    throw new Error('There is a newsroom in this database already. Restore into a new one.');
  }
  for (const [name, step] of Object.entries(steps)) {
    if (name > upTo) return;
    await take(transaction, name, step);
  }
}

/** All that is still to do, where nobody else can see the tables yet. */
export async function migrateRest(transaction: Db, steps: Steps): Promise<void> {
  for (const name of (await standOf(transaction, steps)).pending) await take(transaction, name, steps[name]!);
}

async function take(
  transaction: Db,
  name: string,
  step: Step,
  onStep: (step: string) => void = () => {},
): Promise<void> {
  onStep(name);
  await step.up(transaction);
  await note(transaction, name);
}

/** In a transaction of its own, and so that nodes at work don't feel it. */
async function takeBeside(db: Db, name: string, step: Step, onStep: (step: string) => void): Promise<void> {
  const { index } = step;
  if (index) {
    onStep(`${name}: an index on ${index.on}, beside what is going on`);
    await indexBeside(db, index);
    return note(db, name);
  }
  for (let told = false; ; told = true) {
    try {
      return await db.transaction().execute(async (transaction) => {
        await sql`set local lock_timeout = ${sql.lit(LOCK_MS)}`.execute(transaction);
        await take(transaction, name, step, told ? undefined : onStep);
      });
    } catch (error) {
      if (failureOf(error)?.kind !== 'busy') throw error;
      if (!told) onStep(`${name}: waiting until nobody is in the way`);
      await pause(AGAIN_MS);
    }
  }
}

async function indexBeside(db: Db, { name, on }: { name: string; on: string }): Promise<void> {
  // One that was broken off stays behind, is good for nothing and still costs.
  const broken = await sql`select 1 from pg_index join pg_class on pg_class.oid = indexrelid
    where relname = ${name} and not indisvalid`.execute(db);
  if (broken.rows.length > 0) await sql`drop index concurrently if exists ${sql.id(name)}`.execute(db);
  await sql`create index concurrently if not exists ${sql.id(name)} on ${sql.raw(on)}`.execute(db);
}

/** Until the transaction ends. False where somebody else has it; SQLite's transactions keep everybody else out anyway. */
async function lock(transaction: Db): Promise<boolean> {
  if (isPostgres(transaction)) {
    // It may have to wait for what is done beside it.
    await sql`set local idle_in_transaction_session_timeout = 0`.execute(transaction);
    const tried = await sql<{
      is_ours: boolean;
    }>`select pg_try_advisory_xact_lock(${LOCK}) as is_ours`.execute(transaction);
    if (!tried.rows[0]!.is_ours) return false;
  }
  await sql`create table if not exists kysely_migration
    (name varchar(255) primary key, timestamp varchar(255) not null)`.execute(transaction);
  return true;
}

const note = async (db: Db, name: string): Promise<void> =>
  void (await sql`insert into kysely_migration values (${name}, ${new Date().toISOString()})`.execute(db));

async function namesIn(db: Db): Promise<string[]> {
  const there = isPostgres(db)
    ? sql`select 1 where to_regclass('kysely_migration') is not null`
    : sql`select 1 from sqlite_master where name = 'kysely_migration'`;
  if ((await there.execute(db)).rows.length === 0) return [];
  const rows = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
  return rows.rows.map(({ name }) => name);
}

const isPostgres = (db: Db): boolean => db.getExecutor().adapter instanceof PostgresAdapter;
