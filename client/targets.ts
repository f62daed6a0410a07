/** The oldest browsers that Dateline promises: scripts and styles are built for them, and what is built is checked. */

export interface Target {
  chrome: string;
  safari: string;
  firefox: string;
}

/** Readers' pages and widgets. */
export const READERS: Target = { chrome: '103', safari: '15.4', firefox: '100' };
export const DESK: Target = { chrome: '109', safari: '16.4', firefox: '115' };

/**
 * For Vite's `build`. The grammar of scripts is ES2022, which they have but for static blocks and a flaw in the class
 * fields of Safari 15: the compiler would take all fields apart for that, four kilobytes on every reader's page, and
 * scripts/compat.ts sees to it that neither comes up.
 */
export const built = (target: Target) => ({
  target: 'es2022',
  cssTarget: [...Object.entries(target), ['ios', target.safari]].map((named) => named.join('')),
});
