/** A real Postgres of the test run's own: Debian's server on a free port for the run alone. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { chmod, chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { freePort } from './process.ts';

/** `nobody`: Postgres refuses to run as root. */
const NOBODY = 65_534;
const asNobody = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
const run = promisify(execFile);

export interface Postgres {
  /** Of the database `postgres`; newDatabase() makes others. */
  url: string;
  signal(signal: NodeJS.Signals): void;
  start(): Promise<void>;
  /** Starts it again as a standby, which takes no writes until it is promoted. */
  startStandby(): Promise<void>;
  stop(): Promise<void>;
}

export async function startPostgres(): Promise<Postgres> {
  const bin = binaries();
  const folder = await mkdtemp(join(tmpdir(), 'dateline-postgres-'));
  await chmod(folder, 0o755);
  if (asNobody.uid) await chown(folder, NOBODY, NOBODY);
  const data = join(folder, 'data');
  await run(
    join(bin, 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8'],
    {
      ...asNobody,
      cwd: folder,
    },
  );
  const port = await freePort();
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  const options = ['-D', data, '-p', port, '-k', folder, '-h', '127.0.0.1', '-c', 'max_connections=200'];
  let server = launch();
  await isUp(url);

  function launch() {
    return spawn(join(bin, 'postgres'), options, { ...asNobody, cwd: folder, stdio: 'ignore' });
  }
  async function end(signal: NodeJS.Signals): Promise<void> {
    if (server.exitCode !== null || server.signalCode !== null) return;
    const ended = once(server, 'exit');
    server.kill('SIGCONT');
    server.kill(signal);
    await ended;
  }

  async function start(): Promise<void> {
    await end('SIGQUIT');
    server = launch();
    await isUp(url);
  }

  return {
    url,
    signal: (signal) => void server.kill(signal),
    start,
    async startStandby() {
      await writeFile(join(data, 'standby.signal'), '');
      await start();
    },
    async stop() {
      await end('SIGINT');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/**
 * An empty database on the run's own server; resolves to its address. Throws without one: the driver would turn to
 * port 5432 of this machine, where a developer's own database may be.
 */
export async function newDatabase(serverUrl: string | undefined): Promise<string> {
  if (!serverUrl) throw new Error('This run has no Postgres of its own. Say: npx vitest run FILE');
  const name = `test_${Math.random().toString(36).slice(2)}`;
  await ask(serverUrl, `create database ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

/** One after the other, over a connection of their own. */
export async function ask(url: string, ...queries: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  for (const query of queries) await client.query(query);
  await client.end();
}

function binaries(): string {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root).toSorted((a, b) => Number(b) - Number(a)) : [];
  const found = versions
    .map((version) => join(root, version, 'bin'))
    .find((bin) => existsSync(join(bin, 'postgres')));
  if (found) return found;
  throw new Error('These tests need Postgres. Install it:  apt-get install postgresql');
}

async function isUp(url: string): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1_000 });
    try {
      await client.connect();
      return await client.end();
    } catch (error) {
      if (tries > 200) throw error;
      await pause(50);
    }
  }
}
