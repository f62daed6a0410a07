/**
 * The record is put back, as a failover that lost its tail does it: everybody ends with what it says now. Whoever holds
 * something else is told so by the epoch, and whoever knows of none by a seq above any that was ever issued.
 */
import { execFile } from 'node:child_process';
import { copyFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { expect, inject, test } from 'vitest';
import { Desk } from '../../scripts/desk.ts';
import type { Entry, Page, Update } from '../../shared/blog.ts';
import { freePort, spawnService } from '../support/process.ts';
import { startProxy } from '../support/proxy.ts';
import { openReader } from '../support/reader.ts';
import { newFolder, tokenFor } from '../support/service.ts';
import { StockReader } from '../support/stock-reader.ts';
import { SLUG, startWorld } from './world.ts';

const run = promisify(execFile);

/** Of all kinds, some over each of these addresses. */
async function openReaders(urls: string[]) {
  const ours = await Promise.all(urls.flatMap((url) => [openReader(url, SLUG), openReader(url, SLUG)]));
  const stock = urls.flatMap((url) => [StockReader.follow(url, SLUG), StockReader.poll(url, SLUG)]);
  return {
    ours,
    held: () => [
      ...ours.map((reader) => reader.blog().entries),
      ...stock.map(({ entries }) => [...entries.values()]),
    ],
  };
}

/** Publishes so many, each again until it is acknowledged, as the desk does. */
async function publish(url: string, token: string, what: string, count: number): Promise<void> {
  for (let n = 1; n <= count; n += 1) {
    const key = `${what}-${n}-${Math.random()}`;
    const tries = async () =>
      new Desk(url, token).publish(SLUG, { headline: `${what} ${n}` }, key).then(
        () => true,
        () => false,
      );
    while (!(await tries())) await pause(100);
  }
}

/** Resolves once everybody holds what the record has, and nothing else; fails with who does not. */
async function allEqual(url: string, readers: Awaited<ReturnType<typeof openReaders>>): Promise<void> {
  const read = async <T>(path: string) =>
    (await (await fetch(`${url}/api/v1/blogs/${SLUG}${path}`)).json()) as T;
  const record: Entry[] = [];
  for (let older: string | null = ''; older !== null;) {
    const page: Page = await read(`/entries?limit=100${older && `&before=${older}`}`);
    record.push(...page.entries);
    older = page.older;
  }
  expect(record.length).toBe(30 + 24);
  const wrong = () =>
    readers.held().map((held) => {
      const ids = new Set(held.map(({ id }) => id));
      const ghosts = held.filter(({ id }) => !record.some((entry) => entry.id === id)).length;
      const oldest = record.findLastIndex(({ id }) => ids.has(id));
      const missing = record.slice(0, Math.max(oldest, 20)).filter(({ id }) => !ids.has(id)).length;
      return { ghosts, missing };
    });
  await expect
    .poll(wrong, { timeout: 15_000, interval: 100 })
    .toEqual(readers.held().map(() => ({ ghosts: 0, missing: 0 })));
  const { to } = await read<Update>('');
  expect(readers.ours.map((reader) => reader.blog().seq)).toEqual(readers.ours.map(() => to));
}

test.each(['go on running', 'are restarted meanwhile'])(
  '[R6] a database that was dropped and put back from a copy while nodes %s: nobody keeps a ghost, nobody lacks anything',
  async (how) => {
    const world = await startWorld();
    const [one, two] = world.nodes;
    const urls = world.nodes.map(({ network }) => network.url);
    const databaseUrl = one!.databaseUrl;
    const dump = join(await newFolder(), 'dump.sql');
    await publish(urls[0]!, world.token, 'kept', 30);
    await run('pg_dump', ['--dbname', databaseUrl, '--file', dump]);
    const readers = await openReaders(urls);
    await publish(urls[0]!, world.token, 'lost', 15);
    await expect
      .poll(() => readers.held().every((held) => held.some(({ headline }) => headline === 'lost 15')))
      .toBe(true);
    const { epoch } = readers.ours[0]!.blog();

    if (how !== 'go on running') for (const { service } of world.nodes) await service.stop('SIGINT');
    const admin = new pg.Client({ connectionString: inject('postgresUrl') });
    await admin.connect();
    const name = new URL(databaseUrl).pathname.slice(1);
    await admin.query(`drop database ${name} with (force)`);
    await admin.query(`create database ${name}`);
    await admin.end();
    await run('psql', ['--quiet', '--dbname', databaseUrl, '--file', dump]);
    if (how !== 'go on running') await Promise.all([one!.start(), two!.start()]);

    await publish(urls[1]!, world.token, 'new', 24);
    const since = Date.now();
    await allEqual(urls[0]!, readers);
    console.log(
      `equal ${Date.now() - since} ms after the last of 24 that were published after the record was put back`,
    );
    expect(readers.ours.map((reader) => reader.blog().epoch)).not.toContain(epoch);
    for (const reader of readers.ours) reader.wake();
    for (const { network } of world.nodes) network.cut();
    await pause(1_000);
    await allEqual(urls[1]!, readers);
  },
);

test('[R6] [R11] an SQLite file that was put back while the service was down: readers have what it says, and an edit of what it lost changes nothing', async () => {
  const env = { DATA_DIR: await newFolder(), PORT: await freePort(), WRITES_PER_MINUTE: '10000' };
  const token = await tokenFor(env);
  const file = join(env.DATA_DIR, 'dateline.sqlite');
  const copy = join(env.DATA_DIR, 'copy.sqlite');
  const service = await spawnService(env);
  const network = await startProxy(service.url);
  await new Desk(service.url, token).createBlog({ slug: SLUG, title: 'Storm' });
  const desk = new Desk(service.url, token);
  const edited = await desk.publish(SLUG, { headline: 'kept 1' });
  await publish(service.url, token, 'kept', 29);
  const database = new DatabaseSync(file);
  database.exec(`vacuum into '${copy}'`);
  database.close();
  const readers = await openReaders([network.url]);
  const lost = await desk.edit(SLUG, edited, { headline: 'lost' });
  await publish(service.url, token, 'lost', 15);
  await expect
    .poll(() => readers.held().every((held) => held.some(({ headline }) => headline === 'lost 15')))
    .toBe(true);
  await service.stop('SIGKILL');
  for (const beside of ['-wal', '-shm']) await rm(`${file}${beside}`, { force: true });
  await copyFile(copy, file); // the same file by its inode
  const again = await spawnService(env);
  // As many revisions as before, and another text.
  const since = await desk.edit(SLUG, edited, { headline: 'edited since' });
  const late = desk.edit(SLUG, lost, { headline: 'made of the lost one' });
  await expect(late).rejects.toMatchObject({
    status: 412,
    problem: { current: { headline: since.headline } },
  });
  await desk.edit(SLUG, since, { headline: 'and on it goes' });
  await publish(again.url, token, 'new', 24);
  await allEqual(again.url, readers);
});
