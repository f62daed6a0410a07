/** Tables of an older version: brought up to date beside a newsroom at work, and by nobody who was not asked to. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { Kysely } from 'kysely';
import { expect, inject, onTestFinished, test } from 'vitest';
import { load, save } from '../../scripts/backup.ts';
import { readConfig } from '../../server/config.ts';
import { engineFor, openStore, SCHEMA } from '../../server/record.ts';
import { newDatabase } from '../support/postgres.ts';
import { spawnService } from '../support/process.ts';
import { newFolder } from '../support/service.ts';

/** Tables as version `upTo` left them, with so many entries. */
async function older(env: Record<string, string>, upTo: string, entries: number): Promise<void> {
  const { dialect } = await engineFor(readConfig(env), { isPatient: true });
  const db = new Kysely<never>({ dialect });
  const run = (sql: string) => db.executeQuery({ sql, parameters: [] } as never);
  await run('create table kysely_migration (name varchar(255) primary key, timestamp varchar(255) not null)');
  for (const [name, { up }] of Object.entries(SCHEMA.migrations)) {
    await up(db);
    await run(`insert into kysely_migration values ('${name}', '${new Date().toISOString()}')`);
    if (name === upTo) break;
  }
  await run(`insert into blog (id, slug, title, standfirst, status, language, timezone, seq, head_seq, floor, created_at, updated_at)
    values ('b', 'storm', 'Storm', '', 'live', 'en', 'UTC', ${entries + 1}, 1, 1, '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z')`);
  await run(`insert into entry (id, blog, seq, revision, state, html, authors, key_event, breaking, pinned, published_at, changed_at)
    with recursive n(n) as (select 1 union all select n + 1 from n where n < ${entries})
    select 'e' || n, 'b', n + 1, 1, 'published', '<p>x</p>', '[]', 0, 0, 0, '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z' from n`);
  await db.destroy();
}

const say = async (env: Record<string, string>, ...args: string[]) =>
  (await promisify(execFile)(process.execPath, ['scripts/dateline.ts', ...args], { env })).stdout;

test(
  'beside a long read, with every connection impatient by default: the index is built, and told',
  { timeout: 60_000 },
  async () => {
    const url = await newDatabase(inject('postgresUrl'));
    const env = { DATABASE_URL: url, PORT: '0' };
    await older(env, '005-alerts', 20_000);
    const reader = new pg.Client({ connectionString: url });
    await reader.connect();
    onTestFinished(() => reader.end());
    await reader.query('begin');
    await reader.query('select count(*) from blog');
    const lines: string[] = [];
    const onLine = (line: string) => {
      lines.push(line);
      // Long enough for it to try again more than once.
      if (line.includes('waiting until')) setTimeout(() => void reader.query('commit'), 1_000);
    };
    const [first, second] = await Promise.all([
      spawnService({ ...env, LOG_LEVEL: 'warn' }, onLine),
      spawnService({ ...env, LOG_LEVEL: 'warn' }, onLine),
    ]);
    for (const { url } of [first, second]) expect((await fetch(`${url}/storm`)).status).toBe(200);
    expect(lines.filter((line) => line.includes('an index on entry (blog, changed_at, id)')).length).toBe(1);
    expect(lines.join('')).toContain('waiting until nobody is in the way');
    const { rows } = await reader.query(
      `select indisvalid from pg_index join pg_class on oid = indexrelid where relname = 'entry_changed'`,
    );
    expect(rows).toEqual([{ indisvalid: true }]);
  },
);

test(
  'only the command does it where the settings say so; no other command by the way',
  { timeout: 60_000 },
  async () => {
    const env = { DATA_DIR: await newFolder(), PORT: '0' };
    await older(env, '005-alerts', 10);
    const file = join(await newFolder(), 'before.backup');
    await expect(say(env, 'token', 'list')).rejects.toThrow(
      'an older Dateline’s (005-alerts). Say: npm run -s dateline -- migrate',
    );
    await expect(spawnService({ ...env, MIGRATE: 'command' })).rejects.toThrow(
      'an older Dateline’s (005-alerts)',
    );
    expect(await save(readConfig(env), file)).toBe(11);
    expect(await say(env, 'migrate', '--plan')).toContain('006-desk-order');
    expect(await say(env, 'migrate', '--plan')).toContain('at 005-alerts');
    expect(await say(env, 'migrate')).toContain('done');
    expect(await say(env, 'migrate')).toContain('are this version’s');
    expect((await spawnService({ ...env, MIGRATE: 'command' })).url).toBeDefined();
    const other = readConfig({ DATA_DIR: await newFolder() });
    expect(await load(other, file)).toBe(11);
    const store = await openStore(other);
    expect((await store.public.page('storm', null, 100))!.entries.length).toBe(10);
    await store.close();
  },
);
