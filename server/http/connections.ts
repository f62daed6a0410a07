/** Connections: so many from one network, and those that don't take what they asked for are let go [R12]. */
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Config } from '../config.ts';
import { networkOf } from '../fair/network.ts';
import type { Metrics } from '../metrics.ts';

/** Bytes that even the slowest network takes in the time of UNREAD_SECONDS. */
const LEAST_TAKEN = 16_384;

/** What waits for somebody, since when, and how much they had taken by then. */
interface Waiting {
  since: number;
  taken: number;
}

/** Returns how to stop looking after them. Sockets that were upgraded are no longer counted here: their door does. */
export function watchConnections(
  server: Server,
  { CONNECTIONS_PER_NETWORK, UNREAD_SECONDS, TRUST_PROXY }: Config,
  metrics: Metrics,
): () => void {
  const open = new Map<string, Set<Socket>>();
  const waiting = new WeakMap<Socket, Waiting>();

  server.on('connection', (socket: Socket) => {
    const network = networkOf(socket.remoteAddress ?? '');
    const others = open.get(network) ?? new Set();
    // Behind proxies all connections are theirs.
    if (TRUST_PROXY === 0 && others.size >= CONNECTIONS_PER_NETWORK) {
      metrics.refuse('connections');
      return void socket.destroy();
    }
    open.set(network, others.add(socket));
    socket.once('close', () => forget(network, socket));
  });
  server.on('upgrade', ({ socket }) => forget(networkOf(socket.remoteAddress ?? ''), socket));

  metrics.gauge('dateline_connections', 'Open connections, but for sockets.', () =>
    [...open.values()].reduce((sum, { size }) => sum + size, 0),
  );
  const timer = setInterval(letGo, (UNREAD_SECONDS * 1_000) / 3);
  return () => clearInterval(timer);

  function forget(network: string, socket: Socket): void {
    const sockets = open.get(network);
    sockets?.delete(socket);
    if (sockets?.size === 0) open.delete(network);
  }

  function letGo(): void {
    for (const sockets of open.values()) {
      for (const socket of [...sockets].filter(isUnread)) {
        metrics.refuse('unread');
        socket.destroy();
      }
    }
  }

  /** Something has been waiting for all the time, and hardly any of it was taken. */
  function isUnread(socket: Socket): boolean {
    const taken = socket.bytesWritten - socket.writableLength;
    const known = waiting.get(socket);
    if (socket.writableLength === 0) waiting.delete(socket);
    else if (!known || taken - known.taken >= LEAST_TAKEN)
      waiting.set(socket, { since: performance.now(), taken });
    else return performance.now() - known.since >= UNREAD_SECONDS * 1_000;
    return false;
  }
}
