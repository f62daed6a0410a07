/** A real Redis of a test's own, on a free port, keeping nothing. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Redis as Observer } from 'ioredis';
import { freePort } from './process.ts';

const run = promisify(execFile);

export interface Redis {
  url: string;
  port: string;
  signal(signal: NodeJS.Signals): void;
  start(): Promise<void>;
  stop(): Promise<void>;
}

export async function startRedis(...options: string[]): Promise<Redis> {
  const folder = await mkdtemp(join(tmpdir(), 'dateline-redis-'));
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  let server: ChildProcess | undefined;

  async function start(): Promise<void> {
    const fixed = [
      '--port',
      port,
      '--bind',
      '127.0.0.1',
      '--save',
      '',
      '--appendonly',
      'no',
      '--dir',
      folder,
    ];
    const launched = spawn('redis-server', [...fixed, ...options], { stdio: 'ignore' });
    server = launched;
    const failed = once(launched, 'error').then(() => {
      throw new Error('These tests need Redis. Install it:  apt-get install redis-server');
    });
    await Promise.race([failed, isUp(url)]);
  }

  async function stop(): Promise<void> {
    if (!server || server.exitCode !== null || server.signalCode !== null) return;
    const ended = once(server, 'exit');
    server.kill('SIGCONT');
    server.kill('SIGKILL');
    await ended;
  }

  await start();
  return {
    url,
    port,
    signal: (signal) => void server?.kill(signal),
    async start() {
      await stop();
      await start();
    },
    async stop() {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Three masters that share the slots; resolves to what REDIS_URL takes, and a way to end it. */
export async function startRedisCluster(): Promise<{ url: string; stop(): Promise<void> }> {
  const nodes = await Promise.all(
    [1, 2, 3].map(() => startRedis('--cluster-enabled', 'yes', '--cluster-config-file', 'nodes.conf')),
  );
  const addresses = nodes.map(({ port }) => `127.0.0.1:${port}`);
  await run('redis-cli', ['--cluster', 'create', ...addresses, '--cluster-yes']);
  await Promise.all(nodes.map(({ url }) => saysInfo(url, /cluster_state:ok/)));
  return {
    url: nodes.map(({ url }) => url).join(','),
    stop: async () => void (await Promise.all(nodes.map((node) => node.stop()))),
  };
}

async function isUp(url: string): Promise<void> {
  const observer = new Observer(url, { retryStrategy: () => 20, maxRetriesPerRequest: null });
  observer.on('error', () => {});
  await observer.ping();
  observer.disconnect();
}

async function saysInfo(url: string, pattern: RegExp): Promise<void> {
  const observer = new Observer(url);
  while (!pattern.test((await observer.cluster('INFO')) as string)) await pause(50);
  observer.disconnect();
}
