/** What partners put on their pages: the widget's scripts, and the page in a frame for sites that allow no scripts. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Request, RequestHandler, Response, Router } from 'express';
import type { Blog, Entry } from '../../../shared/blog.ts';
import type { FrameRenderer } from '../../../shared/pages.ts';
import type { Feeds } from '../../feeds/feeds.ts';
import type { Embedding } from '../../newsroom/embedding.ts';
import { Forbidden, NoBlog } from '../../newsroom/errors.ts';
import { siteAround } from '../../sites.ts';
import type { Public } from '../../store/public.ts';
import { type Body, hashedBody, sendBody } from '../caching/cached.ts';
import { exactRouter } from '../router.ts';
import type { Kept } from '../caching/kept.ts';
import { publicUrlOf } from '../request.ts';

const DIST = new URL('../../../client/dist/', import.meta.url);
const HTML_TYPE = 'text/html; charset=utf-8';
/** The address of a script stays, what is in it changes with a deploy: partners have the new one soon. */
const SCRIPT_CACHING = 'public, max-age=300, stale-while-revalidate=86400';
/** Characters of sites in a header: nginx answers 502 to more than 4,096 bytes of headers, unless it is set otherwise. */
const MOST_NAMED = 2_500;

interface Parts {
  read: Public;
  feeds: Feeds;
  embedding: Embedding;
  /** A blog is opened on a page of this site. */
  shown(site: string): void;
  kept: Kept;
  /** Where the service is found. */
  url(): string;
}

export class Widgets {
  readonly #renderer: FrameRenderer;
  /** The styles are in the page, so that it is whole with one request; each is allowed by its hash. */
  readonly #styles: string;
  /** By path. */
  readonly #scripts: Map<string, Body>;

  private constructor(renderer: FrameRenderer, scripts: Map<string, Body>) {
    this.#renderer = renderer;
    this.#styles = renderer.STYLES.map((css) => `'sha256-${sha256(css)}'`).join(' ');
    this.#scripts = scripts;
  }

  /** Throws where the client has not been built. */
  static async load(): Promise<Widgets> {
    const renderer = (await import(new URL('frame/frame-server.js', DIST).href)) as FrameRenderer;
    const scripts = ['widget', 'embed'].map(async (name) => {
      const text = await readFile(new URL(`${name}/${name}.js`, DIST), 'utf8');
      return [`/${name}.js`, hashedBody('text/javascript; charset=utf-8', text)] as const;
    });
    return new Widgets(renderer, new Map(await Promise.all(scripts)));
  }

  routes(parts: Parts): Router {
    const router = exactRouter();
    router.use(['/widget', '/widget.js', '/embed.js'], forAnyPage);
    for (const [path, body] of this.#scripts) {
      router.get(path, (request, response) => sendBody(request, response, body, SCRIPT_CACHING));
    }
    router.get('/embed/:slug', (request, response) => this.#sendFrame(parts, request, response));
    return router;
  }

  async #sendFrame(parts: Parts, request: Request<{ slug: string }>, response: Response): Promise<void> {
    const { feeds, embedding } = parts;
    const { slug } = request.params;
    const feed = await feeds.get(slug);
    if (!feed) throw new NoBlog(slug);
    if (await embedding.isOff(slug)) throw new Forbidden('This live blog is not shown on other sites.');
    const site = siteAround(request.headers, publicUrlOf(request));
    const sites = await embedding.sitesFor(slug, site);
    response.removeHeader('X-Frame-Options'); // it knows no lists
    response.setHeader('Content-Security-Policy', this.#policy(sites, new URL(parts.url()).origin));
    response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
    if (sites !== 'all') response.appendHeader('Vary', 'Referer');
    if (site !== undefined) parts.shown(site);
    sendBody(request, response, await this.#frameOf(parts, feed.blog, request, sites === 'all'));
  }

  #frameOf({ read, kept, url }: Parts, blog: Blog, request: Request, isOpen: boolean): Promise<Body> {
    const { query } = request;
    return kept.get(request, blog, `frame ${isOpen} ${this.#renderer.nameOf(query)}`, async () => {
      const single = await singleFor(read, blog, this.#renderer.entryIn(query));
      return hashedBody(HTML_TYPE, this.#renderer.renderFrame(url(), blog, single, query, isOpen));
    });
  }

  /** Sealed off (`sandbox`), a frame is nobody's, and to Safari its 'self' is nothing: our origin is named, too. */
  #policy(sites: 'all' | string[], origin: string): string {
    const ancestors = sites === 'all' ? '*' : ["'self'", ...fitting(sites)].join(' ');
    return [
      "default-src 'none'",
      `script-src 'self' ${origin}`,
      `style-src ${this.#styles}`,
      "img-src 'self' https: data:",
      `connect-src 'self' ${origin} ${origin.replace('http', 'ws')}`,
      "base-uri 'none'",
      "form-action 'none'",
      `frame-ancestors ${ancestors}`,
    ].join('; ');
  }
}

/** All of them or none, where they are too many: the page around the frame then has to say what it is (its referrer). */
const fitting = (sites: string[]): string[] => (sites.join(' ').length <= MOST_NAMED ? sites : []);

const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64');

const forAnyPage: RequestHandler = (_request, response, next) => {
  response.set({ 'Access-Control-Allow-Origin': '*', 'Cross-Origin-Resource-Policy': 'cross-origin' });
  next();
};

/** The entry that is asked for, where the blog's newest page does not have it and readers may see it. */
async function singleFor(read: Public, { slug, entries }: Blog, id: string | null): Promise<Entry | null> {
  if (id === null || entries.some((entry) => entry.id === id)) return null;
  const shown = await read.entry(slug, id);
  return shown && shown !== 'removed' ? shown : null;
}
