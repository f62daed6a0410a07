/** Engine.IO as we run it: WebSocket only, small frames, nothing compressed, nothing that piles up. */
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

/** ws's own guards against tiny fragments and unread pongs, far below their defaults: a reader needs none of either. */
class Guarded extends WebSocketServer {
  constructor(options: ServerOptions) {
    super({ ...options, ...GUARDS });
  }
}

const GUARDS = { maxFragments: 32, maxBufferedChunks: 256, maxPendingAutoPongs: 5 };
