/**
 * Kysely over pg: the store's engine for many nodes. Whatever is set for a transaction is set in it and ends with it,
 * and nothing belongs to a session: a pooler may give each transaction another one.
 */
import {
  CompiledQuery,
  type DatabaseConnection,
  PostgresDialect,
  PostgresDriver,
  type PostgresPool,
  type TransactionSettings,
} from 'kysely';
import type { Connections } from './connections.ts';

/**
 * Milliseconds: nobody waits longer for the answer, and what runs on would keep others waiting; so would a process that
 * is frozen in the middle of it, for which no other node's desk is to wait.
 */
const LIMITS = [
  'set local statement_timeout = 1500',
  'set local lock_timeout = 1000',
  'set local idle_in_transaction_session_timeout = 3000',
].join('; ');

/** `isPatient`: transactions may take their time. */
export function postgresDialect(connections: Connections, isPatient = false): PostgresDialect {
  const pool = connections as unknown as PostgresPool;
  return new (class extends PostgresDialect {
    override createDriver() {
      return new CarefulDriver({ pool }, isPatient);
    }
  })({ pool });
}

class CarefulDriver extends PostgresDriver {
  readonly #limits: string;

  constructor(config: { pool: PostgresPool }, isPatient: boolean) {
    super(config);
    this.#limits = isPatient ? '' : `; ${LIMITS}`;
  }

  /** In one message with its limits. Each says how it is isolated: a database's own default may be another one. */
  override async beginTransaction(connection: DatabaseConnection, to: TransactionSettings): Promise<void> {
    const { isolationLevel = 'read committed', accessMode = 'read write' } = to;
    const begin = `start transaction isolation level ${isolationLevel} ${accessMode}`;
    await connection.executeQuery(CompiledQuery.raw(begin + this.#limits));
  }

  /** Whatever made it necessary is what everybody is to hear of; a connection that can't do it is given up. */
  override async rollbackTransaction(
    connection: Parameters<PostgresDriver['rollbackTransaction']>[0],
  ): Promise<void> {
    await super.rollbackTransaction(connection).catch(() => {});
  }
}
