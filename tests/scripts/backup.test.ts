/** `backup` and `restore`, as whoever runs the service says them. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync, gzipSync } from 'node:zlib';
import { expect, inject, onTestFinished, test } from 'vitest';
import { load, save } from '../../scripts/backup.ts';
import { openStore } from '../../server/record.ts';
import { type Config, readConfig } from '../../server/config.ts';
import { PartnerWrites } from '../../server/features/partners/writes.ts';
import { AlertWrites } from '../../server/features/alerts/writes.ts';
import { SCHEMA } from '../../server/record.ts';
import type { Row } from '../../server/store/backup.ts';
import type { Store } from '../../server/store/store.ts';
import type { Update } from '../../shared/blog.ts';
import { newDatabase } from '../support/postgres.ts';
import { newFolder, type Service, startService } from '../support/service.ts';
import { hire, invitationBy } from '../support/staff.ts';

/** The command line, on the database that these settings name. */
const say = async (env: Record<string, string>, ...args: string[]): Promise<string> =>
  (await promisify(execFile)(process.execPath, ['scripts/dateline.ts', ...args], { env })).stdout;

const onSqlite = async () => readConfig({ DATA_DIR: await newFolder() });
const onPostgres = async () => readConfig({ DATABASE_URL: await newDatabase(inject('postgresUrl')) });
const newFile = async () => join(await newFolder(), 'dateline.backup');

/** A newsroom that has something of everything. */
async function newsroom(service: Service): Promise<void> {
  const desk = await service.desk();
  const admin = await hire(service, 'admin');
  await desk.createBlog({ slug: 'gone', title: 'Gone' });
  await desk.send('DELETE', '/blogs/gone');
  await desk.createBlog({ slug: 'storm', title: 'Storm “Ana” – live' });
  const first = await desk.publish(
    'storm',
    { headline: 'Wind', html: '<p>Trees down. 🌲 Дерева</p>' },
    'a-key',
  );
  await desk.edit('storm', first, { headline: 'Wind, and rain' });
  await desk.remove('storm', (await desk.publish('storm', { headline: 'Wrong' })).id);
  await desk.publish('storm', { headline: 'Not yet', state: 'draft' });
  await invitationBy(admin, 'new@example.org');
  await desk.send('POST', '/bylines', { kind: 'person', name: 'Olena' });
  await desk.send('POST', '/sections', { slug: 'coast', name: 'Coast' });
  const { id } = await desk.send<{ id: string }>('POST', '/partners', {
    name: 'Echo',
    origins: ['https://echo.example'],
  });
  await desk.createBlog({ slug: 'quiet', title: 'Quiet' });
  const { id: blog } = (await service.store.read.blog('quiet'))!;
  await service.store.transaction(async (transaction) => {
    await transaction.secret('key', 'kept');
    await new PartnerWrites(transaction).addViews(id, '2026-12-11', 3);
    const browser = { id: 'browser', endpoint: 'https://push.example/1', p256dh: 'p', auth: 'a' };
    await new AlertWrites(transaction).putSubscriber({
      ...browser,
      blog,
      which: 'key',
      created_at: '2026-12-11T14:00:00.000Z',
    });
  });
  await desk.publish('storm', { headline: 'Bridge closed', breaking: true });
}

/** What is kept, by table. */
async function contents(store: Store): Promise<Record<string, Row[]>> {
  const tables: Record<string, Row[]> = {};
  for await (const { table, rows } of store.rows()) (tables[table] ??= []).push(...rows);
  return tables;
}

async function contentsIn(config: Config): Promise<Record<string, Row[]>> {
  const store = await openStore(config);
  const tables = await contents(store);
  await store.close();
  return tables;
}

const withoutClock = (tables: Record<string, Row[]>) => ({
  ...tables,
  blog: tables.blog!.map((row) => ({ ...row, seq: 0, floor: 0 })),
  alert: tables.alert!.map((row) => ({ ...row, is_done: 0, claimed_until: '', reached: '' })),
});

test('everything comes back, from a service that runs, in the other engine and in its own', async () => {
  const service = await startService();
  await newsroom(service);
  const original = await contents(service.store);
  expect(Object.keys(original)).toEqual(Object.keys(SCHEMA.kept));

  const [first, second] = [await newFile(), await newFile()];
  await save(service.config, first);
  const postgres = await onPostgres();
  await load(postgres, first);
  expect(withoutClock(await contentsIn(postgres))).toEqual(withoutClock(original));

  await save(postgres, second);
  const sqlite = await onSqlite();
  await load(sqlite, second);
  expect(withoutClock(await contentsIn(sqlite))).toEqual(withoutClock(original));
});

test(
  'the command line says what it did, and keeps the file from other eyes',
  { timeout: 60_000 },
  async () => {
    const { config } = await startService();
    const file = await newFile();
    expect(await say({ DATA_DIR: config.DATA_DIR }, 'backup', file)).toMatch(/has all there is: \d+ rows/);
    expect((await stat(file)).mode & 0o077).toBe(0);
    expect(await say({ DATA_DIR: await newFolder() }, 'restore', file)).toMatch(/is restored: \d+ rows/);
  },
);

test('[R3] whoever was open over a restoring starts over, though nobody knows what was lost', async () => {
  const service = await startService();
  const desk = await service.desk();
  await desk.createBlog({ slug: 'storm', title: 'Storm' });
  await desk.publish('storm', { headline: 'Kept' });
  const file = await newFile();
  await save(service.config, file);
  await desk.publish('storm', { headline: 'Lost' });
  const held = (await service.store.read.blog('storm'))!.seq;

  const { DATA_DIR } = await onSqlite();
  await load(readConfig({ DATA_DIR }), file);
  const after = await startService({ DATA_DIR });
  const update = async (seq: number) =>
    (await (await fetch(`${after.url}/api/v1/blogs/storm/updates?after=${seq}`)).json()) as Update;
  const { from, to, entries } = await update(held);
  expect(from).toBe(0);
  expect(to).toBeGreaterThan(held);
  expect(entries).toMatchObject([{ headline: 'Kept' }]);
  await (await after.desk()).publish('storm', { headline: 'Next' });
  await expect
    .poll(() => update(to))
    .toMatchObject({ from: to, to: to + 1, entries: [{ headline: 'Next' }] });
});

test('the desk goes on while a backup is made, and what it writes meanwhile is not in it', async () => {
  for (const { DATA_DIR, DATABASE_URL } of [await onSqlite(), await onPostgres()]) {
    const service = await startService({ DATA_DIR, ...(DATABASE_URL && { DATABASE_URL }) });
    const desk = await service.desk();
    await desk.createBlog({ slug: 'storm', title: 'Storm' });
    await desk.publish('storm', { headline: 'Before' });
    const beside = await openStore(service.config);
    onTestFinished(() => beside.close());
    const rows = beside.rows();
    expect((await rows.next()).value).toMatchObject({ table: 'blog', rows: [{ slug: 'storm' }] });
    await desk.publish('storm', { headline: 'Meanwhile' });
    const { value } = await rows.next();
    expect(value).toMatchObject({ table: 'entry', rows: [{ headline: 'Before' }] });
    await rows.return(undefined);
  }
});

test('what can’t be restored is refused with a word, and leaves nothing behind', async () => {
  const service = await startService();
  await newsroom(service);
  const file = await newFile();
  await save(service.config, file);
  const bytes = await readFile(file);
  const lines = gunzipSync(bytes).toString().split('\n');
  const zipped = (...lines: string[]) => gzipSync(`${lines.join('\n')}\n`);
  const empty = await onSqlite();
  const refusalOf = async (content: Buffer | string): Promise<string> => {
    const bad = await newFile();
    await writeFile(bad, content);
    const refused = load(empty, bad).then(
      () => 'restored',
      (error: Error) => error.message,
    );
    return (await refused).replace(bad, 'FILE');
  };
  expect(await refusalOf(zipped(...lines.slice(0, -2)))).toBe('FILE is not whole: its end is missing.');
  expect(await refusalOf(bytes.subarray(0, -10))).toMatch(/^FILE can’t be read as a backup: unexpected end/);
  expect(await refusalOf('not even gzipped')).toMatch(/^FILE can’t be read as a backup: incorrect header/);
  expect(await refusalOf('')).toMatch(/^FILE (is not whole|can’t be read)/);
  expect(await refusalOf(zipped('{"format":"another"}'))).toBe('FILE is no backup of Dateline.');
  const newer = lines[0]!.replace(/"migration":"[^"]*"/, '"migration":"999-times-to-come"');
  expect(await refusalOf(zipped(newer, ...lines.slice(1)))).toContain(
    'by a newer Dateline (999-times-to-come)',
  );
  await expect(load(empty, '/nowhere')).rejects.toThrow('can’t be read as a backup: ENOENT');
  await expect(load(service.config, file)).rejects.toThrow('There is a newsroom in this database already.');
  await expect(save(service.config, file)).rejects.toThrow('is there already');

  await load(empty, file);
  expect(Object.keys(await contentsIn(empty))).toEqual(Object.keys(SCHEMA.kept));
});

test(
  '[R4] a restore that is killed leaves nothing: the good file can be restored there, and is whole',
  { timeout: 60_000 },
  async () => {
    const service = await startService({ WRITES_PER_MINUTE: '1000000' });
    const desk = await service.desk();
    await desk.createBlog({ slug: 'storm', title: 'Storm' });
    const html = `<p>${'The river rises. '.repeat(200)}</p>`;
    for (let n = 0; n < 100; n += 1)
      await Promise.all(
        Array.from({ length: 10 }, (_, m) => desk.publish('storm', { headline: `${n} ${m}`, html })),
      );
    const file = await newFile();
    const rows = await save(service.config, file);
    const postgresUrl = await newDatabase(inject('postgresUrl'));
    for (const env of [{ DATA_DIR: await newFolder() }, { DATABASE_URL: postgresUrl }]) {
      let killed = 0;
      for (const after of [700, 1_000, 1_300]) {
        const child = spawn(process.execPath, ['scripts/dateline.ts', 'restore', file], {
          env,
          stdio: 'ignore',
        });
        const ended = once(child, 'exit');
        setTimeout(() => child.kill('SIGKILL'), after);
        const [, signal] = (await ended) as [number | null, string | null];
        if (signal === null) break; // it was faster, and what it has restored is whole
        killed += 1;
      }
      const again = await load(readConfig(env), file).catch((error: Error) => error.message);
      // One that was killed after its commit has restored everything.
      expect([rows, 'There is a newsroom in this database already. Restore into a new one.']).toContain(
        again,
      );
      const { entry, blog } = await contentsIn(readConfig(env));
      expect([killed > 0, entry!.length, blog!.length]).toEqual([true, 1_000, 1]);
    }
  },
);
