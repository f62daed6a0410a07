/** The words of an entry's HTML, for places that can't hold HTML. It comes from our sanitiser: well formed. */
import type { Entry } from './blog.ts';

/** With `>` escaped in attributes. */
export const TAG = /<(\/?)([a-z][a-z0-9]*)[^>]*>/gi;
/** Elements that stand inside a line; all others end it. */
export const INLINE = new Set(
  'a abbr bdo code del em ins mark q rp rt ruby s small span strong sub sup'.split(' '),
);

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ' };

/** In a title and a list. */
const TITLE = 80;

/** What is no longer so. */
const STRUCK = /<(del|s)>.*?<\/\1>/gs;
const RAISED = /<su([bp])>(.*?)<\/su\1>/gs;
/** From U+2070 those that are raised, from U+2080 those that are lowered, save for three that are older. */
const SIGNS = '0123456789+−=()';
const RAISED_BEFORE = ' ¹²³';

/** The text alone, in one line: what an element said that words alone don't is said by signs. */
export function plainText(html: string): string {
  return wordsOf(html.replace(STRUCK, '')) || wordsOf(html);
}

const wordsOf = (html: string): string =>
  html
    .replace(RAISED, (_all, side: string, inside: string) => raised(inside.replace(TAG, ''), side === 'p'))
    .replace(/<\/t[dh]><t/g, ' · <t')
    .replace(/<\/t[dh]><\/tr><t/g, ';<t')
    .replace(TAG, (_tag, slash: string, name: string) =>
      name === 'q' ? (slash ? '”' : '“') : INLINE.has(name.toLowerCase()) ? '' : ' ',
    )
    .replace(/&(\w+);/g, (whole, name: string) => ENTITIES[name] ?? whole)
    .replace(/\s+/g, ' ')
    .trim();

/** 10⁶ and CO₂, 1st and Mme, xⁿ as x^n. */
function raised(text: string, isUp: boolean): string {
  if (/^[\d+\-−=()]+$/.test(text)) {
    return text.replace(/./g, (sign) => {
      const n = SIGNS.indexOf(sign === '-' ? '−' : sign);
      return isUp && n > 0 && n < 4 ? RAISED_BEFORE[n]! : String.fromCharCode((isUp ? 0x2070 : 0x2080) + n);
    });
  }
  return isUp && /^\p{L}{2,}\.?$/u.test(text) ? text : (isUp ? '^' : '_') + text;
}

/**
 * `text` in at most `most` UTF-16 units, the ellipsis included: whole words, where they leave enough of it; else up to
 * the end of a word as the language has them, where nothing stands between words; else whole characters.
 */
export function firstWords(text: string, most: number): string {
  if (text.length <= most) return text;
  const room = most - 1;
  const ends = [text.slice(0, most).search(/\s+\S*$/), endWithin(text, room, 'word'), endWithin(text, room)];
  const end = ends.find((end) => end > room / 2) ?? room;
  return `${text
    .slice(0, end)
    .trimEnd()
    .replace(/[\ud800-\udbff]$/, '')}…`;
}

/** The last end of a word, or of a character as people see it, in the first `room` units. */
function endWithin(text: string, room: number, granularity: 'word' | 'grapheme' = 'grapheme'): number {
  // Firefox has it since 125.
  if (!Intl.Segmenter) return room;
  return new Intl.Segmenter(undefined, { granularity }).segment(text).containing(room)!.index;
}

/** The headline, or the first words of an entry that has none. */
export function titleOf({ headline, html }: Pick<Entry, 'headline' | 'html'>): string {
  return headline ?? firstWords(plainText(html), TITLE);
}
