/** What every part of a reader page needs: the reader, and the words to tell them. */
import { createContext } from 'svelte';
import type { Reader } from './reader.svelte.ts';
import type { Words } from './words.ts';

export interface Page {
  readonly reader: Reader;
  readonly words: Words;
}

export const [usePage, setPage] = createContext<Page>();
