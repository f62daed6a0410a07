import { flushSync } from 'svelte';
import { holdPlace } from '../../anchor.ts';
import { onScreen } from './scrolled.ts';

/**
 * Makes a change while what is being read stays where it is, whatever grows, shrinks or goes above it. What is said in
 * the place of an entry that has gone, or else the first one that is there, gets its focus.
 */
export function keepSteady(change: () => void): void {
  const before = onScreen('article');
  const focused = document.activeElement?.closest('article');
  const putBack = holdPlace(document.documentElement, before);
  flushSync(change);
  if (!putBack() && before[0]) instead(before[0])?.scrollIntoView({ behavior: 'instant' });
  if (focused?.isConnected === false)
    (instead(focused) ?? before.find(({ isConnected }) => isConnected))?.focus({ preventScroll: true });
}

const instead = (article: HTMLElement): HTMLElement | null =>
  document.getElementById(`removed-${article.id}`);
