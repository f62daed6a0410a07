import { onDestroy } from 'svelte';

/** Nobody searches for each letter of a word. */
const PAUSE_MS = 250;

/** Gives what to call at each letter: `work` is done once no more come. Call it while a component is made. */
export function whenTypingRests<Given extends unknown[]>(work: (...given: Given) => void) {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  onDestroy(() => clearTimeout(waiting));
  return (...given: Given): void => {
    clearTimeout(waiting);
    waiting = setTimeout(() => work(...given), PAUSE_MS);
  };
}
