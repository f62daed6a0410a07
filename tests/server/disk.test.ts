/** What a full disk, and a database's file that is moved away under a running service, must not do. */
import { copyFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { Desk, Refused } from '../../scripts/desk.ts';
import { type App, startApp } from '../../server/app.ts';
import { readConfig } from '../../server/config.ts';
import { createToken } from '../../server/newsroom/people.ts';
import { openStore } from '../../server/record.ts';
import { smallDisk } from '../support/disk.ts';
import { newFolder } from '../support/service.ts';

interface Running {
  app: App;
  desk: Desk;
  /** What it has logged. */
  log: string[];
}

async function start(folder: string): Promise<Running> {
  const log: string[] = [];
  const config = readConfig({ PORT: '0', DATA_DIR: folder, WRITES_PER_MINUTE: '1000000' });
  const app = await startApp(
    config,
    pino({ level: 'warn' }, { write: (line: string) => void log.push(line) }),
  );
  onTestFinished(() => app.close());
  const desk = new Desk(app.url, await createToken(app.store, 'test', 'admin', null));
  await desk.createBlog({ slug: 'storm', title: 'Storm' });
  return { app, desk, log };
}

const LONG = `<p>${'The river rises. '.repeat(1_000)}</p>`;

/** Publishes until it is refused: there may be a little room left. */
async function refusal(desk: Desk): Promise<Refused> {
  for (let n = 0; n < 2_000; n += 1) {
    try {
      await desk.publish('storm', { headline: `Long ${n}`, html: LONG });
    } catch (error) {
      return error as Refused;
    }
  }
  throw new Error('There was room for everything.');
}

const readyOf = async ({ url }: App) =>
  (await (await fetch(`${url}/readyz`)).json()) as Record<string, unknown>;

test('[R4] a full disk is told as such, readers go on, and writes go on by themselves once there is room', async () => {
  const disk = await smallDisk();
  const { app, desk, log } = await start(disk.folder);
  await desk.publish('storm', { headline: 'Before' });
  disk.fill();
  const refused = await refusal(desk);
  expect(refused.status).toBe(503);
  expect(refused.message).toContain('disk is full');
  const again = await fetch(`${app.url}/api/v1/blogs/storm/entries`, {
    method: 'POST',
    headers: { Authorization: desk.authorization, 'Content-Type': 'application/json' },
    body: JSON.stringify({ headline: 'Long', html: LONG }),
  });
  expect([again.status, again.headers.get('Retry-After')]).toEqual([503, '2']);
  expect(await again.json()).toMatchObject({ trouble: 'full' });
  expect(log.join('')).toContain('disk full');
  expect((await fetch(`${app.url}/storm`)).status).toBe(200);

  disk.free();
  await pause(200);
  const { seq } = await desk.publish('storm', { headline: 'After', html: LONG });
  expect((await app.store.read.blog('storm'))!.seq).toBe(seq);
});

test.each(['gone', 'another one', 'its log gone'])(
  '[R4] the database’s file moved away under a running service (%s): no write is acknowledged, and it says why',
  async (how) => {
    const folder = await newFolder();
    const { app, desk, log } = await start(folder);
    const [file, aside] = [join(folder, 'dateline.sqlite'), join(folder, 'aside')];
    const moved = how === 'its log gone' ? `${file}-wal` : file;
    renameSync(moved, aside);
    if (how === 'another one') copyFileSync(aside, file);
    const refused = (await desk
      .publish('storm', { headline: 'Lost' })
      .catch((error: unknown) => error)) as Refused;
    expect(refused.status).toBe(503);
    expect(refused.message).toContain('file was moved');
    await expect
      .poll(() => readyOf(app), { timeout: 10_000 })
      .toMatchObject({ store: 'stale', why: expect.stringContaining(moved) as string });
    expect(log.join('')).toContain(moved);
    rmSync(moved, { force: true });
    renameSync(aside, moved);
    await desk.publish('storm', { headline: 'It is back' });
    await expect.poll(() => readyOf(app), { timeout: 10_000 }).toMatchObject({ store: 'ok' });
    expect(await readyOf(app)).not.toHaveProperty('why');
  },
);

test('[R4] the database’s log removed under a running service: once that is stopped, all it has acknowledged is there', async () => {
  const folder = await newFolder();
  const { app, desk } = await start(folder);
  const { seq } = await desk.publish('storm', { headline: 'Only in the log' });
  rmSync(join(folder, 'dateline.sqlite-wal'));
  await expect(desk.publish('storm', { headline: 'Lost' })).rejects.toMatchObject({ status: 503 });
  await app.close();
  const again = await openStore(readConfig({ DATA_DIR: folder }));
  onTestFinished(() => again.close());
  expect((await again.read.blog('storm'))!.seq).toBe(seq);
});

test('[R4] a disk that vanishes takes no acknowledged write with it', async () => {
  const disk = await smallDisk();
  const { desk } = await start(disk.folder);
  if (process.getuid?.() === 0) disk.vanish();
  else rmSync(disk.folder, { recursive: true });
  const refused = (await desk
    .publish('storm', { headline: 'Lost' })
    .catch((error: unknown) => error)) as Refused;
  expect(refused.status).toBe(503);
});
