/** The database's row of the fault table, and what many writers at once must not do. */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, inject, onTestFinished, test } from 'vitest';
import pg from 'pg';
import { Desk, type Refused } from '../../scripts/desk.ts';
import type { DeskEntry } from '../../shared/commands.ts';
import { patient } from '../support/control.ts';
import { ask, startPostgres } from '../support/postgres.ts';
import { judge } from './oracle.ts';
import { type Node, SLUG, startWorld, type World } from './world.ts';

const desks = (world: World): Desk[] => world.nodes.map(({ service }) => new Desk(service.url, world.token));

describe('the database', () => {
  test.each(['refused', 'swallowed'] as const)(
    '%s: the desk hears 503 within two seconds, readers keep page and socket and are told, and it heals by itself',
    async (how) => {
      const world = await startWorld();
      const readers = await world.read(8);
      const writer = world.write(3);
      await pause(1_000);
      const undisturbed = await answerOf(world.nodes[0]!, world.token);
      for (const { toPostgres } of world.nodes) toPostgres.set(how === 'refused' ? 'refuse' : 'blackhole');
      const failed = await answerOf(world.nodes[0]!, world.token);
      expect(failed).toMatchObject({ status: 503, retryAfter: '2', problem: { status: 503 } });
      console.log(`the desk heard 503 after ${failed.milliseconds} ms`);
      expect(failed.milliseconds).toBeLessThan(patient(2_500, undisturbed.milliseconds));

      await expect
        .poll(() => readers.every(({ connection }) => connection === 'delayed'), { timeout: 15_000 })
        .toBe(true);
      for (const { service } of world.nodes) expect((await fetch(`${service.url}/${SLUG}`)).status).toBe(200);
      for (const { toPostgres } of world.nodes) toPostgres.set('pass');
      await expect
        .poll(() => readers.every(({ connection }) => connection === 'live'), { timeout: 15_000 })
        .toBe(true);
      await expect
        .poll(async () => (await answerOf(world.nodes[1]!, world.token)).status, { timeout: 10_000 })
        .toBe(201);
      await judge(world, writer, readers, `database ${how}`, 1);
      expect(writer.failures.every((status) => status === 503)).toBe(true);
    },
  );

  test('stopped at once and started again: nothing acknowledged is lost', async () => {
    const postgres = await startPostgres();
    onTestFinished(() => postgres.stop());
    const world = await startWorld({ postgresUrl: postgres.url });
    const readers = await world.read(8);
    const writer = world.write(10);
    await pause(2_000);
    await postgres.start(); // ends the one that runs without any warning first
    await pause(2_000);
    await judge(world, writer, readers, 'database stopped at once', 1);
    expect(writer.acknowledged.size).toBeGreaterThan(10);
  });
});

describe('a database that is there, and can’t be had', () => {
  /** Resolves once the desk hears 503 and why, and, when it is mended, that what it sent meanwhile has arrived. */
  async function isTold(world: World, trouble: string, mend: () => Promise<void>): Promise<void> {
    const publish = () =>
      desks(world)[0]!
        .publish(SLUG, { headline: 'meanwhile' }, 'meanwhile')
        .then(
          () => 'arrived',
          ({ status, problem }: Refused) => `${status} ${String(problem.trouble)}`,
        );
    await expect.poll(publish).toBe(`503 ${trouble}`);
    await mend();
    await expect.poll(publish, { timeout: 30_000 }).toBe('arrived');
  }

  test('[R4] it has become a standby, and is promoted again', async () => {
    const postgres = await startPostgres();
    onTestFinished(() => postgres.stop());
    const world = await startWorld({ postgresUrl: postgres.url });
    const [reader] = await world.read(1);
    await postgres.startStandby();
    await isTold(world, 'read-only', () => ask(postgres.url, 'select pg_promote()'));
    await expect.poll(() => reader!.blog.entries.map(({ headline }) => headline)).toEqual(['meanwhile']);
  });

  test('[R4] it lets nobody in any more, and then it does', async () => {
    const world = await startWorld();
    const server = inject('postgresUrl');
    const name = new URL(world.nodes[0]!.databaseUrl).pathname.slice(1);
    const letIn = (isOpen: boolean) => ask(server, `alter database ${name} allow_connections ${isOpen}`);
    await letIn(false);
    await ask(server, `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`);
    await isTold(world, 'away', () => letIn(true));
  });

  test('somebody has locked its tables: what nobody waits for any more does not fill it up', async () => {
    const world = await startWorld();
    const { databaseUrl } = world.nodes[0]!;
    const lock = new pg.Client({ connectionString: databaseUrl });
    await lock.connect();
    await lock.query('begin; lock table blog in access exclusive mode');
    const waiting = async () => {
      const { rows } = await lock.query<{ pid: number }>(
        `select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      );
      return rows.map(({ pid }) => pid);
    };
    await expect.poll(waiting).not.toEqual([]);
    const [first] = await waiting();
    await expect.poll(waiting).not.toContain(first);
    await lock.query('rollback');
    await lock.end();
    await expect
      .poll(() =>
        desks(world)[0]!
          .publish(SLUG, { headline: 'after' }, 'after')
          .then(() => true),
      )
      .toBe(true);
  });
});

describe('several nodes at once', () => {
  test('[R1] [R9] a hundred commands, ten times each on both nodes: each happens once, with one answer', async () => {
    const world = await startWorld();
    const keys = Array.from({ length: 100 }, () => randomUUID());
    const answers: DeskEntry[][] = [];
    for (const key of keys) {
      const sendings = Array.from({ length: 10 }, (_, n) =>
        desks(world)[n % 2]!.publish(SLUG, { headline: key }, key),
      );
      answers.push(await Promise.all(sendings));
    }
    for (const [n, same] of answers.entries()) {
      expect(same[0]!.headline).toBe(keys[n]);
      expect(new Set(same.map((answer) => JSON.stringify(answer))).size).toBe(1);
    }
    const seqs = answers.map(([answer]) => answer!.seq).toSorted((a, b) => a - b);
    expect(seqs).toEqual(Array.from({ length: 100 }, (_, n) => n + 2));
  });

  test('[R11] five hundred races of two edits, one on each node: exactly one winner each', async () => {
    const world = await startWorld();
    const [one, two] = desks(world);
    let entry = await one!.publish(SLUG, { headline: '0' });
    for (let race = 1; race <= 500; race += 1) {
      const results = await Promise.allSettled([
        one!.edit(SLUG, entry, { headline: `${race} one` }),
        two!.edit(SLUG, entry, { headline: `${race} two` }),
      ]);
      const won = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
      expect(won.length).toBe(1);
      entry = won[0]!;
    }
    expect(entry.revision).toBe(501);
    console.log('| two editors on one entry | 500 races | 500 winners, 500 told of both versions |');
  });
});

async function answerOf(node: Node, token: string) {
  const sentAt = Date.now();
  const response = await fetch(`${node.service.url}/api/v1/blogs/${SLUG}/entries`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ headline: `${Date.now()} ${randomUUID()}` }),
  });
  return {
    status: response.status,
    retryAfter: response.headers.get('retry-after'),
    problem: (await response.json()) as unknown,
    milliseconds: Date.now() - sentAt,
  };
}
