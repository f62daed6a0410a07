/** What an English reader's browser loads beside the page itself, beside stock socket.io-client alone. */
import { readFileSync } from 'node:fs';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { number, type Result } from './table.ts';

const BROWSER = new URL('../../client/dist/browser/', import.meta.url);
const STOCK_CLIENT = new URL('../../node_modules/socket.io-client/dist/socket.io.min.js', import.meta.url);
/** The messages of a language are a script by its name. */
const OTHER_LANGUAGE = /^(?!en-)[a-z]{2}-/;
/** What only older browsers load, in the place of what they lack. */
const STAND_IN = /^(zones|print)-/;
const READER_PAGE = 'reader/index.html';
export const FRONT_PAGE = 'reader/front.html';
const WORKER = new URL('../../client/dist/worker/service-worker.js', import.meta.url);
/** Of all scripts of a page together, in gzip. */
export const MOST_BYTES = 45_000;

interface Size {
  name: string;
  plain: number;
  gzip: number;
  brotli: number;
}

export async function size(): Promise<Result> {
  const page = read(READER_PAGE);
  const scripts = scriptsOfPage();
  const styles = namesIn(page, /[\w.-]+\.css/g);
  const fonts = styles.flatMap((name) => latinFonts(read(`assets/${name}`)));
  const sizes = {
    styles: styles.map((name) => sizeOf(name, asset(name))),
    fonts: fonts.map((name) => sizeOf(name, asset(name))),
  };
  const stock = sizeOf('', readFileSync(STOCK_CLIENT));
  return {
    title: 'Size: what an English reader page loads',
    header: ['', 'bytes', 'gzip', 'brotli', 'goal'],
    rows: [
      ...scripts.loaded.map((each) => row(each.name, each)),
      row('all scripts', sum(scripts.loaded), `≤ ${MOST_BYTES / 1_000} KB gzip`),
      ...scripts.standIns.map((each) => row(`${each.name}, for older browsers alone`, each)),
      row('service worker, when all else is there', sizeOf('', readFileSync(WORKER))),
      row('styles', sum(sizes.styles)),
      ...sizes.fonts.map((each) => row(each.name, { ...each, gzip: each.plain, brotli: each.plain })),
      row('all fonts', sumOfFonts(sizes.fonts), '≤ 80 KB'),
      row('for comparison: socket.io.min.js alone', stock),
    ],
    notes: [
      'Scripts include those that other scripts load, in whichever case. Fonts are compressed as they are.',
    ],
  };
}

/** What an English reader's browser loads of scripts, and what only older browsers load beside. */
export function scriptsOfPage(page = READER_PAGE): { loaded: Size[]; standIns: Size[] } {
  const names = reachable(namesIn(read(page), /[\w.-]+\.js/g));
  const all = names.filter((name) => !OTHER_LANGUAGE.test(name)).map((name) => sizeOf(name, asset(name)));
  return {
    loaded: all.filter(({ name }) => !STAND_IN.test(name)),
    standIns: all.filter(({ name }) => STAND_IN.test(name)),
  };
}

/** These scripts and all that they import, at once or later. */
function reachable(names: string[]): string[] {
  const found = new Set(names);
  for (const name of found) {
    for (const next of namesIn(read(`assets/${name}`), /(?<=["'`](?:\.\/|\/?assets\/))[\w.-]+\.js(?=["'`])/g))
      found.add(next);
  }
  return [...found];
}

/** The fonts whose unicode-range has the letter A. */
function latinFonts(css: string): string[] {
  const faces = css.match(/@font-face\s*\{[^}]*\}/g) ?? [];
  return faces
    .filter((face) => /unicode-range:\s*U\+(0*-0*FF\b|\?\?)/i.test(face))
    .flatMap((face) => namesIn(face, /[\w.-]+\.woff2/g));
}

const namesIn = (text: string, pattern: RegExp): string[] => [...new Set(text.match(pattern) ?? [])];
const asset = (name: string): Buffer => readFileSync(new URL(`assets/${name}`, BROWSER));
const read = (path: string): string => readFileSync(new URL(path, BROWSER), 'utf8');

function sizeOf(name: string, bytes: Buffer): Size {
  return {
    name,
    plain: bytes.length,
    gzip: gzipSync(bytes).length,
    brotli: brotliCompressSync(bytes).length,
  };
}

export function sum(sizes: Size[]): Size {
  const total = (of: 'plain' | 'gzip' | 'brotli') => sizes.reduce((all, size) => all + size[of], 0);
  return { name: '', plain: total('plain'), gzip: total('gzip'), brotli: total('brotli') };
}

function sumOfFonts(fonts: Size[]): Size {
  const { plain } = sum(fonts);
  return { name: '', plain, gzip: plain, brotli: plain };
}

function row(name: string, size: Size, goal = ''): string[] {
  return [name, number(size.plain), number(size.gzip), number(size.brotli), goal];
}
