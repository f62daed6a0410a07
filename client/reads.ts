/** The public reads of the JSON API that a page needs beside its socket. */
import type { Blog, Page, Update } from '../shared/blog.ts';
import { merge } from '../shared/merge.ts';

const TIMEOUT_MS = 8_000;

/** There is no such blog (any more). */
export class Gone extends Error {}

/** What has changed since `after`. Throws Gone, or what the network throws. */
export function readUpdate(origin: string, slug: string, after: number): Promise<Update> {
  return read(`${origin}/api/v1/blogs/${slug}/updates?after=${after}`);
}

/**
 * The entries before the cursor, as they were at `blog.seq` or later. A cache may give an older page: then what has
 * changed since is put on top of it, so that no path brings a removed entry back [R7].
 */
export async function readOlder(origin: string, blog: Blog, before: string): Promise<Page> {
  let page: Page = await read(`${origin}/api/v1/blogs/${blog.slug}/entries?before=${before}`);
  while (page.seq < blog.seq) {
    const update = await readUpdate(origin, blog.slug, page.seq);
    if (update.from === 0 || update.to <= page.seq)
      throw new Error('The older entries are not up to date yet.');
    page = merge({ ...blog, ...page }, update) as Blog;
  }
  return page;
}

async function read<T>(url: string): Promise<T> {
  // The browser's cache may ask whether its copy is still good, but not answer in the server's place.
  const response = await fetch(url, { cache: 'no-cache', signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (response.status === 404) throw new Gone('There is no such live blog.');
  if (!response.ok) throw new Error(`The server answered ${response.status}.`);
  return (await response.json()) as T;
}
