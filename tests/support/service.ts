/** The whole service for a test: a free port, a folder of its own, quiet, and closed when the test is over. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import { Desk } from '../../scripts/desk.ts';
import { type App, startApp } from '../../server/app.ts';
import { openStore } from '../../server/record.ts';
import { type Config, readConfig } from '../../server/config.ts';
import { createToken } from '../../server/newsroom/people.ts';
import type { Role } from '../../shared/people.ts';

export interface Service extends App {
  config: Config;
  /** A desk with a token of its own, an admin's unless told. */
  desk(role?: Role, blog?: string): Promise<Desk>;
}

/** Starts the service in this process. `env` overrides its settings as the environment would. */
export async function startService(env: Record<string, string> = {}): Promise<Service> {
  const config = readConfig({ PORT: '0', DATA_DIR: await newFolder(), LOG_LEVEL: 'error', ...env });
  const app = await startApp(config, pino({ level: config.LOG_LEVEL }));
  onTestFinished(() => app.close());
  return {
    ...app,
    config,
    desk: async (role = 'admin', blog) =>
      new Desk(app.url, await createToken(app.store, `test ${role}`, role, blog ?? null)),
  };
}

/** A token for a service that is started with these settings, as the command line makes one. */
export async function tokenFor(env: Record<string, string>): Promise<string> {
  const store = await openStore(readConfig(env));
  const token = await createToken(store, 'test', 'admin', null);
  await store.close();
  return token;
}

/** An empty folder that goes with the test. */
export async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'dateline-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
