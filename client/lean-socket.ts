/** For the builds of the reader's page and of the widget: socket.io-client without what our line (follow/line.ts) never does. */
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
  'engine.io-parser/build/esm/encodePacket.browser.js':
    "import { PACKET_TYPES } from './commons.js';" +
    "export const encodePacket = ({ type, data }, _, done) => done(PACKET_TYPES[type] + (data || ''));" +
    'export const encodePacketToBinary = null;',
  'engine.io-parser/build/esm/decodePacket.browser.js':
    "import { ERROR_PACKET, PACKET_TYPES_REVERSE } from './commons.js';" +
    'export function decodePacket(text) { const type = PACKET_TYPES_REVERSE[text[0]];' +
    'return type ? { type, data: text.slice(1) } : ERROR_PACKET; }',
  // When to come back is our own affair.
  'socket.io-client/build/esm/contrib/backo2.js': 'export class Backoff { reset() {} }',
};

export const leanSocket: Plugin = {
  name: 'lean socket',
  load: (id) => Object.entries(LEFT_OUT).find(([file]) => id.endsWith(file))?.[1],
};
