/** What readers and programs read: from the feeds, and from what is public of the record. */
import type { Request, Router } from 'express';
import type { Blog, Update } from '../../../shared/blog.ts';
import { type Feed, snapshotOf } from '../../feeds/feed.ts';
import type { Feeds } from '../../feeds/feeds.ts';
import { factsFor } from '../../newsroom/blogs.ts';
import { NoBlog, NotFound, Removed } from '../../newsroom/errors.ts';
import type { Card, Public } from '../../store/public.ts';
import { Body, hashedBody, sendBody, SHARED } from '../caching/cached.ts';
import type { Gathered } from '../caching/gathered.ts';
import type { Kept } from '../caching/kept.ts';
import { blogTag, entryTag } from '../caching/tags.ts';
import { cursorFor } from '../pages/pages.ts';
import { epochFrom, limitFrom, placeFrom, wholeFrom } from '../request.ts';
import { exactRouter } from '../router.ts';
import type { Drafts } from './drafts.ts';
import { askedBlogsFrom, nextOfBlogs, pageOfBlogs } from './paging.ts';
import { MOST_WAIT_SECONDS, Waiting, type WaitingLimits } from './waiting.ts';

const JSON_TYPE = 'application/json; charset=utf-8';
const REVISIONS_PER_PAGE = 20;
/** More than any entry has; both engines' whole numbers reach further. */
const MOST_REVISION = 2_147_483_647;

interface Sources {
  read: Public;
  drafts: Drafts;
  feeds: Feeds;
  kept: Kept;
  blogs: Gathered<Card[]>;
  limits: WaitingLimits;
}

export function readRoutes({ read, drafts, feeds, kept, blogs, limits }: Sources): Router {
  const api = exactRouter();
  const waiting = new Waiting(feeds, limits);

  const snapshotBody = (request: Request, blog: Blog): Promise<Body> =>
    kept.get(request, blog, 'snapshot', () => updateOf(blog, snapshotOf(blog)));

  api.get('/blogs', async (request, response) => {
    const asked = askedBlogsFrom(request);
    const { blogs: visible, actor } = await drafts.blogs(request, blogs);
    const make = () => {
      const { blogs, older } = pageOfBlogs(visible, asked);
      const text = JSON.stringify({ blogs: blogs.map((blog) => factsFor(blog, actor)), older });
      return withNext(hashedBody(JSON_TYPE, text), nextOfBlogs(asked, older));
    };
    if (actor) return sendBody(request, response, make(), 'no-store');
    const body = await kept.get(request, visible, `blogs ${JSON.stringify(asked)}`, make);
    sendBody(request, response, body);
  });

  api.get('/blogs/:slug', async (request, response) => {
    const { slug } = request.params;
    const feed = await feeds.get(slug);
    if (feed) return sendBody(request, response, await snapshotBody(request, feed.blog));
    const update = await drafts.blog(request, slug);
    sendBody(request, response, updateOf({ slug, seq: update.to }, update), 'no-store');
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
    const cursor = place ? await cursorFor(read, blog, place) : undefined;
    const body = await kept.get(request, blog, `entries ${cursor} ${limit}`, async () => {
      const page = (await read.page(blog.slug, place, limit))!;
      const next = page.older && `/api/v1/blogs/${blog.slug}/entries?limit=${limit}&before=${page.older}`;
      return bodyOf({ slug: blog.slug, seq: page.seq }, { blog: blog.slug, ...page }, next);
    });
    sendBody(request, response, body);
  });

  api.get('/blogs/:slug/entries/:id', async (request, response) => {
    const { slug, id } = request.params;
    const shown = await read.entry(slug, id);
    if (shown === 'removed') throw new Removed('This entry was removed.');
    const entry = shown ?? (await drafts.entry(request, slug, id));
    const body = new Body(JSON_TYPE, entryTag(entry), JSON.stringify(entry));
    sendBody(request, response, body, shown ? SHARED : 'no-store');
  });

  api.get('/blogs/:slug/entries/:id/changes', async (request, response) => {
    const { slug, id } = request.params;
    const { blog } = await feedOf(request);
    const before = wholeFrom(request, 'before', 1, MOST_REVISION, MOST_REVISION);
    const body = await kept.get(request, blog, `changes ${id} ${before}`, async () => {
      const shown = await read.changes(slug, id, before, REVISIONS_PER_PAGE);
      if (!shown) throw new NotFound(`There is nothing to show of what was changed in "${id}".`);
      return hashedBody(JSON_TYPE, JSON.stringify(shown));
    });
    sendBody(request, response, body);
  });

  return api;

  async function feedOf(request: Request<{ slug: string }>): Promise<Feed> {
    const feed = await feeds.get(request.params.slug);
    if (!feed) throw new NoBlog(request.params.slug);
    return feed;
  }
}

/** `next` is where the next page is, if there is one. */
function bodyOf(
  { slug, seq }: Pick<Blog, 'slug' | 'seq'>,
  answer: unknown,
  next: string | null = null,
): Body {
  return withNext(new Body(JSON_TYPE, blogTag({ slug, seq }), JSON.stringify(answer)), next);
}

function withNext(body: Body, next: string | null): Body {
  body.next = next;
  return body;
}

/** With the blog's clock by the name that it has everywhere else, too. */
const updateOf = (blog: Pick<Blog, 'slug' | 'seq'>, update: Update): Body =>
  bodyOf(blog, { ...update, seq: update.to });
