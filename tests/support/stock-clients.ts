/** Socket.IO clients that others wrote, of several ages and languages, each used as its own documents say and no more. */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import * as newest from 'socket.io-client';
import { expect, onTestFinished } from 'vitest';
import type { Update } from '../../shared/blog.ts';
import type { JoinAnswer } from '../../shared/protocol.ts';

export interface StockClient {
  /** The seq that it holds. */
  seq(): number;
  /** Where it stood each time it joined, oldest first. */
  joined: number[];
  /** The codes of the errors that it was told. */
  errors: string[];
  /** True once it has been told to go, and does not come back by itself. */
  staysAway(): boolean;
  /** Sends a message with the blog and no acknowledgement, so many times. */
  send(name: string, times: number): void;
}

type Open = (url: string, blog: string) => StockClient;

/** The older ones bring no types that can be found. */
const older = (name: string) => createRequire(import.meta.url)(name) as typeof newest;

const STOCK_CLIENTS: Record<string, Open> = {
  'socket.io-client 4.0.0': inJavaScript(older('socket.io-client-4.0').io),
  'socket.io-client 4.4.1': inJavaScript(older('socket.io-client-4.4').io),
  'socket.io-client of today': inJavaScript(newest.io),
  'python-socketio': inPython,
};

export const SOON = { timeout: 40_000, interval: 50 };

/** One of each, joined to the blog `storm`, and level with the desk. */
export async function openAll(url: string, seq: number): Promise<Map<string, StockClient>> {
  const clients = new Map(Object.entries(STOCK_CLIENTS).map(([name, open]) => [name, open(url, 'storm')]));
  await allSee(clients, seq);
  return clients;
}

export const each = <T>(
  clients: Map<string, StockClient>,
  tell: (client: StockClient) => T,
): Record<string, T> => Object.fromEntries([...clients].map(([name, client]) => [name, tell(client)]));

export async function allSee(clients: Map<string, StockClient>, seq: number): Promise<void> {
  const wanted = each(clients, () => seq);
  await expect.poll(() => each(clients, (client) => client.seq()), SOON).toEqual(wanted);
}

/** Everybody came back once, with what they held, and was told nothing but `errors`. */
export function allCameBack(clients: Map<string, StockClient>, after: number, errors: string[] = []): void {
  expect(each(clients, ({ joined }) => joined)).toEqual(each(clients, () => [0, after]));
  expect(each(clients, (client) => client.errors)).toEqual(each(clients, () => errors));
}

function inJavaScript(io: typeof newest.io): Open {
  return (url, blog) => {
    const socket = io(url, { path: '/live', transports: ['websocket'], forceNew: true });
    onTestFinished(() => void socket.close());
    const joined: number[] = [];
    const errors: string[] = [];
    let seq = 0;
    let ended: string | undefined;
    const take = (answer: JoinAnswer) => {
      if ('error' in answer) errors.push(answer.error);
      else if (answer.from === 0 || answer.from === seq) seq = answer.to;
    };
    socket.on('connect', () => {
      joined.push(seq);
      ended = undefined;
      socket.emit('join', { blog, after: seq }, take);
    });
    socket.on('update', (update: Update) => take(update));
    socket.on('error', ({ code }: { code: string }) => errors.push(code));
    socket.on('disconnect', (reason) => (ended = reason));
    return {
      seq: () => seq,
      joined,
      errors,
      staysAway: () => ended === 'io server disconnect',
      send: (name, times) => {
        for (let n = 0; n < times; n += 1) socket.emit(name, { blog });
      },
    };
  };
}

function inPython(url: string, blog: string): StockClient {
  // Debian's own, which has Debian's packages.
  const script = fileURLToPath(new URL('stock_client.py', import.meta.url));
  const child = spawn('/usr/bin/python3', [script, url, blog], { stdio: ['pipe', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const joined: number[] = [];
  const errors: string[] = [];
  let seq = 0;
  let isAway = false;
  createInterface(child.stdout).on('line', (line) => {
    const fact = JSON.parse(line) as { joined?: number; seq?: number; error?: string; stays?: string };
    if (fact.joined !== undefined) joined.push(fact.joined);
    if (fact.error !== undefined) errors.push(fact.error);
    if (fact.stays) isAway = true;
    seq = fact.seq ?? seq;
  });
  return {
    seq: () => seq,
    joined,
    errors,
    staysAway: () => isAway,
    send: (name, times) => child.stdin.write(`${JSON.stringify([name, times])}\n`),
  };
}
