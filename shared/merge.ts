/** The one reducer: run by every node on what the store says, and in every browser on what a node says. */
import {
  areApart,
  type Blog,
  type Entry,
  type Page,
  type Update,
  compare,
  isEntry,
  placeOf,
} from './blog.ts';

/**
 * The blog after the update. Safe to repeat and safe to overlap: what is already held changes nothing and gives back
 * the same object. `'gap'` where the update starts later than the blog ends (or is no snapshot and nothing is held, or
 * something of another epoch): ask again with `after: blog.seq`.
 */
export function merge(blog: Blog | null, update: Update): Blog | 'gap' {
  const isOther = blog !== null && areApart(blog, update);
  if (blog && !isOther && update.to <= blog.seq) return blog;
  if (update.from === 0) return replace(update);
  if (!blog || isOther || update.from > blog.seq) return 'gap';

  const entries = new Map(blog.entries.map((entry) => [entry.id, entry]));
  let updatedAt = (update.head ?? blog.head).updatedAt;
  for (const entry of update.entries) {
    entries.delete(entry.id);
    if (!isEntry(entry)) continue;
    if (isWithin(blog, entry)) entries.set(entry.id, entry);
    updatedAt = latest(updatedAt, entry.updatedAt ?? entry.publishedAt);
  }
  return {
    ...blog,
    epoch: update.epoch ?? blog.epoch,
    seq: update.to,
    head: { ...(update.head ?? blog.head), updatedAt },
    entries: [...entries.values()].sort(compare),
  };
}

/** A blog with a page of older entries behind its own, or `'stale'` where the page was read before the blog was. */
export function extend(blog: Blog, page: Page): Blog | 'stale' {
  if (page.seq < blog.seq || areApart(page, blog)) return 'stale';
  const older = page.entries.filter((entry) => !isWithin(blog, entry));
  return { ...blog, entries: [...blog.entries, ...older], older: page.older };
}

function replace(update: Update): Blog | 'gap' {
  if (!update.head) return 'gap';
  return {
    slug: update.blog,
    epoch: update.epoch,
    seq: update.to,
    head: update.head,
    entries: update.entries.filter(isEntry).sort(compare),
    older: update.older ?? null,
  };
}

/** Whoever holds only the newest entries has no place for one that is older than all of them. */
function isWithin(blog: Blog, entry: Entry): boolean {
  const border = blog.older === null ? null : placeOf(blog.older);
  return border === null || compare(entry, border) <= 0;
}

const latest = (a: string, b: string): string => (a > b ? a : b);
