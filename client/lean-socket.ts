/** For the builds of the reader's page and of the widget: socket.io-client without what our line (line.ts) never does. */
import type { Plugin } from 'vite';

const LEFT_OUT: Record<string, string> = {
  // It connects by WebSocket and by nothing else,
  'engine.io-client/build/esm/transports/index.js':
    "import { WS } from './websocket.js'; export const transports = { websocket: WS };",
  'engine.io-client/build/esm/transports/polling-xhr.js': 'export const XHR = null;',
  // and what comes and goes is text.
  'socket.io-parser/build/esm/binary.js':
    'export const deconstructPacket = null; export const reconstructPacket = null;',
  'socket.io-parser/build/esm/is-binary.js':
    'export const isBinary = () => false; export const hasBinary = () => false;',
};

export const leanSocket: Plugin = {
  name: 'lean socket',
  load: (id) => Object.entries(LEFT_OUT).find(([file]) => id.endsWith(file))?.[1],
};
