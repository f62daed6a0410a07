/** `vite build` makes the script that partners put on their pages, `vite build --ssr` what the server renders frames with. */
import { Features } from 'lightningcss';
import { defineConfig, type Plugin } from 'vite';
import { widgetWords } from '../../scripts/messages.mjs';
import { built, READERS } from '../targets.ts';

const at = (path: string): string => decodeURIComponent(new URL(path, import.meta.url).pathname);

/** It is a plain script and no module: wrapped, so that its names are its own on whatever page it runs. */
const plainScript: Plugin = {
  name: 'plain script',
  generateBundle(_options, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type === 'chunk') file.code = `(()=>{${file.code}})();\n`;
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
  plugins: isSsrBuild ? [widgetWords] : [widgetWords, plainScript],
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
              codeSplitting: false,
              entryFileNames: '[name].js',
            },
          },
        }),
  },
}));
