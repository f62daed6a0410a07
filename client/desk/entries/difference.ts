/** What changed from one text to the next, by words, in any script. */
import { diffWords } from 'diff';

export interface Part {
  kind: 'same' | 'added' | 'gone';
  text: string;
}

const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });

export function difference(before: string, after: string): Part[] {
  return diffWords(before, after, { intlSegmenter: segmenter }).map(({ value, added, removed }) => ({
    kind: added ? 'added' : removed ? 'gone' : 'same',
    text: value,
  }));
}
