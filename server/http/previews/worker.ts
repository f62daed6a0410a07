/** A thread of its own for drawing: it takes a tenth of a second, for which nobody else's answer shall wait. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parentPort } from 'node:worker_threads';
import { initWasm, Resvg } from '@resvg/resvg-wasm';

const FONTS = [
  ...['latin', 'latin-ext', 'cyrillic', 'cyrillic-ext', 'greek', 'vietnamese'].map(
    (letters) => `@fontsource-variable/source-serif-4/files/source-serif-4-${letters}-wght-normal.woff2`,
  ),
  '@fontsource-variable/noto-serif-hebrew/files/noto-serif-hebrew-hebrew-wght-normal.woff2',
];

const read = async (name: string): Promise<Uint8Array> =>
  new Uint8Array(await readFile(fileURLToPath(import.meta.resolve(name))));

const [fontBuffers] = await Promise.all([
  Promise.all(FONTS.map(read)),
  initWasm(await read('@resvg/resvg-wasm/index_bg.wasm')),
]);
const font = { fontBuffers, defaultFontFamily: 'Source Serif 4 Variable', loadSystemFonts: false };

parentPort!.on('message', ({ id, svg }: { id: number; svg: string }) => {
  const picture = new Resvg(svg, { font });
  const png = picture.render().asPng();
  picture.free();
  parentPort!.postMessage({ id, png }, [png.buffer as ArrayBuffer]);
});
