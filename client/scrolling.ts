/** Whether the page is being scrolled: what is moved under a running scroll ends it in Safari, and is in nobody's place. */

/** Between two steps of a running scroll no more than that goes by, on a busy device too. Milliseconds. */
const GAP_MS = 300;
/** Who never stops is not kept from the news for longer than that. */
const MOST_MS = 2_000;
const LOOK_EVERY_MS = 50;

let beganAt = -Infinity;
let movedAt = -Infinity;
let hasFinger = false;
let isOurs = false;
const waiting = new Set<() => void>();
let looking: ReturnType<typeof setInterval> | undefined;

if (typeof window !== 'undefined') {
  const options = { capture: true, passive: true };
  window.addEventListener('scroll', () => (isOurs ? (isOurs = false) : goOn()), options);
  // What begins one comes some frames before it.
  for (const type of ['keydown', 'wheel']) window.addEventListener(type, goOn, options);
  for (const type of ['touchstart', 'touchend', 'touchcancel'] as const)
    window.addEventListener(type, ({ touches }) => void ((hasFinger = touches.length > 0), goOn()), options);
}

function goOn(): void {
  const now = performance.now();
  if (now - movedAt > GAP_MS) beganAt = now;
  movedAt = now;
}

export function isScrolling(): boolean {
  const now = performance.now();
  return (hasFinger || now - movedAt < GAP_MS) && now - beganAt < MOST_MS;
}

/** Does it at once, or, once for each function, when the scroll that is running has ended. */
export function whenStill(work: () => void): void {
  waiting.add(work);
  if (isScrolling()) looking ??= setInterval(look, LOOK_EVERY_MS);
  else look();
}

function look(): void {
  if (isScrolling()) return;
  clearInterval(looking);
  looking = undefined;
  beganAt = performance.now();
  const works = [...waiting];
  waiting.clear();
  works.forEach((work) => work());
}

/** Moves what is in there up by so many pixels, and is no scroll of the reader's. */
export function scrollBy(scroller: Element | Window, top: number): void {
  isOurs = true;
  scroller.scrollBy({ top, behavior: 'instant' });
}
