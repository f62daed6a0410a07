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

  /** Milliseconds that so many bytes are on their way. */
  const wayOf = (bytes: number): number => {
    if (weather === 'delay') return amount;
    if (weather === 'loss') return resent(amount);
    return weather === 'throttle' ? (bytes / amount) * 1_000 : 0;
  };

  /** In order, and what is on its way holds nobody up but where the way is narrow: a long way is no narrow one. */
  const through = () => {
    const onItsWay: { chunk?: Buffer; at: number; done?: () => void }[] = [];
    let lastAt = 0;
    const stream: Transform = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        // What arrives in a blackhole waits there, as TCP would send it again.
        const isNarrow = weather === 'throttle' || weather === 'blackhole';
        send({ chunk, ...(isNarrow && { done }) });
        if (!isNarrow) done();
      },
      flush: (done) => send({ done }),
    });
    const looking = setInterval(deliver, 50).unref();
    stream.once('close', () => clearInterval(looking));
    return stream;

    function send({ chunk, done }: { chunk?: Buffer; done?: () => void }): void {
      const now = performance.now();
      lastAt = Math.max(lastAt, now + wayOf(chunk?.length ?? 0));
      onItsWay.push({ ...(chunk && { chunk }), ...(done && { done }), at: lastAt });
      if (lastAt > now) setTimeout(deliver, lastAt - now).unref();
      else deliver();
    }

    function deliver(): void {
      while (weather !== 'blackhole' && onItsWay[0] && onItsWay[0].at <= performance.now() + 1) {
        const { chunk, done } = onItsWay.shift()!;
        if (chunk && !stream.destroyed) stream.push(chunk);
        done?.();
      }
    }
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
