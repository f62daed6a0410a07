/** The keys of a blog's desk, and whether single letters are among them: some people speak to their machine. */

export const shortcuts: readonly { keys: string[]; does: string }[] = [
  { keys: ['N', '/'], does: 'Write' },
  { keys: ['E'], does: 'Show the entries' },
  { keys: ['P'], does: 'Show the page as readers see it' },
  { keys: ['?'], does: 'Show this list' },
  { keys: ['Escape'], does: 'Close what is open' },
];

const KEY = 'dateline:letters-off';

export const letters = {
  areOn: (): boolean => localStorage.getItem(KEY) === null,
  turn(on: boolean): void {
    if (on) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, '1');
  },
};
