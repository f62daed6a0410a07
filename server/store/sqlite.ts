/** Kysely over node:sqlite: the store's default engine, one file and no server. */
import { statfsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type SqliteStatement,
  type TransactionSettings,
} from 'kysely';
import { DiskFull, failureOf, FileMoved } from './failures.ts';

const ROLLBACK = 'rollback';
const CACHED_STATEMENTS = 200;
/** Waiting for another process's lock blocks this one; the store waits longer, without blocking. */
const BUSY_MS = 20;

/** `file` is a path, or `:memory:`. */
export function sqliteDialect(file: string): Dialect {
  return {
    createDriver: () => new CarefulDriver(file),
    createAdapter: () => new TransactionalAdapter(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

class CarefulDriver extends SqliteDriver {
  constructor(file: string) {
    super({ database: async () => openDatabase(file) });
  }

  /** A transaction that reads before it writes fails under a plain `begin` when another process writes in between. */
  override async beginTransaction(connection: DatabaseConnection, to?: TransactionSettings): Promise<void> {
    const begin = to?.accessMode === 'read only' ? 'begin' : 'begin immediate';
    await connection.executeQuery(CompiledQuery.raw(begin));
  }

  /** After some errors SQLite has rolled back already, and says so; what everybody is to hear of is the error before. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw(ROLLBACK)).catch(() => {});
  }
}

/** Kysely then runs each migration in a transaction, so that several first starts on one file can't collide. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/** Where a file lies. One that was removed, replaced or is on a vanished mount, SQLite goes on writing into unseen. */
class Place {
  readonly #file: string;
  #known: string | undefined;

  constructor(file: string) {
    this.#file = file;
  }

  /** Throws FileMoved where another file is there than was there first, or none. */
  mustBeOurs(): void {
    const found = statSync(this.#file, { bigint: true, throwIfNoEntry: false });
    const now = found && `${found.dev}:${found.ino}`;
    this.#known ??= now;
    if (now !== this.#known) {
      const what = now === undefined ? 'is gone' : 'is another file now';
      throw new FileMoved(`${this.#file} ${what}. Put the right one back, or start again.`);
    }
  }
}

function openDatabase(file: string): SqliteDatabase {
  const database = new DatabaseSync(file, { timeout: BUSY_MS, enableForeignKeyConstraints: true });
  database.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 67108864;',
  );
  const statements = new Map<string, SqliteStatement>();
  // What is committed stands in the second until it is copied into the first.
  const places = file === ':memory:' ? [] : [new Place(file), new Place(`${file}-wal`)];

  /** Before each statement: its answer is worth nothing where the file is no longer ours. */
  function prepare(sql: string): SqliteStatement {
    if (sql !== ROLLBACK) for (const place of places) place.mustBeOurs();
    const statement = statements.get(sql) ?? explained(file, () => wrap(file, database.prepare(sql)));
    statements.delete(sql);
    statements.set(sql, statement);
    if (statements.size > CACHED_STATEMENTS) statements.delete(statements.keys().next().value!);
    return statement;
  }

  function close(): void {
    statements.clear();
    database.close();
  }

  return { prepare, close };
}

function wrap(file: string, statement: StatementSync): SqliteStatement {
  return {
    reader: statement.columns().length > 0,
    all: (values) => explained(file, () => statement.all(...(values as SQLInputValue[]))),
    run: (values) => explained(file, () => statement.run(...(values as SQLInputValue[]))),
    iterate: (values) => statement.iterate(...(values as SQLInputValue[])) as IterableIterator<unknown>,
  };
}

/** SQLite says "i/o error" of some writes for which there was no room, too. */
function explained<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (failureOf(error)?.kind === 'away' && isFull(dirname(file))) {
      throw new DiskFull((error as Error).message, { cause: error });
    }
    throw error;
  }
}

function isFull(folder: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize < 65_536; // a page of its log, and of the index that it shares
  } catch {
    return false;
  }
}
