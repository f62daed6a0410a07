/** Nodes whose clocks are wrong: only the record's says what is published, what is newest, and who is here. */
import { expect, inject, test } from 'vitest';
import { Desk } from '../../scripts/desk.ts';
import type { DeskEntry } from '../../shared/commands.ts';
import { merge } from '../../shared/merge.ts';
import type { Blog, Update } from '../../shared/blog.ts';
import { clockAhead, clockSetBack } from '../support/clock.ts';
import { newDatabase } from '../support/postgres.ts';
import { spawnService } from '../support/process.ts';
import { openReader } from '../support/reader.ts';
import { tokenFor } from '../support/service.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** A node whose clock is ahead by so many milliseconds. */
const nodeAhead = (env: Record<string, string>, ahead: number) =>
  spawnService({ ...env, ...clockAhead(ahead), PORT: '0', LOG_LEVEL: 'warn' });

const pageOf = async (url: string): Promise<Blog> =>
  merge(null, (await (await fetch(`${url}/api/v1/blogs/storm`)).json()) as Update) as Blog;

const readyOf = async (url: string) =>
  (await (await fetch(`${url}/readyz`)).json()) as Record<string, unknown>;

test('of three nodes, one slow and one nine days fast: news comes on top in the order of commands', async () => {
  const env = { DATABASE_URL: await newDatabase(inject('postgresUrl')) };
  const token = await tokenFor(env);
  const nodes = await Promise.all([0, -5 * MINUTE, 9 * DAY].map((ahead) => nodeAhead(env, ahead)));
  const [right, slow, fast] = nodes.map(({ url }) => new Desk(url, token)) as [Desk, Desk, Desk];
  await right.createBlog({ slug: 'storm', title: 'Storm' });

  const publishAt = new Date(Date.now() + 30 * MINUTE).toISOString();
  const later = await fast.publish('storm', { headline: 'In half an hour', state: 'scheduled', publishAt });
  const headlines: string[] = [];
  for (let n = 0; n < 45; n += 1) {
    const headline = `${n}`;
    await [right, slow, fast][n % 3]!.publish('storm', { headline });
    headlines.unshift(headline);
  }
  for (const { url } of nodes) {
    // The bell is on its node alone, and the others look every five seconds.
    await expect.poll(async () => (await pageOf(url)).seq, { timeout: 15_000 }).toBe(46);
    const { entries } = await pageOf(url);
    expect(entries.map(({ headline }) => headline)).toEqual(headlines.slice(0, entries.length));
    for (const { publishedAt } of entries)
      expect(Math.abs(Date.parse(publishedAt) - Date.now())).toBeLessThan(2 * MINUTE);
  }
  // Each of them has looked for what is due by now.
  await expect.poll(async () => (await readyOf(nodes[2]!.url)).clock).toBe('off');
  const { state } = await right.send<DeskEntry>('GET', `/blogs/storm/desk/entries/${later.id}`);
  expect(state).toBe('scheduled');

  const inSecond = new Date(Date.now() + 2_000).toISOString();
  await slow.publish('storm', { headline: 'Due', state: 'scheduled', publishAt: inSecond });
  const newest = async () => (await pageOf(nodes[0]!.url)).entries[0]!.headline;
  await expect.poll(newest, { timeout: 30_000 }).toBe('Due');

  expect(await readyOf(nodes[0]!.url)).toMatchObject({ clock: 'ok' });
  const { clock, clockAheadSeconds } = await readyOf(nodes[1]!.url);
  expect(clock).toBe('off');
  expect(clockAheadSeconds as number).toBeCloseTo(-300, -1);
  expect(await (await fetch(`${nodes[1]!.url}/metrics`)).text()).toMatch(
    /dateline_clock_ahead_seconds -(29|30)\d/,
  );
  for (const { said } of nodes.slice(1)) expect(said()).toContain('clock is wrong');
  expect(nodes[0]!.said()).not.toContain('clock is wrong');
});

test('[R5] a node whose clock is set back by an hour lets readers in, and hears of news, as before', async () => {
  const env = { DATABASE_URL: await newDatabase(inject('postgresUrl')), PORT: '0', LOG_LEVEL: 'warn' };
  const token = await tokenFor(env);
  const [other, node] = [
    await spawnService(env),
    await spawnService({ ...env, ...clockSetBack(60 * MINUTE) }),
  ];
  const desk = new Desk(other.url, token);
  await desk.createBlog({ slug: 'storm', title: 'Storm' });
  const before = await openReader(node.url, 'storm');
  await before.is('live');

  node.child.kill('SIGUSR2');
  await expect.poll(async () => (await readyOf(node.url)).clock, { timeout: 30_000 }).toBe('off');
  const after = await openReader(node.url, 'storm');
  await after.is('live');
  await desk.publish('storm', { headline: 'By the timer alone' }); // no bell passes between these two
  for (const reader of [before, after]) await reader.sees(({ seq }) => seq === 2);
  const { publishedAt } = await new Desk(node.url, token).publish('storm', { headline: 'By its own desk' });
  expect(Math.abs(Date.parse(publishedAt!) - Date.now())).toBeLessThan(2 * MINUTE);
});
