/** The words of an entry's HTML, for places that can't hold HTML. It comes from our sanitiser: well formed. */
import type { Entry } from './blog.ts';

/** With `>` escaped in attributes. */
export const TAG = /<(\/?)([a-z][a-z0-9]*)[^>]*>/gi;
/** Elements that stand inside a line; all others end it. */
export const INLINE = new Set(
  'a abbr b bdi cite code del em i ins kbd mark q s small span strong sub sup time u wbr'.split(' '),
);

const ENTITIES: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#39': "'",
  nbsp: '\u00a0',
};

/** In a title and a list. */
const TITLE = 80;

/** The text alone, in one line. */
export function plainText(html: string): string {
  return html
    .replace(TAG, (_tag, _slash, name: string) => (INLINE.has(name.toLowerCase()) ? '' : ' '))
    .replace(/&([a-z0-9#]+);/g, (whole, name: string) => ENTITIES[name] ?? whole)
    .replace(/\s+/g, ' ')
    .trim();
}

/** As many whole words of `text` as go into `most` characters, the ellipsis included. */
export function firstWords(text: string, most: number): string {
  if (text.length <= most) return text;
  const cut = text.slice(0, most);
  const words = cut.replace(/\s+\S*$/, '');
  return `${(words === cut ? cut.slice(0, -1) : words).toWellFormed().replace(/\ufffd$/, '')}…`;
}

/** The headline, or the first words of an entry that has none. */
export function titleOf({ headline, html }: Pick<Entry, 'headline' | 'html'>): string {
  return headline ?? firstWords(plainText(html), TITLE);
}
