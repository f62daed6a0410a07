/** What is said in the place of an entry that was removed while somebody read it. */
import { type Blog, type Entry, compare, placeOf } from '../../shared/blog.ts';

export interface Removal {
  id: string;
  publishedAt: string;
  removedAt: string;
  /** Pixels of the entry that were on screen: the note is as high, so that nothing moves. */
  height: number;
}

/** Those of the shown entries that the blog has no longer, and that are on screen at this moment. */
export function removalsOnScreen(shown: Entry[], blog: Blog, now: number): Removal[] {
  const there = new Set(blog.entries.map(({ id }) => id));
  const border = blog.older === null ? null : placeOf(blog.older);
  return (
    shown
      .filter(({ id }) => !there.has(id))
      // What is older than all that is held may still be there.
      .filter((entry) => !border || compare(entry, border) <= 0)
      .map(({ id, publishedAt }) => ({
        id,
        publishedAt,
        removedAt: new Date(now).toISOString(),
        height: heightOnScreen(id),
      }))
      .filter(({ height }) => height > 0)
  );
}

function heightOnScreen(id: string): number {
  const box = document.getElementById(id)?.getBoundingClientRect();
  return box ? Math.min(box.bottom, window.innerHeight) - Math.max(box.top, 0) : 0;
}
