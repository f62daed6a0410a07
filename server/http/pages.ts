/** The pages that readers open: rendered here, complete without script, then brought to life in the browser. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Router, type Response } from 'express';
import type * as Renderer from '../../client/reader/entry-server.ts';
import type { ReaderProps, Site } from '../../client/reader/props.ts';
import { type Blog, placeOf } from '../../shared/blog.ts';
import type { Feeds } from '../feeds/feeds.ts';
import { NotFound } from '../newsroom/errors.ts';
import { PAGE_SIZE } from '../store/reads.ts';
import type { Store } from '../store/store.ts';
import { Body, rememberedBy, sendBody } from './cached.ts';
import type { Problem } from './problem.ts';

const DIST = new URL('../../client/dist/', import.meta.url);
export const ASSETS = new URL('browser/assets/', DIST);
const HTML_TYPE = 'text/html; charset=utf-8';

export class Pages {
  readonly #renderer: typeof Renderer;
  readonly #template: string;
  readonly #build: string;
  readonly #site: () => Site;
  readonly #newest = rememberedBy((blog: Blog) => {
    return new Body(HTML_TYPE, this.#tag(`${blog.slug}:${blog.seq}`), this.#reader(blog, false));
  });

  private constructor(renderer: typeof Renderer, template: string, site: () => Site) {
    this.#renderer = renderer;
    this.#template = template;
    this.#build = createHash('sha256').update(template).digest('hex').slice(0, 8);
    this.#site = site;
  }

  /** Throws where the client has not been built. */
  static async load(site: () => Site): Promise<Pages> {
    const template = await readFile(new URL('browser/reader/index.html', DIST), 'utf8');
    const renderer = (await import(new URL('server/entry-server.js', DIST).href)) as typeof Renderer;
    return new Pages(renderer, template, site);
  }

  routes(store: Store, feeds: Feeds): Router {
    const pages = Router();
    pages.get('/', async (request, response) => {
      const blogs = (await store.read.blogs())
        .filter(({ status }) => status !== 'draft')
        .map(({ updated_at, ...blog }) => ({ ...blog, updatedAt: updated_at }));
      const html = this.#page(this.#renderer.renderHome({ site: this.#site(), blogs }), 'en');
      const clocks = blogs.map(({ slug, seq }) => `${slug}:${seq}`).join(' ');
      sendBody(request, response, new Body(HTML_TYPE, this.#tag(clocks), html));
    });

    pages.get('/:slug', async (request, response) => {
      const { before } = request.query;
      const feed = await feeds.get(request.params.slug);
      if (!feed) throw new NotFound('There is no such live blog here.');
      if (before === undefined) return sendBody(request, response, this.#newest(feed.blog));

      const place = typeof before === 'string' ? placeOf(before) : null;
      const page = place && (await store.read.page(feed.blog.slug, place, PAGE_SIZE));
      if (!page) throw new NotFound('There is no such page of this live blog.');
      const html = this.#reader({ ...feed.blog, ...page }, true);
      sendBody(request, response, new Body(HTML_TYPE, this.#tag(`${request.params.slug}:${page.seq}`), html));
    });

    return pages;
  }

  /** What a crowd asks for, past all routing: the newest page of a blog that this node holds. False for all else. */
  sendFromMemory(request: IncomingMessage, response: ServerResponse, feeds: Feeds): boolean {
    const slug = request.method === 'GET' ? /^\/([a-z0-9-]+)$/.exec(request.url ?? '')?.[1] : undefined;
    const feed = slug === undefined ? undefined : feeds.held(slug);
    if (feed) sendBody(request, response, this.#newest(feed.blog));
    return feed !== undefined;
  }

  sendError(response: Response, { status, title, detail }: Problem): void {
    const html = this.#page(this.#renderer.renderError({ site: this.#site(), status, title, detail }), 'en');
    response.status(status).set('Cache-Control', 'no-store').type('html').send(html);
  }

  /** A page changes with what it shows and with the build of its script. */
  #tag(clocks: string): string {
    return `"${createHash('sha256').update(clocks).digest('base64url').slice(0, 22)}:${this.#build}"`;
  }

  #reader(blog: Blog, older: boolean): string {
    const props: ReaderProps = { site: this.#site(), blog, older };
    return this.#page(this.#renderer.renderReader(props), blog.head.language, props);
  }

  #page({ head, body }: { head: string; body: string }, language: string, props?: ReaderProps): string {
    // Functions, since in a plain replacement `$&` and its kin in somebody's text would mean something.
    return this.#template
      .replace('%lang%', () => language)
      .replace('%dir%', () => directionOf(language))
      .replace('<!--app-head-->', () => head)
      .replace('<!--app-body-->', () => body)
      .replace('<!--app-props-->', () => (props ? propsScript(props) : ''));
  }
}

/** `<` is the one character that could end the script early [R8]. */
function propsScript(props: ReaderProps): string {
  return `<script type="application/json" id="props">${JSON.stringify(props).replaceAll('<', '\\u003c')}</script>`;
}

function directionOf(language: string): string {
  const locale = new Intl.Locale(language) as Intl.Locale & { getTextInfo?(): { direction?: string } };
  return locale.getTextInfo?.().direction ?? 'ltr';
}
