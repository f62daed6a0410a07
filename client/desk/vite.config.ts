/** The desk is built apart from the reader's page, so that readers load nothing that is there for the desk. */
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { built, DESK } from '../targets.ts';

/** What is written at the desk comes after its page, in any alphabet: there a late font takes its place all the same. */
const lateFonts = {
  postcssPlugin: 'late fonts',
  Declaration: { 'font-display': (declaration: { value: string }) => void (declaration.value = 'swap') },
};

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: at('..'),
  appType: 'custom',
  publicDir: false,
  plugins: [svelte({ configFile: false, compilerOptions: { runes: true } })],
  css: { postcss: { plugins: [lateFonts] } },
  build: {
    ...built(DESK),
    outDir: at('../dist/browser'),
    emptyOutDir: false,
    // The page's CSP has no data: addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The editor alone is most of it, and everybody at the desk needs it at once.
    chunkSizeWarningLimit: 700,
    rolldownOptions: { input: at('index.html') },
  },
});
