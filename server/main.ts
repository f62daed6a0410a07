/** Starts the service and stops it when asked to. */
import { pino } from 'pino';
import { startApp } from './app.ts';
import { readConfig } from './config.ts';

try {
  const config = readConfig();
  const log = pino({ level: config.LOG_LEVEL });
  const app = await startApp(config, log);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, async () => {
      await app.close();
      process.exit(0);
    });
  }
  console.log(`Dateline is at ${app.url}

  Live blogs   ${app.url}/
  JSON API     ${app.url}/api/v1/blogs
  Health       ${app.url}/healthz

  To publish, make a token:  npm run -s dateline -- token create "Your name"`);
} catch (error) {
  console.error(`Dateline can't start: ${(error as Error).message}`);
  process.exit(1);
}
