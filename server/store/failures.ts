/** What a failing engine says, in the few words that the house needs. */

interface EngineError {
  /** SQLite's result code. */
  errcode?: number;
  /** SQLSTATE from Postgres, or the operating system's name for it. */
  code?: string;
  message?: string;
}

/** The engine has not answered in time; what it does with the command, nobody knows. */
export class TookTooLong extends Error {
  constructor() {
    super('The database has not answered in time.');
  }
}

const SQLITE_BUSY = 5;
const SQLITE_GONE = new Set([
  SQLITE_BUSY,
  8 /* read-only */,
  10 /* i/o */,
  13 /* full */,
  14 /* can't open */,
]);

/** Serialisation failure and deadlock: the same transaction may well succeed when it is run again. */
const POSTGRES_AGAIN = new Set(['40001', '40P01']);
/** Cancelled, shutting down, read-only after a failover, out of space, lock not available. */
const POSTGRES_GONE = new Set(['57014', '57P01', '57P02', '57P03', '25006', '53100', '53300', '55P03']);
const NETWORK_GONE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'EPIPE',
  'ENOTFOUND',
  'EHOSTUNREACH',
  'ENOENT',
]);
const POOL_GONE =
  /timeout exceeded when trying to connect|connection terminated|query read timeout|connection ended/i;

/** Somebody else was in the way: run it again. */
export function isBusy(error: unknown): boolean {
  const { errcode, code = '' } = error as EngineError;
  return errcode === SQLITE_BUSY || POSTGRES_AGAIN.has(code);
}

/** The database can't be had for the moment; whether the last command was done, nobody knows. */
export function isUnavailable(error: unknown): boolean {
  const { errcode = 0, code = '', message = '' } = error as EngineError;
  return (
    error instanceof TookTooLong ||
    SQLITE_GONE.has(errcode) ||
    POSTGRES_GONE.has(code) ||
    POSTGRES_AGAIN.has(code) ||
    code.startsWith('08') ||
    NETWORK_GONE.has(code) ||
    POOL_GONE.test(message)
  );
}
