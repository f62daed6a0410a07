/** Whether a reader is where new entries come in, and sees them do it. */

/** Scrolled less than this from there, they still are. Pixels. */
const NEAR = 64;

/** `top` is where the page was scrolled when it last showed new entries. */
export const isNearTop = (top: number): boolean => window.scrollY - top < NEAR;

export const isNearEnd = (): boolean =>
  document.documentElement.scrollHeight - window.innerHeight - window.scrollY < NEAR;
