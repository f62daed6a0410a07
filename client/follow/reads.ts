/**
 * The public reads of the JSON API that a page needs beside its socket. `from` is the site around the page, where it is
 * shown in a frame: the service asks whether that site may show the blog.
 */
import { areApart, type Blog, type Entry, type Page, type Update } from '../../shared/blog.ts';
import type { FrontPage } from '../../shared/front.ts';
import { merge } from '../../shared/merge.ts';
import { within } from '../within.ts';

const TIMEOUT_MS = 8_000;
const NOT_OURS = 'Somebody else has answered.';

/** There is no such blog (any more), or not for this site. */
export class Gone extends Error {}

/** The blog's newest page. Throws Gone, or what the network throws. */
export async function readBlog(origin: string, slug: string, from = ''): Promise<Blog> {
  return merge(null, update(await read(`${origin}/api/v1/blogs/${slug}`, from), slug)) as Blog;
}

/**
 * Null for an entry that there isn't (any more). `seq` is the blog's clock: what a cache has kept from before is not
 * taken. Throws what the network throws.
 */
export async function readEntry(
  origin: string,
  slug: string,
  id: string,
  seq: number,
  from = '',
): Promise<Entry | null> {
  try {
    return await read<Entry>(`${origin}/api/v1/blogs/${slug}/entries/${id}?seq=${seq}`, from);
  } catch (error) {
    if (error instanceof Gone) return null;
    throw error;
  }
}

type Held = Pick<Blog, 'slug' | 'seq' | 'epoch'>;

/** What has changed since that was held. Throws Gone, or what the network throws. */
export async function readUpdate(origin: string, { slug, seq, epoch }: Held, from = ''): Promise<Update> {
  const of = epoch === undefined ? '' : `&epoch=${epoch}`;
  return update(await read(`${origin}/api/v1/blogs/${slug}/updates?after=${seq}${of}`, from), slug);
}

/** Whoever stands between answers 200, too, with a page of its own: that is no blog. */
function update(answer: Partial<Update>, slug: string): Update {
  const { blog, from, to, head, entries } = answer;
  if (blog !== slug || !((from === 0 ? head : from) && to) || !Array.isArray(entries))
    throw new Error(NOT_OURS);
  return answer as Update;
}

/**
 * The entries before the cursor, as they were at `blog.seq` or later. A cache may give an older page: then what has
 * changed since is put on top of it, so that no path brings a removed entry back [R7].
 */
export async function readOlder(
  origin: string,
  blog: Blog,
  before: string,
  from = '',
  most?: number,
): Promise<Page> {
  const limit = most === undefined ? '' : `&limit=${most}`;
  const page: Page = await read(`${origin}/api/v1/blogs/${blog.slug}/entries?before=${before}${limit}`, from);
  return caughtUp(origin, blog, page, from);
}

/** The page as it was at `blog.seq` or later: what has changed since it was read is put on top of it. */
export async function caughtUp(origin: string, blog: Blog, read: Page, from = ''): Promise<Page> {
  let page = read;
  while (page.seq < blog.seq) {
    const update = await readUpdate(origin, { ...blog, ...page }, from);
    if (update.from === 0 || update.to <= page.seq || areApart(update, page))
      throw new Error('The older entries are not up to date yet.');
    page = merge({ ...blog, ...page }, update) as Blog;
  }
  if (!(page.seq >= blog.seq)) throw new Error(NOT_OURS);
  return page;
}

/** The newest page of the front, or of a section by its slug, or the one before a cursor. Throws as readUpdate does. */
export async function readFront(origin: string, section: string, before: string | null): Promise<FrontPage> {
  const query = new URLSearchParams({ ...(section && { section }), ...(before && { before }) });
  const page: Partial<FrontPage> = await read(`${origin}/api/v1/front?${query}`, '');
  if (!page.seqs || !Array.isArray(page.blogs) || !Array.isArray(page.entries)) throw new Error(NOT_OURS);
  return page as FrontPage;
}

/** Whoever stands between, such as a hotel's login page or a firewall, does not know what there is. */
const isOurs = ({ headers }: Response): boolean =>
  headers.get('Content-Type')?.startsWith('application/problem+json') === true;

async function read<T>(url: string, from: string): Promise<T> {
  const address = new URL(url);
  if (from) address.searchParams.set('from', from);
  // The browser's cache may ask whether its copy is still good, but not answer in the server's place.
  return within(TIMEOUT_MS, async (signal) => {
    const response = await fetch(address, { cache: 'no-cache', signal });
    if ([403, 404, 410].includes(response.status) && isOurs(response))
      throw new Gone('There is no such live blog.');
    if (!response.ok) throw new Error(`The server answered ${response.status}.`);
    return (await response.json()) as T;
  });
}
