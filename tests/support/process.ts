/** The service as a process of its own, which a test may kill. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const HOUSE = fileURLToPath(new URL('../..', import.meta.url));

export interface ServiceProcess {
  url: string;
  child: ChildProcess;
  /** All that it has said so far: its log, and what it told whoever started it. */
  said(): string;
  /** Resolves when it has ended: its exit code, or null where a signal ended it. */
  stop(signal: NodeJS.Signals): Promise<number | null>;
}

/**
 * Starts `server/main.ts` of `house` with these settings; resolves when it serves, fails with what it said instead.
 * `onLine` hears each line of its log.
 */
export async function spawnService(
  env: Record<string, string>,
  onLine: (line: string) => void = () => {},
  house = HOUSE,
): Promise<ServiceProcess> {
  const child = spawn(process.execPath, [join(house, 'server/main.ts')], {
    env: { PATH: process.env.PATH, LOG_LEVEL: 'error', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit') as Promise<[number | null]>;
  onTestFinished(() => void child.kill('SIGKILL'));
  let said = '';
  child.stderr.on('data', (data: Buffer) => (said += data.toString()));
  const url = await new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).on('line', (line) => {
      said += `${line}\n`;
      onLine(line);
      const address = /Dateline is at (\S+)/.exec(line)?.[1];
      if (address) resolve(address);
    });
    child.once('exit', () => reject(new Error(`the service ended at once:\n${said}`)));
  });
  return {
    url,
    child,
    said: () => said,
    async stop(signal) {
      child.kill(signal);
      return (await ended)[0];
    },
  };
}

/** A port that nobody listens on at the moment, for a service that has to come back at the same place. */
export async function freePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return String(typeof address === 'object' && address ? address.port : 0);
}
