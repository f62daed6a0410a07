/** What an entry's HTML is made of. It comes from our sanitiser: well formed, and with `>` escaped in attributes. */
import { INLINE, plainText, TAG } from '../shared/text.ts';

const VOID = new Set(['br', 'hr', 'img', 'wbr', 'source']);

const WORDS_PER_MINUTE = 238;
/** From so many words on, an entry says how long it takes to read. */
const LONG = 120;
/** Up to so many words, an entry is shown whole. */
const SHORT = 110;
/** Blocks of a folded entry that are shown all the same. */
const OPENING = 3;

/** The top-level blocks, in order; text and inline elements that stand between blocks are a block of their own. */
export function paragraphs(html: string): string[] {
  const blocks: string[] = [];
  let depth = 0;
  let start = 0;
  const cut = (end: number): void => {
    const block = html.slice(start, end).trim();
    if (block) blocks.push(block);
    start = end;
  };
  for (const match of html.matchAll(TAG)) {
    const name = match[2]!.toLowerCase();
    if (INLINE.has(name) || name === 'br') continue;
    const end = match.index + match[0].length;
    if (match[1]) {
      depth -= 1;
      if (depth === 0) cut(end);
    } else {
      if (depth === 0) cut(match.index);
      if (!VOID.has(name)) depth += 1;
      else if (depth === 0) cut(end);
    }
  }
  if (depth !== 0) return [html];
  cut(html.length);
  return blocks;
}

/** A long entry shows its opening, and the rest when it's asked for. */
export function fold(html: string): { opening: string; rest: string } {
  const blocks = paragraphs(html);
  if (blocks.length <= OPENING || wordCount(html) <= SHORT) return { opening: html, rest: '' };
  return { opening: blocks.slice(0, OPENING).join('\n'), rest: blocks.slice(OPENING).join('\n') };
}

/** With its headings a level lower: an entry's own headline is of the third, and these stand below it. */
export const belowHeadline = (html: string): string =>
  html.replace(
    /(<\/?h)([34])(?=[\s>])/g,
    (_tag, start: string, level: string) => start + (Number(level) + 1),
  );

/** Minutes of reading, or null for what is read at a glance. */
export function readingTime(html: string): number | null {
  const words = wordCount(html);
  return words < LONG ? null : Math.ceil(words / WORDS_PER_MINUTE);
}

/** Two signs of Chinese or Japanese, five of Thai, are about a word. */
const UNSPACED = /([\p{sc=Han}\p{sc=Hira}\p{sc=Kana}]{2}|\p{sc=Thai}{5})/gu;

const wordCount = (html: string): number =>
  plainText(html).replace(UNSPACED, '$1 ').split(/\s+/).filter(Boolean).length;
