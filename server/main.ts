/** Starts the service and stops it when asked to. */
import cluster from 'node:cluster';
import { pino } from 'pino';
import { openStore, startApp } from './app.ts';
import { type Config, misspelt, readConfig } from './config.ts';
import { inviteFirstAdmin } from './newsroom/invitations.ts';
import { startWorkers } from './workers.ts';

/** Milliseconds after which a process that should end ends, whatever is still open. */
const END_AFTER_MS = 30_000;

try {
  const config = readConfig();
  if (cluster.isWorker) process.send?.({ url: await serve(config) });
  else {
    misspelt().forEach((line) => console.error(line));
    const url = config.WORKERS > 1 ? await startWorkers(config.WORKERS) : await serve(config);
    explain(url, await firstAdminPath(config));
  }
} catch (error) {
  const failure = (error as Error).message;
  if (cluster.isWorker) process.send?.({ failure });
  else console.error(`Dateline can't start: ${failure}`);
  process.exit(1);
}

async function serve(config: Config): Promise<string> {
  const app = await startApp(config, pino({ level: config.LOG_LEVEL }));
  // Ctrl+C is somebody waiting; SIGTERM is a deploy, whose readers should find their way to other nodes. Either may
  // come twice (npm passes on what the terminal sends, too): both wait for the same end.
  process.on('SIGINT', () => void end(() => app.close()));
  process.on('SIGTERM', () => void end(() => app.drain()));
  return app.url;
}

async function end(work: () => Promise<void>): Promise<void> {
  setTimeout(() => process.exit(0), END_AFTER_MS).unref();
  await work();
  process.exit(0);
}

/** Where the first admin joins; undefined where there is one. With workers this process has no store of its own. */
async function firstAdminPath(config: Config): Promise<string | undefined> {
  const store = await openStore(config);
  try {
    return (await inviteFirstAdmin(store))?.path;
  } finally {
    await store.close();
  }
}

function explain(url: string, firstAdminPath: string | undefined): void {
  const desk = firstAdminPath
    ? `${url}${firstAdminPath}\n               makes you the first admin; it works once`
    : `${url}/desk`;
  console.log(`Dateline is at ${url}

  Live blogs   ${url}/
  Desk         ${desk}
  JSON API     ${url}/api/v1/blogs
  Health       ${url}/healthz

  To publish from a program, make a token:  npm run -s dateline -- token create "Your name"`);
}
