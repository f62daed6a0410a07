/** What an editor saw of a thing before changing it [R11]. */
import type { ChangeEntry } from '../../shared/commands.ts';
import type { BlogRow, EntryRow } from '../store/tables.ts';
import { toDeskEntry } from '../store/rows.ts';
import { blogFacts } from './blogs.ts';
import { Stale } from './errors.ts';
import type { Actor } from './people.ts';

/** Its versions (an entry's revision, a blog's seq); `any` for whichever there is, undefined where they don't say. */
export type Seen = 'any' | readonly number[] | undefined;

const isSeen = (seen: Seen, now: number): boolean =>
  seen === undefined || seen === 'any' || seen.includes(now);

/** Throws Stale where the entry is no longer what the editor saw; `yours` is what they wanted of it. */
export function mustHaveSeenEntry(seen: Seen, entry: EntryRow, yours?: ChangeEntry): void {
  if (isSeen(seen, entry.revision)) return;
  const message = `The entry has changed since the revision that was edited; it is now at ${entry.revision}.`;
  throw new Stale(message, toDeskEntry(entry), yours);
}

/** Throws Stale where the blog's clock has moved on since the editor saw it. */
export function mustHaveSeenBlog(seen: Seen, blog: BlogRow, actor: Actor): void {
  if (isSeen(seen, blog.seq)) return;
  throw new Stale(`The blog has changed since; its clock is now at ${blog.seq}.`, blogFacts(blog, actor));
}
