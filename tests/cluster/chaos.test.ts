/**
 * `npm run chaos`: faults drawn at random for MINUTES (default 10), on three nodes; SEED repeats a run. Ends with a
 * table: a row a fault.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import pg from 'pg';
import { expect, test } from 'vitest';
import { clockAhead } from '../support/clock.ts';
import { ask } from '../support/postgres.ts';
import { startRedis } from '../support/redis.ts';
import { HEADING, judge, rowOf, type Verdict } from './oracle.ts';
import { Witness } from './witness.ts';
import { busIs, type Node, SLUG, startWorld, type World } from './world.ts';

const minutes = Number(process.env.MINUTES ?? 10);
const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 1e9));
const random = mulberry32(seed);

/** What it breaks, and how to mend it. */
type Fault = (world: World, node: Node) => Promise<() => Promise<void>>;

const FAULTS: Record<string, Fault> = {
  'Redis killed': async ({ redis }) => {
    redis.signal('SIGKILL');
    return () => redis.start();
  },
  'Redis frozen': async ({ redis }) => {
    redis.signal('SIGSTOP');
    return async () => redis.signal('SIGCONT');
  },
  'Redis swallowed, one node': async (_world, { toRedis }) => {
    toRedis.set('blackhole');
    return async () => toRedis.set('pass');
  },
  'Redis ends all connections': async ({ redis }) => {
    const other = new Redis(redis.url);
    await other.flushall();
    for (const type of ['normal', 'pubsub']) await other.call('client', 'kill', 'type', type);
    other.disconnect();
    return async () => {};
  },
  'Redis slow': async ({ nodes }) => {
    for (const { toRedis } of nodes) toRedis.set('delay', 50 + random() * 500);
    return async () => nodes.forEach(({ toRedis }) => toRedis.set('pass'));
  },
  'database refused, one node': async (_world, { toPostgres }) => {
    toPostgres.set('refuse');
    return async () => toPostgres.set('pass');
  },
  'database swallowed, all nodes': async ({ nodes }) => {
    for (const { toPostgres } of nodes) toPostgres.set('blackhole');
    return async () => nodes.forEach(({ toPostgres }) => toPostgres.set('pass'));
  },
  'database out of room': async (_world, { databaseUrl }) => {
    await ask(
      databaseUrl,
      `create or replace function no_room() returns trigger language plpgsql as
        $$ begin raise exception 'no space left on device' using errcode = '53100'; end $$`,
      'create trigger no_room before insert on entry for each row execute function no_room()',
    );
    return () => ask(databaseUrl, 'drop trigger no_room on entry');
  },
  'database crowded by others': async (_world, { databaseUrl }) => {
    const taken: pg.Client[] = [];
    for (;;) {
      const client = new pg.Client({ connectionString: databaseUrl });
      client.on('error', () => {});
      const isIn = await client.connect().then(
        () => true,
        () => false,
      );
      if (!isIn) break;
      taken.push(client);
    }
    return async () => void (await Promise.all(taken.map((client) => client.end())));
  },
  'database ends all connections': async (_world, { databaseUrl }) => {
    await ask(
      databaseUrl,
      `select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()`,
    );
    return async () => {};
  },
  'database locked by others': async (_world, { databaseUrl }) => {
    const other = new pg.Client({ connectionString: databaseUrl });
    await other.connect();
    await other.query('begin; lock table blog in access exclusive mode');
    return () => other.end();
  },
  'a node on another Redis': async ({ redis }, { toRedis }) => {
    const other = await startRedis();
    toRedis.pointTo(other.url);
    return async () => {
      toRedis.pointTo(redis.url);
      await other.stop();
    };
  },
  'a node’s clock five minutes slow': async (_world, node) => {
    await node.service.stop('SIGKILL');
    await node.start(clockAhead(-5 * 60_000));
    return async () => {
      await node.service.stop('SIGKILL');
      await node.start();
    };
  },
  'node killed': async (_world, node) => {
    await node.service.stop('SIGKILL');
    return () => node.start();
  },
  'node restarted': async (_world, node) => {
    node.isOut = true;
    await node.service.stop('SIGTERM');
    return async () => {
      await node.start();
      node.isOut = false;
    };
  },
  'readers cut off': async ({ nodes }) => {
    for (const { network } of nodes) network.cut();
    return async () => {};
  },
  'a node’s network swallowed': async (_world, { network }) => {
    network.set('blackhole');
    return async () => network.set('pass');
  },
  'node frozen': async (_world, { service }) => {
    service.child.kill('SIGSTOP');
    return async () => void service.child.kill('SIGCONT');
  },
  'readers swallowed for 60 s': async ({ toReaders }) => {
    toReaders.set('blackhole');
    await pause(60_000);
    return async () => toReaders.set('pass');
  },
  'readers late by 1,000 ms': async ({ toReaders }) => {
    toReaders.set('delay', 1_000);
    return async () => toReaders.set('pass');
  },
  'readers lose 2 %': async ({ toReaders }) => {
    toReaders.set('loss', 2);
    return async () => toReaders.set('pass');
  },
};
/** `FAULT` is the beginning of one's name, for that one alone. */
const names = Object.keys(FAULTS).filter((name) => name.startsWith(process.env.FAULT ?? ''));

test(`chaos, seed ${seed}, ${minutes} minutes`, { timeout: (minutes + 5) * 60_000 }, async () => {
  const world = await startWorld({ nodes: 3 });
  const readers = await Promise.all(
    Array.from({ length: 60 }, () => Witness.open(world.toReaders.url, SLUG)),
  );
  const verdicts = new Map<string, Verdict>();
  const end = Date.now() + minutes * 60_000;
  console.log(`seed ${seed}: SEED=${seed} MINUTES=${minutes} npm run chaos`);
  while (Date.now() < end) {
    const name = pick(names);
    const writer = world.write(2 + Math.floor(random() * 15));
    await pause(random() * 1_000);
    const since = Date.now();
    const mend = await FAULTS[name]!(world, pick(world.nodes));
    await pause(random() * 8_000);
    await mend();
    const lasted = Date.now() - since;
    await Promise.all(world.nodes.map((node) => busIs(node, 'ok')));
    const verdict = await judge(world, writer, readers, name, 1, lasted);
    verdicts.set(name, add(verdicts.get(name), verdict));
    for (const reader of readers) reader.forget();
  }
  const rows = [...verdicts.values()].toSorted((a, b) => a.fault.localeCompare(b.fault));
  console.log(`\n${[HEADING, ...rows.map(rowOf)].join('\n')}\n`);
  expect(rows.length).toBeGreaterThan(0);
});

function add(sum: Verdict | undefined, next: Verdict): Verdict {
  if (!sum) return next;
  return {
    fault: sum.fault,
    injected: sum.injected + next.injected,
    lasted: Math.max(sum.lasted, next.lasted),
    acknowledged: sum.acknowledged + next.acknowledged,
    delivered: sum.delivered + next.delivered,
    lost: sum.lost + next.lost,
    doubled: sum.doubled + next.doubled,
    backwards: sum.backwards + next.backwards,
    unmarked: Math.max(sum.unmarked, next.unmarked),
    worstLag: Math.max(sum.worstLag, next.worstLag),
  };
}

function pick<T>(items: T[]): T {
  return items[Math.floor(random() * items.length)]!;
}

/** A small generator with a seed, so that a run can be repeated (Tommy Ettinger's mulberry32, public domain). */
function mulberry32(state: number): () => number {
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
