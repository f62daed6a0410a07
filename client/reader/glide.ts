import { flushSync } from 'svelte';

const MOTION: KeyframeAnimationOptions = { id: 'glide', duration: 200, easing: 'ease-out' };

/**
 * Makes a change that pushes away what is on screen, and lets it glide to its new place from where it was. Only its
 * picture moves: the layout changes once, and no frame has to do it again.
 */
export function glide(change: () => void): void {
  const before = [...document.querySelectorAll('#feed :is(article, h2)')]
    .map((element) => ({ element, box: element.getBoundingClientRect() }))
    .filter(({ box }) => box.bottom > 0 && box.top < window.innerHeight);
  flushSync(change);
  if (window.matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  for (const { element, box } of before) {
    for (const animation of element.getAnimations()) if (animation.id === MOTION.id) animation.cancel();
    const distance = box.top - element.getBoundingClientRect().top;
    if (distance)
      element.animate([{ transform: `translateY(${distance}px)` }, { transform: 'none' }], MOTION);
  }
}
