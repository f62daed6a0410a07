/** Kysely over pg: the store's engine for many nodes. */
import { type Dialect, PostgresDialect } from 'kysely';
import pg from 'pg';

/** Milliseconds, all well under the two seconds in which the desk is to hear that the database is not there. */
const TIMEOUTS = {
  connectionTimeoutMillis: 1_500,
  statement_timeout: 5_000,
  query_timeout: 6_000,
  lock_timeout: 1_500,
  idle_in_transaction_session_timeout: 10_000,
  idleTimeoutMillis: 30_000,
};

/** `url` is `postgres://…`. `onError` hears of connections that break while nobody uses them. */
export function postgresDialect(url: string, onError: (error: Error) => void): Dialect {
  const pool = new pg.Pool({ connectionString: url, max: 10, application_name: 'dateline', ...TIMEOUTS });
  // Without a listener, a database that goes away ends the process.
  pool.on('error', onError);
  return new PostgresDialect({ pool });
}
