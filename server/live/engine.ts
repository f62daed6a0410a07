/** Engine.IO as we run it: WebSocket only, small frames, nothing compressed, nothing that piles up. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { Server as Engine } from 'engine.io';
import { type ServerOptions, WebSocketServer } from 'ws';

/** `frameBytes` is the largest frame that a reader may send. */
export function createEngine(frameBytes: number): Engine {
  return new Engine({
    transports: ['websocket'],
    allowUpgrades: false,
    perMessageDeflate: false,
    httpCompression: false,
    maxHttpBufferSize: frameBytes,
    pingInterval: 25_000,
    pingTimeout: 20_000,
    wsEngine: Guarded as never,
  });
}

/** Hands the socket over, and frees the request: it would stay in memory as long as the reader. */
export function upgrade(engine: Engine, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  const listeners = socket.listenerCount('close');
  engine.handleUpgrade(request as never, socket, head);
  // The first to listen is Engine.IO's stand-in for a response, on behalf of middleware that we don't have.
  const standIn = socket.rawListeners('close')[listeners];
  if (standIn) socket.off('close', standIn as () => void);
}

/** Answers an upgrade that may not be, and lets go of it: whoever is refused may not hold a socket either. */
export function refuse(socket: Duplex, status: string, header?: string): void {
  const lines = [`HTTP/1.1 ${status}`, 'Connection: close', 'Content-Length: 0', ...(header ? [header] : [])];
  socket.once('finish', () => socket.destroy());
  socket.end(`${lines.join('\r\n')}\r\n\r\n`);
}

/** Whether this can become one of our sockets: what Engine.IO and ws ask for, asked before anything is spent on it. */
export function isHandshake({ method, headers, url = '' }: IncomingMessage): boolean {
  const query = new URLSearchParams(url.split('?')[1]);
  return (
    method === 'GET' &&
    headers['sec-websocket-version'] === '13' &&
    /^[+/0-9a-z]{22}==$/i.test(headers['sec-websocket-key'] ?? '') &&
    query.get('EIO') === '4' &&
    query.get('transport') === 'websocket' &&
    !query.has('sid')
  );
}

/** ws's own guards against tiny fragments, unread pongs and ends without an end, far below their defaults. */
class Guarded extends WebSocketServer {
  constructor(options: ServerOptions) {
    super({ ...options, ...GUARDS });
  }
}

/** `closeTimeout`: milliseconds for the other side to hang up; Python's clients never do, and a stop would wait for them. */
const GUARDS = { maxFragments: 32, maxBufferedChunks: 256, maxPendingAutoPongs: 5, closeTimeout: 2_000 };
