/** The pages that readers open: rendered here, complete without script, then brought to life in the browser. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Request, Router, Response } from 'express';
import { type Blog, cursorAt, placeOf } from '../../../shared/blog.ts';
import type { PicturedBlog } from '../../feeds/feed.ts';
import type { Feeds } from '../../feeds/feeds.ts';
import type { Front } from '../../feeds/front.ts';
import type { Embedding } from '../../newsroom/embedding.ts';
import { NoBlog, NotFound, Removed } from '../../newsroom/errors.ts';
import type { Clock } from '../../store/clock.ts';
import { type Card, PAGE_SIZE, type Place, type Public } from '../../store/public.ts';
import { type Body, cachingOfError, hashedBody, sendBody, surrogateKey } from '../caching/cached.ts';
import { frontPages } from './front.ts';
import { exactRouter } from '../router.ts';
import { Html } from './html.ts';
import type { Gathered } from '../caching/gathered.ts';
import type { Kept } from '../caching/kept.ts';
import type { Drawing } from '../previews/drawing.ts';
import { drawingOf } from '../previews/drawn.ts';
import { Pictures } from '../previews/pictures.ts';
import type { Shown } from './shown.ts';
import type { Problem } from '../problem.ts';
import { setHeaders } from '../security.ts';
import type { SiteSettings } from './site.ts';
import { sitemapRoutes } from '../syndication/sitemap.ts';
import { frontSyndication } from '../syndication/front.ts';
import { syndicationRoutes } from '../syndication/syndication.ts';

const HTML_TYPE = 'text/html; charset=utf-8';
/** Pages of errors that are kept. */
const ERRORS = 100;
/** What the newest page is kept as. */
const NEWEST = 'page';

interface Sources {
  read: Public;
  clock: Clock;
  feeds: Feeds;
  front: Front;
  kept: Kept;
  blogs: Gathered<Card[]>;
  embedding: Embedding;
  /** The setting WEBSUB_HUB; empty for none. */
  hub: string;
}

export class Pages {
  readonly #html: Html;
  readonly #pictures = new Pictures();
  /** Pages of errors that were shown before, by what they say. */
  readonly #errors = new Map<string, string>();

  private constructor(html: Html) {
    this.#html = html;
  }

  /** Throws where the client has not been built. */
  static async load(settings: () => SiteSettings): Promise<Pages> {
    return new Pages(await Html.load(settings));
  }

  routes({ read, clock, feeds, front, kept, blogs, embedding, hub }: Sources): Router {
    const pages = exactRouter();
    pages.use(
      sitemapRoutes(this.#html, { read, clock, kept, blogs }),
      frontPages(this.#html, { front, kept }),
      frontSyndication(this.#html, { front, kept }),
      syndicationRoutes(this.#html, { read, feeds, kept, embedding, hub }),
    );

    pages.get('/:slug', async (request, response) => {
      const { before } = request.query;
      const blog = await blogOf(request.params.slug);
      if (before === undefined) {
        const make = () => this.#page({ blog, older: false, entryId: null, newer: 0 });
        return sendBody(request, response, await kept.get(request, blog, NEWEST, make));
      }
      const place = typeof before === 'string' ? placeOf(before) : null;
      if (!place) throw new NotFound('There is no such page of this live blog.');
      // Many cursors lead to one page: it is kept, and named in its own head, by the one that our links have.
      const cursor = await cursorFor(read, blog, place);
      const make = () => this.#older(read, blog, place, cursor);
      sendBody(request, response, await kept.get(request, blog, `before ${cursor}`, make));
    });

    pages.get('/:slug/', (request, response) => {
      response.redirect(308, `/${encodeURIComponent(request.params.slug)}`);
    });

    pages.get('/:slug/preview.png', async (request, response) => {
      const blog = await blogOf(request.params.slug);
      await this.#sendPicture(request, response, kept, drawingOf(this.#html.publisher(), blog.head));
    });

    pages.get('/:slug/:entryId/preview.png', async (request, response) => {
      const { slug, entryId } = request.params;
      const blog = await blogOf(slug);
      const entry = await read.entry(slug, entryId);
      if (entry === undefined) throw new NotFound('There is no such update in this live blog.');
      if (entry === 'removed') throw new Removed('This update was removed.');
      const drawing = drawingOf(this.#html.publisher(), blog.head, entry);
      await this.#sendPicture(request, response, kept, drawing);
    });

    pages.get('/:slug/:entryId', async (request, response) => {
      const { slug, entryId } = request.params;
      const blog = await blogOf(slug);
      const make = () => this.#openedAt(read, blog, entryId);
      sendBody(request, response, await kept.get(request, blog, `entry ${entryId}`, make));
    });

    return pages;

    async function blogOf(slug: string): Promise<PicturedBlog> {
      const feed = await feeds.get(slug);
      if (!feed) throw new NoBlog(slug);
      return feed.blog;
    }
  }

  /** What a crowd asks for, past all routing: the newest page of a blog, where it is kept. False for all else. */
  sendFromMemory(request: IncomingMessage, response: ServerResponse, feeds: Feeds, kept: Kept): boolean {
    const slug = request.method === 'GET' ? /^\/([a-z0-9-]+)$/.exec(request.url ?? '')?.[1] : undefined;
    const feed = slug === undefined ? undefined : feeds.held(slug);
    const body = feed && kept.known(feed.blog, NEWEST);
    if (body) {
      setHeaders(response, surrogateKey(slug!));
      sendBody(request, response, body);
    }
    return body !== undefined;
  }

  /** In the language of the blog at whose address it is, and with a way there, where this node holds that one. */
  sendError(response: Response, { status }: Problem, feeds: Feeds): void {
    const slug = /^\/(?:embed\/)?([a-z0-9-]+)/.exec(response.req.originalUrl)?.[1];
    const blog = slug === undefined ? undefined : feeds.held(slug)?.blog;
    response
      .status(status)
      .set('Cache-Control', cachingOfError(response.req, status))
      .type('html')
      .send(this.#error(status, blog));
  }

  /** A few say all there is to say, however often somebody asks for what isn't there. */
  #error(status: number, blog: Blog | undefined): string {
    const { url } = this.#html.publisher();
    const name = [status, url, blog?.slug, blog?.head.language].join(' ');
    const html = this.#errors.get(name) ?? this.#html.error(status, blog);
    if (this.#errors.size >= ERRORS) this.#errors.clear();
    this.#errors.set(name, html);
    return html;
  }

  /** Kept by what it shows: a blog's changes are mostly none of its picture's. Every site may show it. */
  async #sendPicture(request: Request, response: Response, kept: Kept, drawing: Drawing): Promise<void> {
    const make = () => this.#pictures.draw(drawing);
    const body = await kept.get(request, this.#pictures, JSON.stringify(drawing), make);
    response.set('Cross-Origin-Resource-Policy', 'cross-origin');
    sendBody(request, response, body);
  }

  #page(shown: Shown): Body {
    return hashedBody(HTML_TYPE, this.#html.reader(shown));
  }

  /** The page of the entries before `place`. Throws NotFound where there are none. */
  async #older(read: Public, blog: PicturedBlog, place: Place, cursor: string | undefined): Promise<Body> {
    const page = await read.page(blog.slug, place, PAGE_SIZE);
    if (!page || page.entries.length === 0) throw new NotFound('There is no such page of this live blog.');
    const shown = { blog: withPage(blog, page), older: true, entryId: null, newer: 0 };
    return this.#page({ ...shown, ...(cursor !== undefined && { before: cursor }) });
  }

  /** The page that begins with this entry. Throws NotFound or Removed. */
  async #openedAt(read: Public, blog: PicturedBlog, entryId: string): Promise<Body> {
    const page = await read.pageFrom(blog.slug, entryId, PAGE_SIZE);
    if (page === undefined) throw new NotFound('There is no such update in this live blog.');
    if (page === 'removed') throw new Removed('This update was removed.');
    const { newer } = page;
    const shown = { blog: withPage(blog, page), older: newer > 0, entryId, newer };
    return this.#page(shown);
  }
}

/** The cursor that links to the page before `place` have; undefined where nothing is newer than that page. */
export async function cursorFor(read: Public, { slug }: Blog, place: Place): Promise<string | undefined> {
  const border = await read.placeFrom(slug, place);
  return border && cursorAt(border);
}

/** The head and the entries may be of two moments; the browser asks for what came after the earlier one. */
function withPage(
  blog: PicturedBlog,
  { seq, entries, older }: Pick<Blog, 'seq' | 'entries' | 'older'>,
): PicturedBlog {
  return { ...blog, seq: Math.min(blog.seq, seq), entries, older };
}
