/** What a follower holds of a blog, and what becomes of it with every word of the service. Nothing here waits or asks. */
import { type Blog, cursorAt, type Page, type Update } from '../../shared/blog.ts';
import { extend as extendBlog, merge } from '../../shared/merge.ts';
import { isWorthReading } from './snapshot.ts';

/**
 * `same`: it was held already. `changed`: hold this. `gap`: something between is missing, ask for it. `read-back`: hold
 * this snapshot once what was held behind it has been read again.
 */
export type Taken = { is: 'same' | 'gap' } | { is: 'changed' | 'read-back'; blog: Blog };

/** `asked` is what was held when the update was asked for; undefined for one that came by itself. */
export function take(held: Blog, update: Update, isOlderPage: boolean, asked?: number): Taken {
  // A snapshot that ends before what we asked from: the server's clock was set back, and what we hold is no more.
  const isSetBack = update.from === 0 && update.to < held.seq && asked === held.seq;
  const blog = merge(isSetBack ? null : held, update);
  if (blog === 'gap') return { is: 'gap' };
  if (blog === held) return { is: 'same' };
  const isBehind = update.from === 0 && !isSetBack && isWorthReading(held, blog, isOlderPage);
  return { is: isBehind ? 'read-back' : 'changed', blog };
}

/**
 * With a page of older entries behind what is held. `read` was read before the updates in `news` came: a page that
 * begins elsewhere by now, or that a snapshot has overtaken, is `'stale'`.
 */
export function extend(held: Blog, border: string, read: Page, news: Update[]): Blog | 'stale' {
  let page: Page | 'gap' = read;
  for (const update of news) {
    if (update.from === 0) return 'stale';
    page = merge({ ...held, ...page }, update);
    if (page === 'gap') return 'stale';
  }
  return held.older === border ? extendBlog(held, page) : 'stale';
}

/** All but the newest `most` entries are let go of; the same object where there are no more than that. */
export function keep(held: Blog, most: number): Blog {
  const entries = held.entries.slice(0, most);
  const last = entries.at(-1);
  return last && entries.length < held.entries.length ? { ...held, entries, older: cursorAt(last) } : held;
}
