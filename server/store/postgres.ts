/** Kysely over pg: the store's engine for many nodes. */
import { type Dialect, PostgresDialect, type PostgresPool, type PostgresPoolClient } from 'kysely';
import pg from 'pg';
import { isUnavailable, TookTooLong } from './failures.ts';

/** Milliseconds, under the two seconds in which the desk is to hear that the database can't be had. */
const TIMEOUTS = {
  connectionTimeoutMillis: 1_500,
  statement_timeout: 1_500,
  query_timeout: 1_800,
  lock_timeout: 1_500,
  idle_in_transaction_session_timeout: 10_000,
  idleTimeoutMillis: 30_000,
};

/** `url` is `postgres://…`. `onError` hears of connections that break while nobody uses them. */
export function postgresDialect(url: string, onError: (error: Error) => void): Dialect {
  const pool = new pg.Pool({ connectionString: url, max: 10, application_name: 'dateline', ...TIMEOUTS });
  // Without a listener, a database that goes away ends the process.
  pool.on('error', onError);
  const careful = { connect: () => reserve(pool), end: () => pool.end() };
  return new PostgresDialect({ pool: careful as PostgresPool });
}

/** A connection that has failed its user is not given to the next one. */
async function reserve(pool: pg.Pool): Promise<PostgresPoolClient> {
  const client = await pool.connect();
  let isBroken = false;
  // Between two queries of a transaction nobody else listens, and an error that nobody hears ends the process.
  const onError = () => void (isBroken = true);
  client.on('error', onError);

  async function query(sql: string, values: unknown[]): Promise<pg.QueryResult> {
    if (isBroken) throw new TookTooLong();
    try {
      return await client.query(sql, values);
    } catch (error) {
      isBroken ||= isUnavailable(error);
      throw error;
    }
  }

  function release(): void {
    client.off('error', onError);
    client.release(isBroken);
  }

  return { query, release } as unknown as PostgresPoolClient;
}
