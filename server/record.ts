/** The record that the settings name: its engine, its tables brought up to date, the store over them. */
import { chmod, mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Dialect } from 'kysely';
import type { Config } from './config.ts';
import { FEATURES } from './features.ts';
import { Connections } from './store/connections.ts';
import { type Place, postgresPlace, sqlitePlace } from './store/place.ts';
import { postgresDialect } from './store/postgres.ts';
import { type Schema, schemaOf } from './store/schema.ts';
import { sqliteDialect } from './store/sqlite.ts';
import { Store } from './store/store.ts';

/** What this version keeps in a record. */
export const SCHEMA = schemaOf(FEATURES);

interface EngineOptions {
  /** A connection broke while nobody used it. */
  onError?(error: Error): void;
  /** For commands of somebody who waits. */
  isPatient?: boolean;
}

export async function openStore(config: Config, options: EngineOptions = {}): Promise<Store> {
  const { dialect, place } = await engineFor(config, options);
  return Store.open(dialect, SCHEMA, undefined, place);
}

/** For a command that is not about the tables: those of an older version are left as they are, and it is told. */
export async function openForCommand(config: Config): Promise<Store> {
  const { done, pending } = await Store.stand((await engineFor(config)).dialect, SCHEMA);
  if (done.length > 0 && pending.length > 0) throw older(done);
  return openStore(config);
}

/** Brings the tables to this version’s where the settings leave that to a start; `onStep` hears of each step with an older one. */
export async function bringTables(
  config: Config,
  schema: Schema,
  onStep: (step: string) => void,
): Promise<void> {
  const { done, pending } = await Store.stand((await engineFor(config)).dialect, schema);
  if (pending.length === 0) return;
  if (config.MIGRATE === 'command') throw older(done);
  const isNew = done.length === 0; // nobody waits for anything there
  const { dialect } = await engineFor(config, { isPatient: true });
  await Store.migrate(dialect, schema, isNew ? () => {} : onStep);
}

const older = (done: string[]): Error =>
  new Error(
    `The database is ${done.length > 0 ? `an older Dateline’s (${done.at(-1)!})` : 'a new one'}. Say: npm run -s dateline -- migrate`,
  );

/** The engine that the settings name; `connections` where it has any. */
export async function engineFor(
  { DATABASE_URL, DATABASE_CONNECTIONS, DATA_DIR }: Config,
  { onError = () => {}, isPatient = false }: EngineOptions = {},
): Promise<{ dialect: Dialect; place: Place; connections?: Connections }> {
  if (DATABASE_URL) {
    const connections = new Connections({
      ...{ url: DATABASE_URL, most: DATABASE_CONNECTIONS, isPatient, onError },
    });
    return { dialect: postgresDialect(connections, isPatient), place: postgresPlace(), connections };
  }
  await mkdir(DATA_DIR, { recursive: true, mode: 0o700 });
  const file = join(DATA_DIR, 'dateline.sqlite');
  await keepToOurselves(file);
  return { dialect: sqliteDialect(file), place: sqlitePlace(file) };
}

/** Passwords' hashes stand in it. The engine gives the files beside it the rights of the first. */
async function keepToOurselves(file: string): Promise<void> {
  await (await open(file, 'a', 0o600)).close();
  for (const each of [file, `${file}-wal`, `${file}-shm`]) await chmod(each, 0o600).catch(() => {});
}
