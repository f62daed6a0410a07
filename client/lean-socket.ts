/** For the builds of the reader's page and of the widget. */
import type { Plugin } from 'vite';

/** We connect by WebSocket and by nothing else (line.ts): the socket's other ways to connect need not travel. */
export const webSocketOnly: Plugin = {
  name: 'websocket only',
  load(id) {
    const [, way] = /engine\.io-client\/build\/esm\/transports\/([\w-]+)\.js$/.exec(id) ?? [];
    if (way === 'index')
      return `import { WS } from './websocket.js'; export const transports = { websocket: WS };`;
    return way === 'polling-xhr' ? 'export const XHR = null;' : undefined;
  },
};
