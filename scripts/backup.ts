/** `backup FILE` and `restore FILE`: the whole record in one file, from either engine and into either. */
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { byActor, SYSTEM } from '../server/newsroom/people.ts';
import { engineFor, openStore, SCHEMA } from '../server/record.ts';
import { type Config, readConfig } from '../server/config.ts';
import type { Rows } from '../server/store/backup.ts';
import { Store } from '../server/store/store.ts';

/**
 * A backup is gzipped lines of JSON: first what it is, then each table's rows, a few hundred in a line, last how many
 * rows there are, so that a file which lacks its end is not taken for a whole one.
 */
const FORMAT = 'dateline-backup-1';
const NEWEST = Object.keys(SCHEMA.migrations).at(-1)!;

export async function backup(args: string[]): Promise<void> {
  const file = onlyFile('backup', args);
  const rows = await save(readConfig(), file);
  console.log(`${file} has all there is: ${rows.toLocaleString('en')} rows. It holds secrets; keep it safe.`);
}

export async function restore(args: string[]): Promise<void> {
  const file = onlyFile('restore', args);
  const rows = await load(readConfig(), file);
  console.log(`${file} is restored: ${rows.toLocaleString('en')} rows. Everybody signs in again.`);
}

/** Writes all that the settings' database keeps into a new file. Resolves to the number of rows. */
export async function save(config: Config, file: string): Promise<number> {
  if (existsSync(file)) throw new Error(`${file} is there already.`);
  const part = `${file}.part`;
  const { done } = await Store.stand((await engineFor(config)).dialect, SCHEMA);
  const migration = done.at(-1);
  if (migration === undefined) throw new Error('There is nothing in this database yet.');
  const { dialect } = await engineFor(config, { isPatient: true });
  let count = 0;
  async function* lines(): AsyncGenerator<string> {
    yield line({ format: FORMAT, migration, madeAt: new Date().toISOString() });
    for await (const each of Store.rows(dialect, SCHEMA)) {
      count += each.rows.length;
      yield line(each);
    }
    yield line({ rows: count });
  }
  try {
    // Hashes of passwords and the key of notifications are in it.
    const out = createWriteStream(part, { mode: 0o600, flush: true });
    await pipeline(Readable.from(lines()), createGzip(), out);
    await rename(part, file);
    if (migration === NEWEST) await leaveWord(config, file);
    return count;
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

/** That somebody has all of it now. */
async function leaveWord(config: Config, file: string): Promise<void> {
  const store = await openStore(config);
  try {
    await store.transaction(async (transaction) => {
      const at = await transaction.now();
      transaction.trace({ ...byActor(SYSTEM), deed: 'backup-made', about: basename(file), detail: '', at });
    });
  } finally {
    await store.close();
  }
}

/** Fills the settings' database, which must be new, with what is in the file: all of it, or nothing. */
export async function load(config: Config, file: string): Promise<number> {
  const { migration, count } = await inspect(file);
  const { dialect } = await engineFor(config, { isPatient: true });
  await Store.fill(dialect, SCHEMA, migration, rowsIn(file));
  return count;
}

/** Reads the whole file before any of it is believed. */
async function inspect(file: string): Promise<{ migration: string; count: number }> {
  let migration = '';
  let end = -1;
  let count = 0;
  for await (const each of linesIn(file)) {
    if (migration === '') migration = migrationIn(file, each);
    else if (isRows(each)) count += each.rows.length;
    else end = Number((each as { rows?: unknown }).rows);
  }
  if (migration === '' || end !== count) throw new Error(`${file} is not whole: its end is missing.`);
  return { migration, count };
}

function migrationIn(file: string, first: unknown): string {
  const { format, migration } = first as { format?: unknown; migration?: unknown };
  if (format !== FORMAT) throw new Error(`${file} is no backup of Dateline.`);
  if (typeof migration !== 'string' || migration > NEWEST) {
    throw new Error(`${file} was made by a newer Dateline (${String(migration)}). Restore it with that one.`);
  }
  return migration;
}

async function* rowsIn(file: string): AsyncGenerator<Rows> {
  for await (const each of linesIn(file)) if (isRows(each)) yield each;
}

function isRows(line: unknown): line is Rows {
  const { table, rows } = line as Partial<Rows>;
  return typeof table === 'string' && Array.isArray(rows);
}

async function* linesIn(file: string): AsyncGenerator<unknown> {
  const input = createReadStream(file).on('error', (error) => gunzip.destroy(error));
  const gunzip = input.pipe(createGunzip()).setEncoding('utf8');
  let begun = '';
  try {
    for await (const chunk of gunzip) {
      const lines = (begun + (chunk as string)).split('\n');
      begun = lines.pop()!;
      for (const line of lines) yield JSON.parse(line);
    }
  } catch (error) {
    throw new Error(`${file} can’t be read as a backup: ${(error as Error).message}`, { cause: error });
  } finally {
    input.destroy();
  }
}

const line = (value: unknown): string => `${JSON.stringify(value)}\n`;

function onlyFile(command: string, [file, ...rest]: string[]): string {
  if (!file || file.startsWith('-') || rest.length > 0) throw new Error(`Say: ${command} FILE`);
  return file;
}
