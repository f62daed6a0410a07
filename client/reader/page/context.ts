/** What every part of a reader page needs: the reader, and the words to tell them. */
import { createContext } from 'svelte';
import type { Reader } from '../live/reader.svelte.ts';
import type { Voice } from '../words/voice.svelte.ts';
import type { Words } from '../words/words.ts';

interface PageContext<R = Reader> {
  readonly reader: R;
  readonly words: Words;
  /** What is said aloud. */
  readonly voice: Voice;
}

/** As much of a reader as what stands in an entry may use: on a page of several blogs it is told for each. */
type ReaderOfEntries = Pick<
  Reader,
  'slug' | 'locale' | 'showsChanges' | 'isReady' | 'fresh' | 'order' | 'clock' | 'unread'
>;

const [use, set] = createContext<PageContext>();

export const usePage = use;
export const setPage = (page: PageContext): PageContext => set(page);

export const setEntries = (page: PageContext<ReaderOfEntries>): PageContext => set(page as PageContext);

/** For pages that no script brings to life: they follow no blog, and their parts may use nothing but the words. */
export const setWords = (words: Words): PageContext => set({ words } as PageContext);
