/** The keys of a blog's desk, and whether single letters are among them: some people speak to their machine. */
import { Preference } from '../preference.ts';

export const shortcuts: readonly { keys: string[]; does: string }[] = [
  { keys: ['N', '/'], does: 'Write' },
  { keys: ['E'], does: 'Show the entries' },
  { keys: ['P'], does: 'Show the page as readers see it' },
  { keys: ['?'], does: 'Show this list' },
  { keys: ['Escape'], does: 'Close what is open' },
];

export const singleKeys = new Preference<boolean>('single-keys', true);
