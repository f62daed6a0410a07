/** Makes `/embed.js`: one plain script, which shares no file with the widget's. */
import { defineConfig } from 'vite';

const at = (path: string): string => decodeURIComponent(new URL(path, import.meta.url).pathname);

export default defineConfig({
  root: at('.'),
  publicDir: false,
  build: {
    outDir: at('../dist/embed'),
    emptyOutDir: true,
    lib: { entry: at('embed.ts'), formats: ['iife'], name: 'embed', fileName: () => 'embed.js' },
  },
});
