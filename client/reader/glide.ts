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
  const before = onScreen('#feed :is(article, h2)').map((element) => ({
    element,
    box: element.getBoundingClientRect(),
  }));
  flushSync(change);
  if (window.matchMedia('(prefers-reduced-motion: reduce)').matches) return 0;
  const moved = before
    .map(({ element, box }) => ({ element, distance: box.top - element.getBoundingClientRect().top }))
    .filter(({ distance }) => distance !== 0);
  for (const { element, distance } of moved) {
    element.animate([{ transform: `translateY(${distance}px)` }, { transform: 'none' }], MOTION);
  }
  return moved.length > 0 ? DURATION + SLACK : 0;
}
