/** Which entry is in the pinned box. */
import type { Blog, Entry } from '../../../shared/blog.ts';

/**
 * The entry that is shown as pinned, as the blog has it now. The box changes with the top of the page: an entry that
 * someone is reading does not go there from the feed.
 */
export function findPinned({ head, entries }: Blog, shownId: string | null): Entry | null {
  if (head.pinned?.id === shownId) return head.pinned;
  return entries.find(({ id }) => id === shownId) ?? null;
}
