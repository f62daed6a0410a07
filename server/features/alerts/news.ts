/** What is worth telling, and in which words. */
import type { Alert, Withdrawal } from '../../../shared/alerts.ts';
import { firstWords, titleOf } from '../../../shared/text.ts';
import { isPublished } from '../../newsroom/entries.ts';
import type { Work } from '../../newsroom/commit.ts';
import type { Saved } from '../../newsroom/taking-part.ts';
import { isPublic } from '../../store/public.ts';
import type { BlogRow, EntryRow } from '../../store/tables.ts';
import { AlertWrites } from './writes.ts';

/** What was published longer ago, such as an import, is no news. */
const FRESH_MS = 5 * 60_000;
/** What every push service takes as a whole, with room for the rest of the message. */
const TITLE = 200;

/** Leaves word, in the command's own transaction, of what subscribers are to hear once it is committed. True where there is something. */
export async function noteNews({ transaction, now }: Work, { blog, before, after }: Saved): Promise<boolean> {
  const alerts = new AlertWrites(transaction);
  if (isPublished(before) && !isPublished(after)) {
    await alerts.withdraw(after.id, now);
    return true;
  }
  if (!isPublic(blog) || isPublished(before) || !isPublished(after)) return false;
  const isFresh = Date.parse(now) - Date.parse(after.published_at!) < FRESH_MS;
  if (!isFresh || !(after.breaking || after.key_event)) return false;
  await alerts.add({ entry: after.id, blog: blog.id, is_breaking: after.breaking, made_at: now });
  return true;
}

export function alertOf(blog: BlogRow, entry: EntryRow): Alert {
  return { ...tagOf(blog, entry.id), title: firstWords(titleOf(entry), TITLE), body: blog.title };
}

export function withdrawalOf(blog: BlogRow, entry: string): Withdrawal {
  return { ...tagOf(blog, entry), title: blog.title, url: `/${blog.slug}`, removed: true };
}

const tagOf = ({ slug, language }: BlogRow, entry: string) => ({
  tag: entry,
  url: `/${slug}/${entry}`,
  language,
});
