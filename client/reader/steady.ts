import { flushSync } from 'svelte';
import { onScreen } from './scrolled.ts';

/**
 * Makes a change while the entries on screen stay where they are, whatever grows, shrinks or goes above them: the
 * first one that is still there afterwards is put back to where it was. What is said in the place of one that has gone,
 * or else the first one, gets its focus.
 */
export function keepSteady(change: () => void): void {
  const before = onScreen('article').map((article) => ({
    article,
    top: article.getBoundingClientRect().top,
  }));
  const focused = document.activeElement?.closest('article');
  flushSync(change);
  const anchor = before.find(({ article }) => article.isConnected);
  if (anchor)
    window.scrollBy({ top: anchor.article.getBoundingClientRect().top - anchor.top, behavior: 'instant' });
  else if (before[0]) instead(before[0].article)?.scrollIntoView({ behavior: 'instant' });
  if (focused?.isConnected === false) (instead(focused) ?? anchor?.article)?.focus({ preventScroll: true });
}

const instead = (article: HTMLElement): HTMLElement | null =>
  document.getElementById(`removed-${article.id}`);
