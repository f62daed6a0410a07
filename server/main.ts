/** Starts the service and stops it when asked to. */
import cluster from 'node:cluster';
import { pino } from 'pino';
import { startApp } from './app.ts';
import { type Config, readConfig } from './config.ts';
import { startWorkers } from './workers.ts';

/** Milliseconds after which a process that should end ends, whatever is still open. */
const END_AFTER_MS = 30_000;

try {
  const config = readConfig();
  if (cluster.isWorker) process.send?.({ url: await serve(config) });
  else explain(config.WORKERS > 1 ? await startWorkers(config.WORKERS) : await serve(config));
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

function explain(url: string): void {
  console.log(`Dateline is at ${url}

  Live blogs   ${url}/
  JSON API     ${url}/api/v1/blogs
  Health       ${url}/healthz

  To publish, make a token:  npm run -s dateline -- token create "Your name"`);
}
