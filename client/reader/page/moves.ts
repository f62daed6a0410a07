/** What the reader asks to be shown, and where that takes them. */
import { tick } from 'svelte';
import type { Reader } from '../live/reader.svelte.ts';

interface Moves {
  showPending(): Promise<void>;
  toNewest(): Promise<void>;
  showMore(): Promise<void>;
}

export function movesOf(reader: Reader): Moves {
  return { showPending, toNewest, showMore };

  async function showPending(): Promise<void> {
    const first = reader.showPending();
    await tick();
    if (first) goTo(first.id, 'start');
    reader.settle();
  }

  async function toNewest(): Promise<void> {
    if (reader.pending.length > 0) return showPending();
    const newest = reader.entries[0];
    if (newest) goTo(newest.id, 'nearest');
  }

  async function showMore(): Promise<void> {
    const first = await reader.showMore();
    await tick();
    // With the oldest first it has come above the screen.
    if (first) goTo(first.id, reader.order === 'oldest' ? 'nearest' : null);
  }
}

function goTo(id: string, block: ScrollLogicalPosition | null): void {
  const article = document.getElementById(id);
  if (block) article?.scrollIntoView({ block, behavior: 'instant' });
  article?.focus({ preventScroll: true });
}
