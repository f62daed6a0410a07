/** The picture of a link whose blog has none of its own: a title, who says it and when, as SVG. Pure. */
import { markup, Markup } from '../../../shared/markup.ts';

export interface Drawing {
  title: string;
  /** The newsroom's name. */
  name: string;
  /** In words, as its blog writes times. */
  time: string;
  isRtl: boolean;
}

export const [WIDTH, HEIGHT] = [1_200, 630];
const EDGE = 80;
/** By how many lines the title takes. */
const SIZES = [92, 92, 76, 64];
const SMALL = 36;
/** Letters that the fonts have; what is in others is left to the words beside the picture. */
const DRAWN =
  /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Hebrew}\p{Script=Common}\p{Script=Inherited}]*$/u;

export const canDraw = (text: string): boolean => DRAWN.test(text);

/** The colours are those of client/styles/tokens.css, by day. */
export function svgOf({ title, name, time, isRtl }: Drawing): string {
  const said = [title, name, ''].find(canDraw)!;
  const { lines, size } = laidOut(withoutSigns(said));
  const x = isRtl ? WIDTH - EDGE : EDGE;
  const at = (y: number, size: number, colour: string, text: string, indent = 0): Markup =>
    markup`<text x="${isRtl ? x - indent : x + indent}" y="${y}" font-size="${size}" fill="${colour}" text-anchor="${isRtl ? 'end' : 'start'}">${inDirection(text, isRtl)}</text>`;
  return markup`<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}">
<rect width="${WIDTH}" height="${HEIGHT}" fill="#fffdf9"/>
<circle cx="${isRtl ? x - 12 : x + 12}" cy="100" r="12" fill="#c2141f"/>
${said !== name && canDraw(name) && at(112, SMALL, '#16181d', withoutSigns(name), 40)}
${lines.map((line, n) => at(330 + (n - (lines.length - 1) / 2) * size * 1.16 + size / 3, size, '#16181d', line))}
<rect x="${EDGE}" y="510" width="${WIDTH - 2 * EDGE}" height="2" fill="#e5e0d6"/>
${canDraw(time) && at(568, SMALL, '#5b6069', time)}
</svg>`.text;
}

/** Signs that are pictures themselves have no outline in a font of letters. */
const withoutSigns = (text: string): string =>
  text
    .replace(/[\p{Extended_Pictographic}\p{Variation_Selector}\u200d]/gu, '')
    .replace(/\s+/g, ' ')
    .trim();

/** The renderer takes every line for one from left to right; Hebrew it draws where its font is named. */
function inDirection(text: string, isRtl: boolean): Markup {
  const parts = text.split(/(\p{Script=Hebrew}+)/u);
  const named = parts.map((part, n) =>
    n % 2 === 1 ? markup`<tspan font-family="Noto Serif Hebrew">${part}</tspan>` : markup`${part}`,
  );
  return isRtl ? markup`\u202b${named}\u202c` : markup`${named}`;
}

/** As large as it fits; what is more than four lines is cut off. */
function laidOut(title: string): { lines: string[]; size: number } {
  const words = title.split(' ');
  for (const [n, size] of SIZES.entries()) {
    const room = roomAt(size);
    const lines = filled(words, room);
    if (lines.length <= n + 1 && lines.every((line) => widthOf(line) <= room)) return { lines, size };
  }
  const size = SIZES.at(-1)!;
  const room = roomAt(size) - 1;
  const all = filled(
    words.flatMap((word) => broken(word, room)),
    room,
  );
  const lines = all.slice(0, SIZES.length);
  return { lines: all.length > lines.length ? lines.with(-1, `${lines.at(-1)}…`) : lines, size };
}

/** In widths of an em. */
const roomAt = (size: number): number => (WIDTH - 2 * EDGE) / size;

function filled(words: string[], room: number): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const longer = `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && widthOf(longer) <= room) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** A word that no line has room for, in pieces. */
function broken(word: string, room: number): string[] {
  const pieces = [''];
  for (const letter of word) {
    if (widthOf(pieces.at(-1) + letter) > room) pieces.push('');
    pieces[pieces.length - 1] += letter;
  }
  return pieces;
}

const WIDE = /[mwMWЖШЩЮФЫМжшщюфымΩ@%—…]/u;
const NARROW = /[iljtfrI.,:;'’!|()[\]\s\u05d5\u05d9\u05df]/u;

/** In widths of an em, a little more than any of the fonts takes: there is nothing here that could measure. */
const widthOf = (text: string): number =>
  [...text].reduce(
    (sum, letter) =>
      sum + (WIDE.test(letter) ? 0.98 : NARROW.test(letter) ? 0.36 : /\p{Lu}/u.test(letter) ? 0.74 : 0.58),
    0,
  );
