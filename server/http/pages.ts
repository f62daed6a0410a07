/** The pages that readers open: rendered here, complete without script, then brought to life in the browser. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Router, Response } from 'express';
import { type Blog, placeOf } from '../../shared/blog.ts';
import type { PicturedBlog } from '../feeds/feed.ts';
import type { Feeds } from '../feeds/feeds.ts';
import { NotFound, Removed } from '../newsroom/errors.ts';
import { PAGE_SIZE } from '../store/reads.ts';
import type { Store } from '../store/store.ts';
import { type Body, hashedBody, rememberedBy, sendBody } from './cached.ts';
import { exactRouter } from './exact.ts';
import { Html } from './html.ts';
import type { Problem } from './problem.ts';
import type { SiteSettings } from './site.ts';
import { sitemapRoutes } from './sitemap.ts';
import { syndicationRoutes } from './syndication.ts';

const HTML_TYPE = 'text/html; charset=utf-8';
/** Pages of entries kept for each state of a blog: a crowd follows few links at a time. */
const OPENED = 20;

export class Pages {
  readonly #html: Html;
  readonly #newest = rememberedBy((blog: PicturedBlog) =>
    hashedBody(HTML_TYPE, this.#html.reader({ blog, older: false, entryId: null, newer: 0 })),
  );
  readonly #opened = rememberedBy((_blog: Blog) => new Map<string, Body>());

  private constructor(html: Html) {
    this.#html = html;
  }

  /** Throws where the client has not been built. */
  static async load(settings: () => SiteSettings): Promise<Pages> {
    return new Pages(await Html.load(settings));
  }

  routes(store: Store, feeds: Feeds): Router {
    const pages = exactRouter();
    pages.use(sitemapRoutes(this.#html, store), syndicationRoutes(this.#html, store, feeds));

    pages.get('/', async (request, response) => {
      const blogs = (await store.read.blogs())
        .filter(({ status }) => status !== 'draft')
        .map(({ updated_at, ...blog }) => ({ ...blog, updatedAt: updated_at }));
      sendBody(request, response, hashedBody(HTML_TYPE, this.#html.home(blogs)));
    });

    pages.get('/:slug', async (request, response) => {
      const { before } = request.query;
      const blog = await blogOf(request.params.slug);
      if (before === undefined) return sendBody(request, response, this.#newest(blog));

      const place = typeof before === 'string' ? placeOf(before) : null;
      const page = place && (await store.read.page(blog.slug, place, PAGE_SIZE));
      if (!page || page.entries.length === 0) throw new NotFound('There is no such page of this live blog.');
      const shown = { blog: withPage(blog, page), older: true, entryId: null, newer: 0 };
      const html = this.#html.reader({ ...shown, before: before as string });
      sendBody(request, response, hashedBody(HTML_TYPE, html));
    });

    pages.get('/:slug/', (request, response) => {
      response.redirect(308, `/${encodeURIComponent(request.params.slug)}`);
    });

    pages.get('/:slug/:entryId', async (request, response) => {
      const { slug, entryId } = request.params;
      const blog = await blogOf(slug);
      const opened = this.#opened(blog);
      const known = opened.get(entryId);
      if (known) return sendBody(request, response, known);
      const body = await this.#openedAt(store, blog, entryId);
      if (opened.size >= OPENED) opened.clear();
      opened.set(entryId, body);
      sendBody(request, response, body);
    });

    return pages;

    async function blogOf(slug: string): Promise<PicturedBlog> {
      const feed = await feeds.get(slug);
      if (!feed) throw new NotFound('There is no such live blog here.');
      return feed.blog;
    }
  }

  /** What a crowd asks for, past all routing: the newest page of a blog that this node holds. False for all else. */
  sendFromMemory(request: IncomingMessage, response: ServerResponse, feeds: Feeds): boolean {
    const slug = request.method === 'GET' ? /^\/([a-z0-9-]+)$/.exec(request.url ?? '')?.[1] : undefined;
    const feed = slug === undefined ? undefined : feeds.held(slug);
    const body = feed && this.#newestOrNone(feed.blog);
    if (body) sendBody(request, response, body);
    return body !== undefined;
  }

  /** Nobody catches what is thrown past all routing: the route asks again, and fails as a request does. */
  #newestOrNone(blog: PicturedBlog): Body | undefined {
    try {
      return this.#newest(blog);
    } catch {
      return undefined;
    }
  }

  /** In the language of the blog at whose address it is, and with a way there, where this node holds that one. */
  sendError(response: Response, { status }: Problem, feeds: Feeds): void {
    const slug = /^\/(?:embed\/)?([a-z0-9-]+)/.exec(response.req.originalUrl)?.[1];
    const blog = slug === undefined ? undefined : feeds.held(slug)?.blog;
    response
      .status(status)
      .set('Cache-Control', 'no-store')
      .type('html')
      .send(this.#html.error(status, blog));
  }

  /** The page that begins with this entry. Throws NotFound or Removed. */
  async #openedAt(store: Store, blog: PicturedBlog, entryId: string): Promise<Body> {
    const page = await store.read.pageFrom(blog.slug, entryId, PAGE_SIZE);
    if (page === undefined) throw new NotFound('There is no such update in this live blog.');
    if (page === 'removed') throw new Removed('This update was removed.');
    const { newer } = page;
    const shown = { blog: withPage(blog, page), older: newer > 0, entryId, newer };
    return hashedBody(HTML_TYPE, this.#html.reader(shown));
  }
}

/** The head and the entries may be of two moments; the browser asks for what came after the earlier one. */
function withPage(
  blog: PicturedBlog,
  { seq, entries, older }: Pick<Blog, 'seq' | 'entries' | 'older'>,
): PicturedBlog {
  return { ...blog, seq: Math.min(blog.seq, seq), entries, older };
}
