/** `vite build` makes the script that partners put on their pages, `vite build --ssr` what the server renders frames with. */
import { defineConfig, type Plugin } from 'vite';
import { widgetWords } from '../../scripts/messages.mjs';
import { leanSocket } from '../lean-socket.ts';

const at = (path: string): string => decodeURIComponent(new URL(path, import.meta.url).pathname);

/**
 * They are plain scripts and no modules. Each is wrapped, so that its names are its own on whatever page it runs; and
 * to a plain script from another site nothing is relative, so what it loads later has its address from the script's.
 */
const plainScripts: Plugin = {
  name: 'plain scripts',
  generateBundle(_options, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type !== 'chunk' || !file.isEntry) continue;
      const code = file.code.replace(
        /import\((["'`])(\.\/[\w./-]+)\1\)/g,
        'import(new URL("$2",liveBlogScript))',
      );
      file.code = `(liveBlogScript=>{${code}})(document.currentScript?.src);\n`;
    }
  },
};

export default defineConfig(({ isSsrBuild }) => ({
  root: at('.'),
  appType: 'custom',
  publicDir: false,
  ssr: { noExternal: true },
  plugins: isSsrBuild ? [widgetWords] : [widgetWords, leanSocket, plainScripts],
  build: {
    emptyOutDir: true,
    modulePreload: false,
    // Browsers that know light-dark() themselves: what stands in for it knows nothing of the page's own scheme.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    ...(isSsrBuild
      ? { outDir: at('../dist/frame'), rolldownOptions: { input: at('frame-server.ts') } }
      : {
          outDir: at('../dist/widget'),
          // A library's scripts come without what vite adds to those of its own pages.
          lib: { entry: { widget: at('widget.ts') }, formats: ['es'] },
          rolldownOptions: {
            output: {
              minify: true,
              entryFileNames: '[name].js',
              chunkFileNames: 'widget/[name]-[hash].js',
            },
          },
        }),
  },
}));
