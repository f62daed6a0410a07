/** Whether a reader is where new entries come in, and sees them do it. */

/** Scrolled less than this from there, they still are. Pixels. */
const NEAR = 64;

/** `top` is where the page was scrolled when it last showed new entries. */
export const isNearTop = (top: number): boolean => window.scrollY - top < NEAR;

export const isNearEnd = (): boolean =>
  document.documentElement.scrollHeight - window.innerHeight - window.scrollY < NEAR;

/** Of the elements that match, which must stand one below the other, those on screen. Looks at few of many. */
export function onScreen(selector: string): HTMLElement[] {
  const all = document.querySelectorAll<HTMLElement>(selector);
  let [from, to] = [0, all.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (all[middle]!.getBoundingClientRect().bottom > 0) to = middle;
    else from = middle + 1;
  }
  const found = [];
  while (from < all.length && all[from]!.getBoundingClientRect().top < window.innerHeight)
    found.push(all[from++]!);
  return found;
}
