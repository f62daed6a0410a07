/** A snapshot holds a blog's newest entries alone: what becomes of the older ones that somebody holds. */
import { type Blog, compare, isEntry, placeOf, type Update } from '../../shared/blog.ts';
import { extend } from '../../shared/merge.ts';
import { readOlder } from './reads.ts';

/** From then on no more pages are asked for: the newest entries must not wait long for the older ones. */
const PATIENCE_MS = 3_000;
const PAGE_SIZE = 100;
/** Who has missed more changes than that is not made to wait for all that lies between. */
const MOST_MISSED = 1_000;
/** Who holds no more than that has the newest before them: a crowd of them must not ask for the rest. */
const A_FEW = 40;

/** Whether what is held behind the snapshot is to be kept. On a page of older entries it always is. */
export function isWorthReading(held: Blog, snapshot: Blog, isOlderPage: boolean): boolean {
  if (!isFurtherBack(held.older, snapshot.older)) return false;
  if (isOlderPage) return held.entries.length > 0;
  return held.entries.length > A_FEW && snapshot.seq - held.seq <= MOST_MISSED;
}

/**
 * The snapshot with the entries behind it, as they were at its seq or later, as far back as what is held. `from` is the
 * site around the page. Throws where they take too long, and what the network throws.
 */
export async function readBack(
  origin: string,
  snapshot: Blog,
  held: () => Blog,
  from: string,
): Promise<Blog> {
  const until = Date.now() + PATIENCE_MS;
  let whole = snapshot;
  while (isFurtherBack(held().older, whole.older)) {
    if (Date.now() > until) throw new Error('The older entries take too long.');
    whole = extend(whole, await readOlder(origin, whole, whole.older!, from, PAGE_SIZE)) as Blog;
  }
  return whole;
}

/** Of two cursors, whether the first is. Null is the blog's very beginning. */
export function isFurtherBack(a: string | null, b: string | null): boolean {
  if (a === null || b === null) return b !== null;
  return compare(placeOf(a)!, placeOf(b)!) > 0;
}

/** A snapshot tells of no removed entry: what it no longer holds may be one. */
export function removedBy({ from, entries }: Update, before: Blog, after: Blog): string[] {
  if (from > 0) return entries.filter((entry) => !isEntry(entry)).map(({ id }) => id);
  const there = new Set(after.entries.map(({ id }) => id));
  return before.entries.filter(({ id }) => !there.has(id)).map(({ id }) => id);
}
