/** The reader's pages: `vite build` makes what browsers load, `vite build --ssr` what the server renders with. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type Plugin } from 'vite';
import { messages } from '../scripts/messages.mjs';
import { built, READERS } from './targets.ts';
import { trueTexts } from './true-texts.ts';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const FRONT = at('reader/front.html');

/**
 * Most of what a page loads runs at once: where it's told, a browser makes it all ready while it comes in, beside the
 * page, and not piece by piece when the page waits for it (https://v8.dev/blog/explicit-compile-hints).
 */
const readyAtOnce: Plugin = {
  name: 'ready at once',
  generateBundle: {
    order: 'post', // it must be the first line of each
    handler(_, bundle) {
      for (const file of Object.values(bundle))
        if (file.type === 'chunk') file.code = `//# allFunctionsCalledOnLoad\n${file.code}`;
    },
  },
};

/** The front has the same template, with a script of its own. */
const frontTemplate: Plugin = {
  name: 'template of the front',
  enforce: 'pre',
  resolveId: (id) => (id === FRONT ? id : undefined),
  load: (id) =>
    id === FRONT
      ? readFileSync(at('reader/index.html'), 'utf8').replace('./entry-client.ts', './front-client.ts')
      : undefined,
};

export default defineConfig(({ isSsrBuild }) => ({
  root: at('.'),
  appType: 'custom',
  publicDir: false,
  plugins: [
    messages({ forServer: isSsrBuild === true }),
    trueTexts,
    frontTemplate,
    readyAtOnce,
    svelte({ configFile: false, compilerOptions: { runes: true, cssHash: ({ name }) => name } }),
  ],
  // Svelte goes into the bundle, so that the server runs without it.
  ssr: { noExternal: true },
  build: {
    ...built(READERS),
    emptyOutDir: true,
    // The page's CSP has no data: addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    ...(isSsrBuild
      ? { outDir: at('dist/server'), rolldownOptions: { input: at('reader/entry-server.ts') } }
      : { outDir: at('dist/browser'), rolldownOptions: { input: [at('reader/index.html'), FRONT] } }),
  },
}));
