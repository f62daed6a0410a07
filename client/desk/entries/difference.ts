/** What changed from one text to the next, by words, in any script. */
import { diffWords } from 'diff';

export interface Part {
  kind: 'same' | 'added' | 'gone';
  text: string;
}

/** Firefox before 125 has none: there words are letters and digits in a row. */
const segmenter = 'Segmenter' in Intl ? new Intl.Segmenter(undefined, { granularity: 'word' }) : letters();

function letters(): Intl.Segmenter {
  const segment = (text: string) =>
    (text.match(/\s+|[\p{L}\p{M}\p{N}]+|./gu) ?? []).map((segment) => ({ segment }));
  return { segment, resolvedOptions: () => ({ granularity: 'word' }) } as unknown as Intl.Segmenter;
}

export function difference(before: string, after: string): Part[] {
  return diffWords(before, after, { intlSegmenter: segmenter }).map(({ value, added, removed }) => ({
    kind: added ? 'added' : removed ? 'gone' : 'same',
    text: value,
  }));
}
