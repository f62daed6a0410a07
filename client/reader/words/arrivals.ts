/** How what has come in is said: with its words, what breaks first, and no more of it than somebody wants to hear. */
import type { Entry } from '../../../shared/blog.ts';
import { titleOf } from '../../../shared/text.ts';
import { SLOT } from './slot.ts';
import type { Sentence } from './voice.svelte.ts';
import type { Words } from './words.ts';

/** Which updates are said aloud. */
export const SPOKEN = ['all', 'key', 'breaking', 'nothing'] as const;
export type Spoken = (typeof SPOKEN)[number];

/** From what was remembered, which may be anything. */
export const spokenFrom = (text: string | null): Spoken => SPOKEN.find((each) => each === text) ?? 'all';

export const isSpoken = (entry: Entry, spoken: Spoken): boolean =>
  spoken === 'all' || (spoken !== 'nothing' && entry.breaking) || (spoken === 'key' && entry.keyEvent);

/** `entries` are newest first, one at the least. */
export function arrivalSentences(entries: Entry[], say: Words['say']): Sentence[] {
  const breaking = entries.find((entry) => entry.breaking);
  const others = entries.length - 1;
  if (breaking) {
    const first = about(breaking, say.breakingSaid({ words: SLOT }));
    return others > 0 ? [first, { text: say.newUpdates({ count: others }) }] : [first];
  }
  const text =
    others > 0
      ? say.newUpdatesSaid({ count: entries.length, words: SLOT })
      : say.newUpdateSaid({ words: SLOT });
  return [about(entries[0]!, text)];
}

/** What came while somebody was away. `isMore`: there is more of it than `entries`. */
export function returnSentences(entries: Entry[], isMore: boolean, say: Words['say']): Sentence[] {
  const count = entries.length;
  const breaking = entries.find((entry) => entry.breaking);
  const text = isMore ? say.manyNewSince({ count }) : say.sinceYouWereHere({ count });
  return breaking ? [{ text }, about(breaking, say.breakingSaid({ words: SLOT }))] : [{ text }];
}

const about = (entry: Entry, text: string): Sentence => ({
  text,
  names: [titleOf(entry)],
  entry: entry.id,
});
