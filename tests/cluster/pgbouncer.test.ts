/** Postgres behind PgBouncer, as large newsrooms run it: no session is ours. */
import { expect, inject, test } from 'vitest';
import { Desk } from '../../scripts/desk.ts';
import { startPgBouncer } from '../support/pgbouncer.ts';
import { newDatabase } from '../support/postgres.ts';
import { type ServiceProcess, spawnService } from '../support/process.ts';
import { tokenFor } from '../support/service.ts';

test('transaction pooling: a new database is filled, every start under load succeeds, and no command fails', async () => {
  const DATABASE_URL = await startPgBouncer(
    await newDatabase(inject('postgresUrl')),
    'pool_mode = transaction',
    'default_pool_size = 4',
  );
  const env = { DATABASE_URL, PORT: '0', WRITES_PER_MINUTE: '1000000', DRAIN_LEAD_SECONDS: '0' };
  const token = await tokenFor(env);
  const first = await spawnService(env);
  const desk = new Desk(first.url, token);
  await desk.createBlog({ slug: 'storm', title: 'Storm' });
  let isWriting = true;
  let published = 0;
  const writing = Array.from({ length: 4 }, async () => {
    while (isWriting) {
      await desk.publish('storm', { headline: 'On and on' });
      published += 1;
    }
  });
  const starts: ServiceProcess[] = [];
  for (let n = 0; n < 2; n += 1) {
    starts.push(await spawnService({ ...env, DATABASE_WAIT_SECONDS: '0' }));
  }
  isWriting = false;
  await Promise.all(writing);
  for (const { url } of starts) expect((await fetch(`${url}/storm`)).status).toBe(200);
  const { seq } = await desk.publish('storm', { headline: 'The last' });
  expect(seq).toBe(published + 2);
});

test('session pooling with a small pool: one node serves with as many connections as there are', async () => {
  const DATABASE_URL = await startPgBouncer(
    await newDatabase(inject('postgresUrl')),
    'pool_mode = session',
    'default_pool_size = 2',
  );
  const env = { DATABASE_URL, PORT: '0', WRITES_PER_MINUTE: '1000000', DATABASE_CONNECTIONS: '2' };
  const token = await tokenFor(env);
  const service = await spawnService(env);
  const desk = new Desk(service.url, token);
  await desk.createBlog({ slug: 'storm', title: 'Storm' });
  await Promise.all(Array.from({ length: 40 }, (_, n) => desk.publish('storm', { headline: `${n}` })));
  const seq = async () =>
    ((await (await fetch(`${service.url}/api/v1/blogs/storm`)).json()) as { to: number }).to;
  await expect.poll(seq, { timeout: 10_000 }).toBe(41);
});
