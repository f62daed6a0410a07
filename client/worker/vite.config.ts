/** Makes the service worker: one plain script at an address that stays, since browsers look there for a newer one. */
import { defineConfig } from 'vite';
import { built, READERS } from '../targets.ts';

const at = (path: string): string => decodeURIComponent(new URL(path, import.meta.url).pathname);

export default defineConfig({
  root: at('.'),
  publicDir: false,
  build: {
    ...built(READERS),
    outDir: at('../dist/worker'),
    emptyOutDir: true,
    lib: {
      entry: at('service-worker.ts'),
      formats: ['iife'],
      name: 'worker',
      fileName: () => 'service-worker.js',
    },
  },
});
