/** What a feature can do, tried with one that counts applause: a table, a command, a read, a page, a value, work of its own. */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { pino } from 'pino';
import { io } from 'socket.io-client';
import { expect, onTestFinished, test } from 'vitest';
import { Desk } from '../../scripts/desk.ts';
import { startApp } from '../../server/app.ts';
import { readConfig } from '../../server/config.ts';
import { FEATURES } from '../../server/features.ts';
import type { Feature } from '../../server/features/feature.ts';
import { Forbidden } from '../../server/newsroom/errors.ts';
import { createToken } from '../../server/newsroom/people.ts';
import type { Store } from '../../server/store/store.ts';
import { newFolder } from '../support/service.ts';

interface ApplauseTables {
  applause: { entry: string; hands: number };
}

const all = (store: Store) => store.reading<ApplauseTables>().selectFrom('applause').selectAll().execute();

/** Counts hands for each entry, and is against silence. */
function applause(log: string[]): Feature {
  return {
    keeps: {
      migrations: {
        '999-applause': {
          up: async (db) =>
            void (await sql`create table applause (entry text primary key, hands integer)`.execute(db)),
        },
      },
      kept: { applause: ['entry'] },
    },
    operations: {
      'POST /applause': { summary: 'Applaud.', for: 'desk', answers: { 204: '' } },
      'GET /applause': { summary: 'All of it.', for: 'all', answers: { 200: 'json' } },
    },
    open({ store }) {
      return {
        async saving({ transaction, after }, { after: entry }) {
          const row = { entry: entry.id, hands: 0 };
          await transaction.tables<ApplauseTables>().insertInto('applause').values(row).execute();
          if (entry.headline === 'Silence') throw new Forbidden('Nobody may ask for silence.');
          after(() => log.push(`saved ${entry.headline}`));
        },
        async removing({ transaction }) {
          await transaction.tables<ApplauseTables>().deleteFrom('applause').execute();
        },
        routes({ open, commands, pages }) {
          open.get('/applause', async (_request, response) => void response.json(await all(store)));
          commands.post('/applause', (_request, response) => void response.status(204).end());
          pages.get('/applause.txt', (_request, response) => void response.type('text').send('Clap.'));
        },
        audience: (slug) => ({ hands: slug.length }),
        close: async () => void log.push(`closed beside ${(await all(store)).length}`),
      };
    },
  };
}

async function start() {
  const log: string[] = [];
  const config = readConfig({ PORT: '0', DATA_DIR: await newFolder() });
  const app = await startApp(config, pino({ level: 'error' }), [...FEATURES, applause(log)]);
  onTestFinished(() => app.close());
  const desk = new Desk(app.url, await createToken(app.store, randomUUID(), 'admin', null));
  await desk.createBlog({ slug: 'storm', title: 'Storm' });
  return { ...app, desk, log };
}

test('[R4] it takes part in a command: all of both or nothing, and what it does afterwards comes afterwards', async () => {
  const { store, desk, log } = await start();
  const entry = await desk.publish('storm', { headline: 'Wind' });
  expect(await all(store)).toEqual([{ entry: entry.id, hands: 0 }]);
  await expect(desk.publish('storm', { headline: 'Silence' })).rejects.toThrow('Nobody may ask');
  expect(await all(store)).toHaveLength(1);
  expect((await store.public.page('storm', null, 10))!.entries).toHaveLength(1);
  expect(log).toEqual(['saved Wind']);
  await desk.send('DELETE', '/blogs/storm');
  expect(await all(store)).toEqual([]);
});

test('it has routes: reads for everybody, commands for those signed in, pages; the API describes them', async () => {
  const { url, desk } = await start();
  const { id } = await desk.publish('storm', { headline: 'Wind' });
  expect(await (await fetch(`${url}/api/v1/applause`)).json()).toEqual([{ entry: id, hands: 0 }]);
  expect((await fetch(`${url}/api/v1/applause`, { method: 'POST' })).status).toBe(401);
  await desk.send('POST', '/applause');
  expect(await (await fetch(`${url}/applause.txt`)).text()).toBe('Clap.');
  expect((await fetch(`${url}/api/v1/applause`, { method: 'DELETE' })).headers.get('allow')).toBe(
    'GET, HEAD, POST, OPTIONS',
  );
  const { paths } = (await (await fetch(`${url}/api/v1/openapi.json`)).json()) as { paths: object };
  expect(paths).toMatchObject({ '/applause': { post: { summary: 'Applaud.' } } });
});

test('it tells readers something beside their number, and a backup has its tables', async () => {
  const { url, store, desk } = await start();
  await desk.publish('storm', { headline: 'Wind' });
  const socket = io(url, { path: '/live', transports: ['websocket'] });
  onTestFinished(() => void socket.close());
  const told = new Promise((resolve) => socket.once('audience', resolve));
  socket.emit('join', { blog: 'storm', after: 0 }, () => {});
  expect(await told).toMatchObject({ blog: 'storm', readers: 1, hands: 5 });
  const tables = new Map<string, unknown[]>();
  for await (const { table, rows } of store.rows()) tables.set(table, rows);
  expect(tables.get('applause')).toHaveLength(1);
});

test('its work is ended while the record is still there', async () => {
  const { close, desk, log } = await start();
  await desk.publish('storm', { headline: 'Wind' });
  await close();
  expect(log).toEqual(['saved Wind', 'closed beside 1']);
});
