/** What is said in the place of an entry that was removed while somebody read it. */
import { type Blog, type Entry, compare, placeOf } from '../../shared/blog.ts';

export interface Removal {
  id: string;
  publishedAt: string;
  removedAt: string;
  /** Pixels of the entry that were on screen: the note is as high, so that nothing moves. */
  height: number;
  /** It was in the pinned box: the note is there too. */
  wasPinned: boolean;
}

/**
 * Those of the shown entries that the blog has no longer, and that are on screen at this moment. `told` are ids that
 * the service named as removed.
 */
export function removalsOnScreen(
  { entries, pinned }: { entries: Entry[]; pinned: Entry | null },
  blog: Blog,
  told: ReadonlySet<string>,
  now: number,
): Removal[] {
  const there = new Set([...blog.entries, blog.head.pinned].map((entry) => entry?.id));
  const border = blog.older === null ? null : placeOf(blog.older);
  return (
    [...entries, ...(pinned ? [pinned] : [])]
      .filter(({ id }) => !there.has(id))
      // What is older than all that is held may still be there.
      .filter((entry) => told.has(entry.id) || !border || compare(entry, border) <= 0)
      .map(({ id, publishedAt }) => ({
        id,
        publishedAt,
        removedAt: new Date(now).toISOString(),
        height: heightOnScreen(id),
        wasPinned: id === pinned?.id,
      }))
      .filter(({ height }) => height > 0)
  );
}

/** The feed's entries, and what is left of removed ones, where they have not come back. */
export function withNotes(entries: Entry[], removals: Removal[]): (Entry | Removal)[] {
  const back = new Set(entries.map(({ id }) => id));
  return [...entries, ...removals.filter(({ id, wasPinned }) => !wasPinned && !back.has(id))];
}

function heightOnScreen(id: string): number {
  const box = document.getElementById(id)?.getBoundingClientRect();
  return box ? Math.min(box.bottom, window.innerHeight) - Math.max(box.top, 0) : 0;
}
