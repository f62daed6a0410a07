/** oEmbed: whoever pastes the address of a blog or an entry into a CMS gets a frame with it. */
import type { Request, Router } from 'express';
import { Markup, markup } from '../../../shared/markup.ts';
import { titleOf } from '../../../shared/text.ts';
import { NoBlog, NotFound } from '../../newsroom/errors.ts';
import type { Public } from '../../store/public.ts';
import { SHARED } from '../caching/cached.ts';
import { exactRouter } from '../router.ts';
import { HttpProblem, problemOf, sendProblem } from '../problem.ts';

interface Parts {
  read: Public;
  /** The newsroom's name. */
  name: string;
  /** Where the service is found. */
  url(): string;
}

/** Of a frame, in CSS pixels, where nobody asks for less. */
const WIDTH = 600;
const BLOG_HEIGHT = 600;
const ENTRY_HEIGHT = 320;
const CACHE_SECONDS = 3_600;
/** Sent and not thrown: 501 is what oEmbed asks for, and no trouble of ours to be logged. */
const NO_SUCH_FORMAT = problemOf(new HttpProblem(501, 'The format can be json or xml.'));

export function oembedRoutes({ read, name, url }: Parts): Router {
  const router = exactRouter();
  router.get('/', async (request, response) => {
    const { format = 'json', url: address, maxwidth, maxheight } = request.query;
    if (format !== 'json' && format !== 'xml') return sendProblem(response, NO_SUCH_FORMAT);
    const shown = await find(read, placeIn(address, [url(), ownOrigin(request)]));
    const width = within(maxwidth, WIDTH);
    const height = within(maxheight, shown.entry ? ENTRY_HEIGHT : BLOG_HEIGHT);
    const source = `${url()}/embed/${shown.slug}${shown.entry ? `?entry=${shown.entry}` : ''}`;
    const answer = {
      type: 'rich',
      version: '1.0',
      title: shown.title,
      provider_name: name,
      provider_url: url(),
      cache_age: CACHE_SECONDS,
      width,
      height,
      html: markup`<iframe src="${source}" title="${shown.title}" width="${width}" height="${height}" loading="lazy" referrerpolicy="strict-origin-when-cross-origin" style="border: 0; max-width: 100%"></iframe>`
        .text,
    };
    response.set('Access-Control-Allow-Origin', '*').set('Cache-Control', SHARED);
    if (format === 'json') response.json(answer);
    else response.type('text/xml').send(toXml(answer));
  });
  return router;
}

interface Place {
  slug: string;
  entry: string | undefined;
}

/** Throws what a consumer is to hear: 404, or 401 for what is not for other sites. */
async function find(read: Public, { slug, entry }: Place): Promise<Place & { title: string }> {
  const blog = await read.blog(slug);
  if (!blog) throw new NoBlog(slug);
  if (blog.embedding === 'off') throw new HttpProblem(401, 'This live blog is not shown on other sites.');
  if (entry === undefined) return { slug, entry, title: blog.title };
  const shown = await read.entry(slug, entry);
  if (!shown || shown === 'removed') throw new NotFound('There is no such update in this live blog.');
  return { slug, entry, title: titleOf(shown) };
}

/** The blog, and the entry if there is one, that the address of a page of ours names. Throws NotFound for all others. */
function placeIn(address: unknown, origins: string[]): Place {
  if (typeof address !== 'string' || !URL.canParse(address)) {
    throw new HttpProblem(400, 'Say which page: /oembed?url=https%3A%2F%2F…');
  }
  const { origin, pathname } = new URL(address);
  const match = /^\/(?:embed\/)?([a-z0-9-]{1,80})(?:\/([0-9a-z]{1,40}))?\/?$/.exec(pathname);
  if (!match || !origins.includes(origin)) throw new NotFound('That is no live blog of ours.');
  return { slug: match[1]!, entry: match[2] };
}

const ownOrigin = (request: Request): string => `${request.protocol}://${request.headers.host}`;

function within(most: unknown, usual: number): number {
  if (most === undefined) return usual;
  const limit = typeof most === 'string' && /^[1-9]\d{0,5}$/.test(most) ? Number(most) : NaN;
  if (Number.isNaN(limit))
    throw new HttpProblem(400, '"maxwidth" and "maxheight" are whole numbers of pixels.');
  return Math.min(limit, usual);
}

function toXml(answer: Record<string, string | number>): string {
  const fields = Object.entries(answer).map(([name, value]) => {
    const tag = new Markup(name);
    return markup`<${tag}>${value}</${tag}>`;
  });
  return markup`<?xml version="1.0" encoding="utf-8" standalone="yes"?><oembed>${fields}</oembed>`.text;
}
