/** Starts the service and stops it when asked to. */
import cluster from 'node:cluster';
import { type Logger, pino } from 'pino';
import { type App, describe, startApp } from './app.ts';
import { type Config, misspelt, readConfig } from './config.ts';
import { inviteFirstAdmin } from './features/people/invitations.ts';
import { type Started, startWorkers } from './workers.ts';

/** Milliseconds after which a process that should end ends, whatever is still open. */
const END_AFTER_MS = 30_000;

try {
  const config = readConfig();
  if (cluster.isWorker) process.send?.(await serve(config));
  else {
    misspelt().forEach((line) => console.error(line));
    explain(await (config.WORKERS > 1 ? startWorkers(config.WORKERS) : serve(config)), config);
  }
} catch (error) {
  const failure = (error as Error).message;
  if (cluster.isWorker) process.send?.({ failure });
  else console.error(`Dateline can't start: ${failure}`);
  process.exit(1);
}

async function serve(config: Config): Promise<Started> {
  const log = pino({ level: config.LOG_LEVEL });
  const app = await startApp(config, log);
  goOn(log);
  // Ctrl+C is somebody waiting; SIGTERM is a deploy, whose readers should find their way to other nodes. Either may
  // come twice (npm passes on what the terminal sends, too): both wait for the same end.
  process.on('SIGINT', () => void end(() => app.close()));
  // SIGHUP is what a terminal says that closes, and some supervisors.
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end(() => app.drain()));
  return { url: app.url, firstAdmin: await firstAdmin(app, log) };
}

/** Readers are here: nothing that goes wrong from now on ends the process, but it is never without a line. */
function goOn(log: Logger): void {
  for (const event of ['uncaughtException', 'unhandledRejection'] as const)
    process.on(event, (error: unknown) => log.error({ error: describe(error) }, 'Nobody expected this'));
}

async function end(work: () => Promise<void>): Promise<void> {
  setTimeout(() => process.exit(0), END_AFTER_MS).unref();
  await work();
  process.exit(0);
}

/** Of several workers the first says it: each new link ends the one before. */
async function firstAdmin({ store }: App, log: Logger): Promise<Started['firstAdmin']> {
  if (cluster.worker && cluster.worker.id !== 1) return undefined;
  try {
    return await inviteFirstAdmin(store);
  } catch (error) {
    log.error({ error: describe(error) }, 'making the first admin’s link');
    return { failure: describe(error).message };
  }
}

function explain({ url, firstAdmin }: Started, { DATABASE_URL, DATA_DIR }: Config): void {
  const desk = deskLine(url, firstAdmin);
  // A command line that knows nothing of these settings would write into another record.
  const settings = DATABASE_URL ? 'DATABASE_URL=… ' : DATA_DIR === './data' ? '' : `DATA_DIR=${DATA_DIR} `;
  console.log(`Dateline is at ${url}

  Live blogs   ${url}/
  Desk         ${desk}
  JSON API     ${url}/api/v1/blogs
  Health       ${url}/healthz

  To publish from a program, make a token:  ${settings}npm run -s dateline -- token create "Your name"`);
}

function deskLine(url: string, firstAdmin: Started['firstAdmin']): string {
  if (!firstAdmin) return `${url}/desk`;
  if ('path' in firstAdmin)
    return `${url}${firstAdmin.path}\n               makes you the first admin; it works once`;
  return `${url}/desk\n               (no link for a first admin: ${firstAdmin.failure})`;
}
