/** `npm run demo [-- --speed N]`: a service of its own, with a story that goes on by itself and is gone with Ctrl+C. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { pino } from 'pino';
import { type App, startApp } from '../server/app.ts';
import { readConfig } from '../server/config.ts';
import { inviteFirstAdmin } from '../server/features/people/invitations.ts';
import { createToken } from '../server/newsroom/people.ts';
import { after } from './demo/after.ts';
import { before } from './demo/before.ts';
import { startPartnerSite } from './demo/partner.ts';
import { Player } from './demo/player.ts';
import { statuses } from './demo/status.ts';
import { blog } from './demo/story.ts';
import { Desk } from './desk.ts';

const stop = new AbortController();
// Not `once`: impatient people press Ctrl+C again while it tidies up.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort());

const folder = await mkdtemp(join(tmpdir(), 'dateline-demo-'));
try {
  await demo(readSpeed());
} catch (error) {
  if (!stop.signal.aborted) {
    console.error(`The demo ended: ${(error as Error).message}`);
    process.exitCode = 1;
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
if (stop.signal.aborted) console.log('\nThe demo has ended; nothing of it is left.');
process.exit();

function readSpeed(): number {
  const { values } = parseArgs({ options: { speed: { type: 'string', default: '1' } } });
  if (Number(values.speed) > 0) return Number(values.speed);
  throw new Error(`--speed must be a number above 0, not "${values.speed}"`);
}

async function demo(speed: number): Promise<void> {
  const app = await startAnywhere();
  try {
    const desk = new Desk(app.url, await createToken(app.store, 'demo', 'admin', null));
    await desk.createBlog({ ...blog, timezone: Intl.DateTimeFormat().resolvedOptions().timeZone });
    const player = new Player(desk, blog.slug);
    await player.catchUp(before);
    const partner = await startPartnerSite(app.url, blog.slug);
    stop.signal.addEventListener('abort', partner.close);
    console.log(`
  A river is about to flood a town that does not exist.

  The live blog   ${app.url}/${blog.slug}
  The home page   ${app.url}/
  A partner’s     ${partner.url}
  The desk        ${app.url}${(await inviteFirstAdmin(app.store))!.path}
                  (once, for an account of your own; then ${app.url}/desk)

  It publishes, edits or removes an entry every few seconds: open the page and watch.
  Ctrl+C ends it and leaves nothing behind.
`);
    await player.play(after, speed, stop.signal);
    await player.play(statuses(), speed, stop.signal);
  } finally {
    await app.close();
  }
}

/** On the port that the settings name, or on a free one where that is taken. */
async function startAnywhere(): Promise<App> {
  // Of the settings only what says where it is seen: a demo has no business in a real database.
  const { PORT, HOST, PUBLIC_URL, SITE_NAME } = readConfig();
  const config = {
    ...readConfig({ LOG_LEVEL: 'error', WRITES_PER_MINUTE: '100000' }),
    DATA_DIR: folder,
    HOST,
    SITE_NAME,
  };
  const log = pino({ level: config.LOG_LEVEL });
  try {
    return await startApp({ ...config, PORT, PUBLIC_URL }, log);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    console.log(`Port ${PORT} is taken, so the demo takes another one.`);
    return startApp({ ...config, PORT: 0 }, log);
  }
}
