/** Where the record lies: what tells that place from every other, so that a copy put there later is known for one. */
import { closeSync, constants, openSync, writeSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { type Kysely, sql } from 'kysely';
import type { Tables } from './tables.ts';

/** The furthest that the record was seen here: all blogs' seqs together. */
export interface Seen {
  epoch: string;
  seqs: number;
}

export interface Place {
  /** Undefined where it can't be told. Rejects where the record can't be reached. */
  identity(db: Kysely<Tables>): Promise<string | undefined>;
  /** Where the record can be replaced without a trace, a note is kept beside it. */
  note?(seen: Seen): void;
  seen?(): Promise<Seen | undefined>;
  close?(): void;
}

export const NOWHERE: Place = { identity: async () => undefined };

/**
 * The database as it was created, in the cluster as it was created, on its timeline: a new one begins with every
 * promotion and every recovery to an earlier moment. What a hosted Postgres doesn't tell is left out.
 */
const IDENTITIES = [
  sql<{ place: string }>`select concat_ws(':', (select system_identifier from pg_control_system()),
    substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8),
    (select oid from pg_database where datname = current_database())) as place`,
  sql<{ place: string }>`select oid::text as place from pg_database where datname = current_database()`,
];

export function postgresPlace(): Place {
  const ways = [...IDENTITIES];
  return {
    async identity(db) {
      try {
        return (await ways[0]?.execute(db))?.rows[0]?.place;
      } catch (error) {
        if (!isNotAllowed(error)) throw error;
        ways.shift();
        return this.identity(db);
      }
    },
  };
}

/** No permission, no such function, not supported. */
const isNotAllowed = (error: unknown): boolean =>
  ['42501', '42883', '0A000'].includes((error as { code?: string }).code ?? '');

/** Bytes of a note: a shorter one leaves nothing of a longer one behind. */
const LINE = 80;

/** A file that is open stays the one that was opened. A copy over it leaves no trace but its older contents. */
export function sqlitePlace(file: string): Place {
  const beside = `${file}-seen`;
  let known: string | undefined;
  let open: number | undefined;
  let isClosed = false;
  return {
    async identity() {
      if (known !== undefined) return known;
      const { ino, birthtimeNs } = await stat(file, { bigint: true });
      return (known = `${ino}:${birthtimeNs}`);
    },
    /** At once, in one short write: a process that is killed has said how far it was. */
    note(seen) {
      if (isClosed) return;
      try {
        open ??= openSync(beside, constants.O_WRONLY | constants.O_CREAT, 0o600);
        writeSync(open, JSON.stringify(seen).padEnd(LINE), 0);
      } catch {
        // A disk that is full is no reason to refuse what is committed already.
      }
    },
    close() {
      isClosed = true;
      if (open !== undefined) closeSync(open);
      open = undefined;
    },
    async seen() {
      try {
        return JSON.parse(await readFile(beside, 'utf8')) as Seen;
      } catch {
        return undefined; // never written, or not whole
      }
    },
  };
}
