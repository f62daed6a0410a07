/** The reader's pages: `vite build` makes what browsers load, `vite build --ssr` what the server renders with. */
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type Plugin } from 'vite';
import { messages } from '../scripts/messages.mjs';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** We connect by WebSocket and by nothing else (line.ts): the socket's other ways to connect need not travel. */
const webSocketOnly: Plugin = {
  name: 'websocket only',
  load(id) {
    if (!id.endsWith('engine.io-client/build/esm/transports/index.js')) return undefined;
    return `import { WS } from './websocket.js'; export const transports = { websocket: WS };`;
  },
};

export default defineConfig(({ isSsrBuild }) => ({
  root: at('.'),
  appType: 'custom',
  publicDir: false,
  plugins: [messages(), webSocketOnly, svelte({ configFile: false, compilerOptions: { runes: true } })],
  // Svelte goes into the bundle, so that the server runs without it; the socket is for browsers alone.
  ssr: { noExternal: true, external: ['socket.io-client'] },
  build: {
    emptyOutDir: true,
    // The page's CSP has no data: addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    ...(isSsrBuild
      ? { outDir: at('dist/server'), rolldownOptions: { input: at('reader/entry-server.ts') } }
      : { outDir: at('dist/browser'), rolldownOptions: { input: at('reader/index.html') } }),
  },
}));
