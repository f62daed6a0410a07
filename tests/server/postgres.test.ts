/** Postgres as it may be set up or fail: what it says is told, what can be run again is, what is held is shared. */
import { pino } from 'pino';
import { expect, inject, onTestFinished, test } from 'vitest';
import { Desk, Refused } from '../../scripts/desk.ts';
import { type App, startApp } from '../../server/app.ts';
import { readConfig } from '../../server/config.ts';
import { createToken } from '../../server/newsroom/people.ts';
import { ask, newDatabase } from '../support/postgres.ts';

interface Node {
  app: App;
  desk: Desk;
  log: string[];
}

async function start(DATABASE_URL: string): Promise<Node> {
  const log: string[] = [];
  const config = readConfig({ PORT: '0', DATABASE_URL, WRITES_PER_MINUTE: '1000000' });
  const app = await startApp(
    config,
    pino({ level: 'warn' }, { write: (line: string) => void log.push(line) }),
  );
  onTestFinished(() => app.close());
  const desk = new Desk(app.url, await createToken(app.store, 'test', 'admin', null));
  return { app, desk, log };
}

/** So many commands at once on each of the nodes; resolves to what went wrong. */
async function publishAll(nodes: Node[], each: number): Promise<unknown[]> {
  const all = nodes.flatMap(({ desk }) => Array.from({ length: each }, (_, n) => ({ desk, n })));
  const results = await Promise.allSettled(
    all.map(({ desk, n }) => desk.publish('storm', { headline: `${n}` })),
  );
  return results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
}

const seqOf = async ({ app }: Node): Promise<number> => (await app.store.read.blog('storm'))!.seq;

test('[R1] a database that isolates transactions more by default refuses nobody', async () => {
  const url = await newDatabase(inject('postgresUrl'));
  const name = new URL(url).pathname.slice(1);
  await ask(url, `alter database ${name} set default_transaction_isolation = 'serializable'`);
  const nodes = [await start(url), await start(url)];
  await nodes[0]!.desk.createBlog({ slug: 'storm', title: 'Storm' });
  expect(await publishAll(nodes, 40)).toEqual([]);
  expect(await seqOf(nodes[0]!)).toBe(81);
});

/** Every other insert of an entry fails so. */
const failing = (code: string, when = `nextval('tries') % 2 = 1`) => [
  'create sequence if not exists tries',
  `create or replace function fail() returns trigger language plpgsql as $$ begin
     if ${when} then raise exception 'as the server says it' using errcode = '${code}'; end if;
     return new; end $$`,
  'create or replace trigger failing before insert on entry for each row execute function fail()',
];

test.each(['25P03', '40P01', '40001'])(
  '[R4] a transaction that Postgres ends with %s is run again',
  async (code) => {
    const url = await newDatabase(inject('postgresUrl'));
    const node = await start(url);
    await node.desk.createBlog({ slug: 'storm', title: 'Storm' });
    await ask(url, ...failing(code));
    expect(await publishAll([node], 10)).toEqual([]);
    expect(await seqOf(node)).toBe(11);
  },
);

test.each([
  ['53100', 'full', 'disk is full'],
  ['25006', 'read-only', 'takes no writes'],
])(
  '[R4] %s is told as what it is, at the desk and in the log, and over when it is over',
  async (code, trouble, words) => {
    const url = await newDatabase(inject('postgresUrl'));
    const node = await start(url);
    await node.desk.createBlog({ slug: 'storm', title: 'Storm' });
    await ask(url, ...failing(code, 'true'));
    const [refused] = (await publishAll([node], 1)) as Refused[];
    expect(refused).toMatchObject({ status: 503, problem: { trouble } });
    expect(refused!.message).toContain(words);
    expect(node.log.join('')).toContain('as the server says it');
    await ask(url, 'drop trigger failing on entry');
    expect(await publishAll([node], 5)).toEqual([]);
  },
);

test('few connections for two nodes: every command waits for one, and each node says that room is short', async () => {
  const url = new URL(await newDatabase(inject('postgresUrl')));
  const role = `desk_${url.pathname.slice(6)}`;
  await ask(
    url.href,
    `create role ${role} login connection limit 5`,
    `alter database ${url.pathname.slice(1)} owner to ${role}`,
    `grant all on schema public to ${role}`,
  );
  url.username = role;
  const nodes = [await start(url.href), await start(url.href)];
  await nodes[0]!.desk.createBlog({ slug: 'storm', title: 'Storm' });
  // Before they know of each other, and all the while others take what they can get.
  expect(await publishAll(nodes, 60)).toEqual([]);
  await expect
    .poll(() => nodes.every(({ log }) => log.join('').includes('more connections than')), { timeout: 15_000 })
    .toBe(true);
  expect(await publishAll(nodes, 60)).toEqual([]);
  expect(await seqOf(nodes[0]!)).toBe(241);
  // A node that came later is found by the timer.
  const metrics = async () => (await fetch(`${nodes[0]!.app.url}/metrics`)).text();
  await expect.poll(metrics).toMatch(/^dateline_nodes 2$/m);
});
