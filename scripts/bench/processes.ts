/** The processes of a measurement. However it ends, none of them stays behind. */
import { type ChildProcess, fork, type Serializable, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Question } from './meter.ts';

const METER = new URL('./meter.ts', import.meta.url).href;
const at = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

/** Each with the signal that it has ended. */
const running = new Map<ChildProcess, AbortSignal>();
process.on('exit', () => running.forEach((_ended, child) => child.kill('SIGKILL')));

export interface Server {
  url: string;
  pid: number;
  /** CPU time so far in microseconds, or resident memory in bytes. */
  usage(of: Question): Promise<number>;
  stop(): Promise<void>;
}

/** The service itself, with room for a crowd that comes from one address. */
export function startDateline(folder: string): Promise<Server> {
  return startAsSet(folder, {
    READERS_PER_NODE: '100000',
    READERS_PER_ADDRESS: '100000',
    CONNECTIONS_PER_NETWORK: '100000',
    REQUESTS_PER_PERSON: '100000',
    CONNECTS_PER_SECOND: '100000',
    READER_MESSAGES_PER_SECOND: '1000',
    WRITES_PER_MINUTE: '100000',
  });
}

/** The service itself, as it comes but for these settings. */
export function startAsSet(folder: string, settings: Record<string, string>): Promise<Server> {
  const env = { PORT: '0', DATA_DIR: folder, LOG_LEVEL: 'error', ...settings };
  return startServer('../../server/main.ts', [], env);
}

/** Something of a few lines to compare with; `peers.ts` has them all. */
export function startPeer(name: 'socket.io' | 'express' | 'node:http', ...args: string[]): Promise<Server> {
  return startServer('peers.ts', [name, ...args], {});
}

async function startServer(file: string, args: string[], env: Record<string, string>): Promise<Server> {
  const stdio = ['ignore', 'pipe', 'inherit', 'ipc'] as const;
  const child = spawn(process.execPath, ['--import', METER, at(file), ...args], { env, stdio: [...stdio] });
  watch(child);
  const url = await addressOf(child);
  return { url, pid: child.pid!, usage: (of) => ask<number>(child, of), stop: () => stop(child) };
}

/** CPU time that the server takes for `work`, in microseconds. */
export async function cpuOf(server: Server, work: () => Promise<void>): Promise<number> {
  const before = await server.usage('cpu');
  await work();
  return (await server.usage('cpu')) - before;
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    createInterface(child.stdout!).on('line', (line) => {
      const url = / is at (\S+)/.exec(line)?.[1];
      if (url) resolve(url);
    });
    child.once('exit', () => reject(new Error('A server ended before it served.')));
  });
}

/** Another script of this folder, which answers each message with one. */
export class Helper {
  readonly #child: ChildProcess;

  constructor(file: string) {
    this.#child = fork(at(file), { execArgv: [] });
    watch(this.#child);
  }

  ask<T>(question: unknown): Promise<T> {
    return ask(this.#child, question);
  }

  stop(): Promise<void> {
    return stop(this.#child);
  }
}

function watch(child: ChildProcess): void {
  const ended = new AbortController();
  child.once('exit', () => ended.abort(new Error('A process ended while it was being measured.')));
  running.set(child, ended.signal);
}

async function ask<T>(child: ChildProcess, question: unknown): Promise<T> {
  child.send(question as Serializable);
  const [answer] = (await once(child, 'message', { signal: running.get(child)! })) as [T];
  return answer;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const impatience = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await ended;
  clearTimeout(impatience);
  running.delete(child);
}
