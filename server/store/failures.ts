/** What a failing engine says, in the few words that the house needs. */

interface EngineError {
  /** SQLite's result code, its extended one: the lowest byte is the kind. */
  errcode?: number;
  /** SQLSTATE from Postgres, or the operating system's name for it. */
  code?: string;
  message?: string;
  /** Of a host with several addresses, one each. */
  errors?: EngineError[];
}

/**
 * `full`: no room for another write. `read-only`: answers, and takes no write. `busy`: somebody else is in the way.
 * `crowded`: takes no more connections. `moved`: the file is not the one that was opened. `away`: can't be had.
 */
export type FailureKind = 'full' | 'read-only' | 'busy' | 'crowded' | 'moved' | 'away';

export interface Failure {
  kind: FailureKind;
  /** In our words, for the log. */
  what: string;
  /** In the engine's own. */
  says: string;
}

const WHAT: Record<FailureKind, string> = {
  full: 'disk full',
  'read-only': 'the database takes no writes',
  busy: 'the database is busy',
  crowded: 'the database takes no more connections',
  moved: 'the database’s file was moved',
  away: 'the database can’t be reached',
};

/** The engine has not answered in time; what it does with the command, nobody knows. */
export class TookTooLong extends Error {
  constructor() {
    super('The database has not answered in time.');
  }
}

/** The database's file is gone, or another one is in its place: what is written into ours, nobody would find. */
export class FileMoved extends Error {}

/** The system has no room left for the database's file. */
export class DiskFull extends Error {}

/** https://sqlite.org/rescode.html: busy, locked, read-only, i/o, full, can't open. */
const SQLITE: Record<number, FailureKind> = {
  5: 'busy',
  6: 'busy',
  8: 'read-only',
  10: 'away',
  13: 'full',
  14: 'away',
};

/** https://www.postgresql.org/docs/15/errcodes-appendix.html. */
const POSTGRES: Record<string, FailureKind> = {
  '0A000': 'read-only', // a standby, asked for a transaction that writes
  '25006': 'read-only', // the same, later
  '25P03': 'busy', // the transaction waited too long for this process, which was frozen or had no turn
  '3D000': 'away', // no such database, as long as it is being put back
  '40001': 'busy', // serialisation failure
  '40P01': 'busy', // deadlock
  '55000': 'away', // lets nobody in, or recovers
  '55P03': 'busy', // lock not available
  '57014': 'busy', // it took too long: whoever answers so is well
  '53100': 'full',
  '53300': 'crowded',
};
/** All else in these classes: a broken connection, not let in, short of something, shutting down or starting, i/o. */
const POSTGRES_AWAY = new Set(['08', '28', '53', '57', '58']);

/** Ended for its silence, serialisation failure, deadlock, a long queue: the same transaction may well succeed when it is run again. */
const POSTGRES_AGAIN = new Set(['25P03', '40001', '40P01', '55P03', '57014']);
/** The statement has failed and the connection is well: the transaction can be ended in it. */
const POSTGRES_GOES_ON = new Set([
  '0A000',
  '25006',
  '40001',
  '40P01',
  '55P03',
  '53100',
  '53200',
  '57014',
  '58030',
]);
const NOT_LET_IN = '28';

const NETWORK_GONE = new Set([
  'EADDRNOTAVAIL',
  'EAI_AGAIN',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTDOWN',
  'EHOSTUNREACH',
  'EMFILE',
  'ENETDOWN',
  'ENETUNREACH',
  'ENOENT',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
]);
const POOL_GONE = /timeout expired|connection terminated|connection ended|not queryable/i;
/** PgBouncer's way to say 53300. */
const POOLER_FULL = /no more connections allowed/;

/** Undefined for what is no trouble of the engine's: a mistake of ours, or of whoever asked. */
export function failureOf(error: unknown): Failure | undefined {
  const kind = kindOf(error as EngineError);
  return kind && { kind, what: WHAT[kind], says: saidBy(error) };
}

function kindOf(error: EngineError): FailureKind | undefined {
  const { errcode = 0, code = '', message = '' } = error;
  if (error instanceof FileMoved) return 'moved';
  if (error instanceof DiskFull) return 'full';
  if (error instanceof TookTooLong) return 'away';
  if (POOLER_FULL.test(message)) return 'crowded';
  if (NETWORK_GONE.has(code) || POOL_GONE.test(message)) return 'away';
  return POSTGRES[code] ?? (POSTGRES_AWAY.has(code.slice(0, 2)) ? 'away' : SQLITE[errcode & 0xff]);
}

/** What any engine's error says; where a host has several addresses, the error itself says nothing. */
export function saidBy(error: unknown): string {
  const { message, errors, code } = error as EngineError;
  return message || errors?.map(saidBy).join('; ') || code || 'no reason given';
}

export const wordsOf = ({ what, says }: Failure): string => `${what}: ${says}`;

/** Somebody else was in the way: run it again. */
export function isBusy(error: unknown): boolean {
  const { errcode = 0, code = '' } = error as EngineError;
  return SQLITE[errcode & 0xff] === 'busy' || POSTGRES_AGAIN.has(code);
}

/** The database can't be had for the moment; whether the last command was done, nobody knows. */
export const isUnavailable = (error: unknown): boolean => failureOf(error) !== undefined;

/** What more can be asked of this connection, no answer tells: it is to be given up. */
export const breaksConnection = (error: unknown): boolean =>
  isUnavailable(error) && !POSTGRES_GOES_ON.has((error as EngineError).code ?? '');

/** At a start: whoever waits a little may find it. */
export function isNotThereYet(error: unknown): boolean {
  const { errcode, code = '' } = error as EngineError;
  const kind = failureOf(error)?.kind;
  if (errcode !== undefined) return kind === 'busy';
  return kind !== undefined && kind !== 'read-only' && !code.startsWith(NOT_LET_IN);
}
