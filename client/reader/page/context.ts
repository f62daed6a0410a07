/** What every part of a reader page needs: the reader, and the words to tell them. */
import { createContext } from 'svelte';
import type { Reader } from '../live/reader.svelte.ts';
import type { Voice } from '../words/voice.svelte.ts';
import type { Words } from '../words/words.ts';

interface PageContext {
  readonly reader: Reader;
  readonly words: Words;
  /** What is said aloud. */
  readonly voice: Voice;
}

export const [usePage, setPage] = createContext<PageContext>();

/** For pages that no script brings to life: they follow no blog, and their parts may use nothing but the words. */
export const setWords = (words: Words): PageContext => setPage({ words } as PageContext);
