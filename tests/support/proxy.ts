/** A network that a test can break: a TCP proxy in front of a server. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { Transform } from 'node:stream';
import { onTestFinished } from 'vitest';

/**
 * `delay`: every byte is late by so many milliseconds. `loss`: of so many in a hundred that are lost, each is sent again
 * later, as TCP does, and what comes behind waits for it. `throttle`: so many bytes a second get through. `blackhole`:
 * connections stand, and nothing gets through. `refuse`: connections are reset.
 */
export type Weather = 'pass' | 'delay' | 'loss' | 'throttle' | 'blackhole' | 'refuse';

export interface Proxy {
  /** The target's address, with the proxy's host and port in it. */
  url: string;
  /** From now on, for new and open connections. `amount` is what `delay`, `loss` and `throttle` need to know. */
  set(weather: Weather, amount?: number): void;
  /** Leads somewhere else from now on, as after a failover; connections that are open end. */
  pointTo(target: string): void;
  /** Ends every connection at once, as a dying node or a tunnel does. New ones get through. */
  cut(): void;
}

/** Milliseconds until a packet is through of which so many in a hundred are lost: TCP waits 0.2 s, and twice as long each time. */
function resent(percent: number): number {
  let wait = 0;
  for (let again = 200; Math.random() * 100 < percent; again *= 2) wait += again;
  return wait;
}

/** Leads each connection to one of these in turn, passing over those that refuse; `targets` are those that want any. */
export async function startBalancer(targets: () => string[]): Promise<string> {
  let turn = 0;
  const open = new Set<Socket>();
  function lead(client: Socket, tries: number): void {
    const all = targets();
    const { hostname, port } = new URL(all[(turn += 1) % all.length]!);
    const upstream = connect(Number(port), hostname);
    upstream.once('error', () => (tries > 0 ? lead(client, tries - 1) : client.destroy()));
    upstream.once('connect', () => {
      open.add(upstream);
      client.once('close', () => upstream.destroy());
      upstream.on('error', () => {}).once('close', () => (open.delete(upstream), client.destroy()));
      client.pipe(upstream).pipe(client);
    });
  }
  const server = createServer((client) => {
    client.on('error', () => {});
    lead(client, targets().length);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    open.forEach((socket) => socket.destroy());
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export async function startProxy(target: string): Promise<Proxy> {
  let { hostname, port } = new URL(target);
  const open = new Set<Socket>();
  let weather: Weather = 'pass';
  let amount = 0;

  /** What arrives in a blackhole waits there, as TCP would send it again. */
  const through = () => {
    const waiting: (() => void)[] = [];
    const stream = new Transform({
      transform(chunk, _encoding, done) {
        const send = () => (weather === 'blackhole' ? void waiting.push(send) : done(null, chunk));
        if (weather === 'delay') setTimeout(send, amount);
        else if (weather === 'loss') setTimeout(send, resent(amount));
        else if (weather === 'throttle') setTimeout(send, (chunk.length / amount) * 1_000);
        else send();
      },
    });
    const retry = setInterval(() => waiting.splice(0).forEach((send) => send()), 50).unref();
    stream.once('close', () => clearInterval(retry));
    return stream;
  };

  const server = createServer((client) => {
    if (weather === 'refuse') return void client.resetAndDestroy();
    const upstream = connect(Number(port), hostname);
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      open.add(socket);
      const stream = through();
      socket.on('error', () => {});
      socket.once('close', () => {
        open.delete(socket);
        stream.destroy();
        other.destroy();
      });
      socket.pipe(stream).pipe(other);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = () => open.forEach((socket) => socket.resetAndDestroy());
  onTestFinished(() => {
    cut();
    server.close();
  });
  const url = new URL(target);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href.replace(/\/$/, ''),
    set(next, nextAmount = 0) {
      weather = next;
      amount = nextAmount;
      if (next === 'refuse') cut();
    },
    pointTo(next) {
      ({ hostname, port } = new URL(next));
      cut();
    },
    cut,
  };
}
