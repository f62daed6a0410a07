/** The JSON API: reads for everybody, commands for whoever has a token. A table of routes; the rules stand elsewhere. */
import type { Router, Request, Response } from 'express';
import type { Blog, Update } from '../../../shared/blog.ts';
import * as commands from '../../../shared/commands.ts';
import { type Feed, snapshotOf } from '../../feeds/feed.ts';
import type { Feeds } from '../../feeds/feeds.ts';
import { NoBlog, NotFound, Removed } from '../../newsroom/errors.ts';
import type { Newsroom } from '../../newsroom/newsroom.ts';
import { blogFacts } from '../../newsroom/blogs.ts';
import { mayRead } from '../../newsroom/people.ts';
import { toDeskEntry, toEntry } from '../../store/rows.ts';
import type { Store } from '../../store/store.ts';
import type { BlogRow, EntryRow } from '../../store/tables.ts';
import { Body, hashedBody, sendBody, SHARED } from '../caching/cached.ts';
import { clocksFrom, revisionsFrom, revisionsOf } from '../caching/conditions.ts';
import { deskRoutes } from './desk.ts';
import { exactRouter } from '../router.ts';
import type { Kept } from '../caching/kept.ts';
import { cursorFor } from '../pages/pages.ts';
import { actorFrom, by, command, epochFrom, limitFrom, placeFrom, wholeFrom } from '../request.ts';
import { linkToNext, pageOfBlogs } from './paging.ts';
import { blogTag, entryTag } from '../caching/tags.ts';
import { MOST_WAIT_SECONDS, Waiting, type WaitingLimits } from './waiting.ts';

const JSON_TYPE = 'application/json; charset=utf-8';
const REVISIONS_PER_PAGE = 20;
/** More than any entry has; both engines' whole numbers reach further. */
const MOST_REVISION = 2_147_483_647;

export function apiRoutes(
  store: Store,
  feeds: Feeds,
  newsroom: Newsroom,
  kept: Kept,
  limits: WaitingLimits,
  writes: Router,
): Router {
  const api = exactRouter();
  const waiting = new Waiting(feeds, limits);

  const snapshotBody = (request: Request, blog: Blog): Promise<Body> =>
    kept.get(request, blog, 'snapshot', () => updateOf(blog, snapshotOf(blog)));

  api.get('/blogs', async (request, response) => {
    const actor = await actorFrom(store, request);
    const rows = await store.read.blogs();
    const visible = rows.filter((blog) => blog.status !== 'draft' || mayRead(actor, blog.slug));
    const { blogs, older } = pageOfBlogs(request, visible);
    linkToNext(request, response, older);
    response.set('Cache-Control', actor ? 'no-store' : SHARED);
    response.json({ blogs: blogs.map((blog) => blogFacts(blog, actor)), older });
  });

  api.get('/blogs/:slug', async (request, response) => {
    const feed = await feeds.get(request.params.slug);
    if (feed) return sendBody(request, response, await snapshotBody(request, feed.blog));
    const draft = await draftFor(request);
    const update = (await store.read.updateSince(draft.slug, 0))!;
    sendBody(request, response, updateOf({ slug: draft.slug, seq: update.to }, update), 'no-store');
  });

  api.get('/blogs/:slug/updates', async (request, response) => {
    const feed = await feedOf(request);
    const after = wholeFrom(request, 'after', 0, Number.MAX_SAFE_INTEGER, undefined);
    const epoch = epochFrom(request);
    await feed.catchUpTo(after, epoch);
    const wait = wholeFrom(request, 'wait', 0, MOST_WAIT_SECONDS, 0);
    if (wait > 0 && feed.canTell(after, epoch)) await waiting.forNews(request, response, feed, after, wait);
    const { blog } = feed;
    const body = feed.canTell(after, epoch)
      ? kept.get(request, blog, `after ${after}`, () => updateOf(blog, feed.updateSince(after)))
      : snapshotBody(request, blog);
    sendBody(request, response, await body, wait > 0 ? 'no-store' : SHARED);
  });

  api.get('/blogs/:slug/entries', async (request, response) => {
    const { blog } = await feedOf(request);
    const [place, limit] = [placeFrom(request), limitFrom(request)];
    const cursor = place ? await cursorFor(store, blog, place) : undefined;
    const body = await kept.get(request, blog, `entries ${cursor} ${limit}`, async () => {
      const page = (await store.read.page(blog.slug, place, limit))!;
      const next = page.older && `/api/v1/blogs/${blog.slug}/entries?limit=${limit}&before=${page.older}`;
      return bodyOf({ slug: blog.slug, seq: page.seq }, { blog: blog.slug, ...page }, next);
    });
    sendBody(request, response, body);
  });

  api.get('/blogs/:slug/entries/:id', async (request, response) => {
    const { slug, id } = request.params;
    const [feed, row] = [await feeds.get(slug), await store.read.entry(slug, id)];
    const isPublic = feed && row && hasBeenPublic(row);
    const isTheirs = !isPublic && mayRead(await actorFrom(store, request), slug);
    if (!feed && !isTheirs) throw new NoBlog(slug);
    if (!row || (!isPublic && !isTheirs)) throw new NotFound(`There is no entry "${id}".`);
    if (row.state === 'removed') throw new Removed('This entry was removed.');
    const entry = isPublic ? toEntry(row) : toDeskEntry(row);
    const body = new Body(JSON_TYPE, entryTag(row), JSON.stringify(entry));
    sendBody(request, response, body, isPublic ? SHARED : 'no-store');
  });

  api.get('/blogs/:slug/entries/:id/changes', async (request, response) => {
    const { slug, id } = request.params;
    const feed = await feedOf(request);
    const before = wholeFrom(request, 'before', 1, MOST_REVISION, MOST_REVISION);
    const { blog } = feed;
    const body = await kept.get(request, blog, `changes ${id} ${before}`, async () => {
      const shown = blog.head.showChanges
        ? await store.read.changes(slug, id, before, REVISIONS_PER_PAGE)
        : undefined;
      if (!shown) throw new NotFound(`There is nothing to show of what was changed in "${id}".`);
      return hashedBody(JSON_TYPE, JSON.stringify(shown));
    });
    sendBody(request, response, body);
  });

  writes.post('/blogs', async (request, response) => {
    const blog = await newsroom.createBlog(by(request), command(request, commands.createBlog));
    response
      .status(201)
      .set('ETag', blogTag(blog))
      .location(`/api/v1/blogs/${blog.slug}`)
      .json(blogFacts(blog, by(request).actor));
  });

  writes.patch('/blogs/:slug', async (request, response) => {
    const change = command(request, commands.changeBlog);
    const { slug } = request.params;
    const blog = await newsroom.changeBlog(by(request), slug, change, clocksFrom(request, slug));
    response.set('ETag', blogTag(blog)).json(blogFacts(blog, by(request).actor));
  });

  writes.delete('/blogs/:slug', async (request, response) => {
    const { slug } = request.params;
    await newsroom.removeBlog(by(request), slug, clocksFrom(request, slug));
    response.status(204).end();
  });

  writes.post('/blogs/:slug/entries', async (request, response) => {
    const { slug } = request.params;
    const entry = await newsroom.createEntry(by(request), slug, command(request, commands.createEntry));
    sendEntry(response.status(201).location(`/api/v1/blogs/${slug}/entries/${entry.id}`), entry);
  });

  writes.patch('/blogs/:slug/entries/:id', async (request, response) => {
    const { slug, id } = request.params;
    const seen = revisionsOf(request);
    const change = command(request, commands.changeEntry);
    sendEntry(response, await newsroom.changeEntry(by(request), slug, id, seen, change));
  });

  writes.delete('/blogs/:slug/entries/:id', async (request, response) => {
    const { slug, id } = request.params;
    const { reason } = request.body === undefined ? {} : command(request, commands.removeEntry);
    await newsroom.removeEntry(by(request), slug, id, reason, revisionsFrom(request));
    response.status(204).end();
  });

  writes.post('/blogs/:slug/entries/:id/restore', async (request, response) => {
    const { slug, id } = request.params;
    const seen = revisionsOf(request);
    const { revision: earlier } = command(request, commands.restoreEntry);
    sendEntry(response, await newsroom.restoreEntry(by(request), slug, id, seen, earlier));
  });

  return api.use(deskRoutes(store));

  async function feedOf(request: Request<{ slug: string }>): Promise<Feed> {
    const feed = await feeds.get(request.params.slug);
    if (!feed) throw new NoBlog(request.params.slug);
    return feed;
  }

  /** A blog that readers may not see yet, for a token that may. */
  async function draftFor(request: Request<{ slug: string }>): Promise<BlogRow> {
    const { slug } = request.params;
    const blog = mayRead(await actorFrom(store, request), slug) ? await store.read.blog(slug) : undefined;
    if (!blog) throw new NoBlog(slug);
    return blog;
  }
}

/** `next` is where the next page is, if there is one. */
function bodyOf(
  { slug, seq }: Pick<Blog, 'slug' | 'seq'>,
  answer: unknown,
  next: string | null = null,
): Body {
  const body = new Body(JSON_TYPE, blogTag({ slug, seq }), JSON.stringify(answer));
  body.next = next;
  return body;
}

/** With the blog's clock by the name that it has everywhere else, too. */
const updateOf = (blog: Pick<Blog, 'slug' | 'seq'>, update: Update): Body =>
  bodyOf(blog, { ...update, seq: update.to });

/** A removed one says so to readers only where they could have seen it. */
const hasBeenPublic = ({ state, seq }: EntryRow): boolean =>
  state === 'published' || (state === 'removed' && seq > 0);

function sendEntry(response: Response, entry: commands.DeskEntry): void {
  response.set('ETag', entryTag(entry)).json(entry);
}
