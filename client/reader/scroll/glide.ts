import { flushSync } from 'svelte';
import { onScreen } from './scrolled.ts';

const DURATION = 200;
/** A slow device begins a frame or two late. */
const SLACK = 100;
const MOTION: KeyframeAnimationOptions = { duration: DURATION, easing: 'ease-out' };

/**
 * Makes a change that pushes away what is on screen, and lets it glide to its new place from where it was. Only its
 * picture moves: the layout changes once, and no frame has to do it again. Returns how long it's under way, in
 * milliseconds: until then no other should begin.
 */
export function glide(change: () => void): number {
  const shown = onScreen('#feed :is(article, h2)');
  const bundles = new Set(shown.flatMap((element) => element.closest<HTMLElement>('.bundle') ?? []));
  const before = [...shown, ...bundles].map((element) => ({ element, top: topOf(element) }));
  flushSync(change);
  if (window.matchMedia('(prefers-reduced-motion: reduce)').matches) return 0;
  const moves = new Map<Element | null, number>();
  for (const { element, top } of before) moves.set(element, top - topOf(element));
  let hasMoved = false;
  for (const { element } of before) {
    if (!element.isConnected) continue;
    // What a bundle has moved, all that is in it has moved with it.
    const bundle = element.parentElement!.closest('.bundle');
    const distance = moves.get(element)! - (moves.get(bundle) ?? 0);
    if (distance === 0) continue;
    hasMoved = true;
    element.animate([{ transform: `translateY(${distance}px)` }, { transform: 'none' }], MOTION);
  }
  return hasMoved ? DURATION + SLACK : 0;
}

const topOf = (element: Element): number => element.getBoundingClientRect().top;
