import { flushSync } from 'svelte';

/**
 * Makes a change while the entries on screen stay where they are, whatever grows, shrinks or goes above them: the
 * first one that is still there afterwards is put back to where it was, and gets the focus of one that has gone.
 */
export function keepSteady(change: () => void): void {
  const before = onScreen().map((article) => ({ article, top: article.getBoundingClientRect().top }));
  const focused = document.activeElement?.closest('article');
  flushSync(change);
  const anchor = before.find(({ article }) => article.isConnected);
  if (!anchor) return;
  window.scrollBy({ top: anchor.article.getBoundingClientRect().top - anchor.top, behavior: 'instant' });
  if (focused?.isConnected === false) anchor.article.focus({ preventScroll: true });
}

function onScreen(): HTMLElement[] {
  return [...document.querySelectorAll('article')].filter((article) => {
    const { top, bottom } = article.getBoundingClientRect();
    return bottom > 0 && top < window.innerHeight;
  });
}
