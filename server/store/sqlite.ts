/** Kysely over node:sqlite: the store's default engine, one file and no server. */
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

const CACHED_STATEMENTS = 200;
/** Waiting for another process's lock blocks this one; the store waits longer, without blocking. */
const BUSY_MS = 20;

/** `file` is a path, or `:memory:`. */
export function sqliteDialect(file: string): Dialect {
  return {
    createDriver: () => new CarefulDriver({ database: async () => openDatabase(file) }),
    createAdapter: () => new TransactionalAdapter(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

/** A transaction that reads before it writes fails under a plain `begin` when another process writes in between. */
class CarefulDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection, to?: TransactionSettings): Promise<void> {
    const begin = to?.accessMode === 'read only' ? 'begin' : 'begin immediate';
    await connection.executeQuery(CompiledQuery.raw(begin));
  }
}

/** Kysely then runs each migration in a transaction, so that several first starts on one file can't collide. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

function openDatabase(file: string): SqliteDatabase {
  const database = new DatabaseSync(file, { timeout: BUSY_MS, enableForeignKeyConstraints: true });
  database.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 67108864;',
  );
  const statements = new Map<string, SqliteStatement>();

  function prepare(sql: string): SqliteStatement {
    const statement = statements.get(sql) ?? wrap(database.prepare(sql));
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

function wrap(statement: StatementSync): SqliteStatement {
  return {
    reader: statement.columns().length > 0,
    all: (values) => statement.all(...(values as SQLInputValue[])),
    run: (values) => statement.run(...(values as SQLInputValue[])),
    iterate: (values) => statement.iterate(...(values as SQLInputValue[])) as IterableIterator<unknown>,
  };
}
