/** `vite build` makes the script that partners put on their pages, `vite build --ssr` what the server renders frames with. */
import { Features } from 'lightningcss';
import { defineConfig, type Plugin } from 'vite';
import { widgetWords } from '../../scripts/messages.mjs';
import { leanSocket } from '../lean-socket.ts';
import { built, READERS } from '../targets.ts';

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
  // What the compiler has for light-dark() knows nothing of the page's own scheme: widget.css asks who has it.
  css: { lightningcss: { exclude: Features.LightDark } },
  plugins: isSsrBuild ? [widgetWords] : [widgetWords, leanSocket, plainScripts],
  build: {
    emptyOutDir: true,
    modulePreload: false,
    ...built(READERS),
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
