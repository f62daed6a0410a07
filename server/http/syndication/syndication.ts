/** A blog's pages as RSS, Atom and JSON Feed: what they say, and where they are. */
import type { Router } from 'express';
import { type Blog, cursorAt, type Entry, placeOf } from '../../../shared/blog.ts';
import { Markup, markup } from '../../../shared/markup.ts';
import { directionOf } from '../../../shared/language.ts';
import { plainText, titleOf } from '../../../shared/text.ts';
import type { PicturedBlog } from '../../feeds/feed.ts';
import type { Feeds } from '../../feeds/feeds.ts';
import { NoBlog } from '../../newsroom/errors.ts';
import type { Embedding } from '../../newsroom/embedding.ts';
import { PAGE_SIZE, type Public } from '../../store/public.ts';
import { hashedBody, sendBody } from '../caching/cached.ts';
import { exactRouter } from '../router.ts';
import { atom, jsonFeed, rss, type Syndicated } from './formats.ts';
import type { Html } from '../pages/html.ts';
import type { Kept } from '../caching/kept.ts';
import { limitFrom, placeFrom } from '../request.ts';
import { addressOf, entryAddress, imageOf, type Publisher } from '../pages/site.ts';

type Say = ReturnType<Html['wordsFor']>;

/** Removals that Atom tells of; whoever looks less often finds out when the entry isn't there any more. */
const REMOVALS = 50;

export const FORMATS = [
  { name: 'feed.rss', type: 'application/rss+xml; charset=utf-8', write: rss },
  { name: 'feed.atom', type: 'application/atom+xml; charset=utf-8', write: atom },
  { name: 'feed.json', type: 'application/feed+json', write: jsonFeed },
];

interface Sources {
  read: Public;
  feeds: Feeds;
  kept: Kept;
  embedding: Embedding;
  /** The setting WEBSUB_HUB; empty for none. */
  hub: string;
}

interface Asked {
  /** Older entries than this place; null for the newest. */
  before: string | null;
  /** How many entries; null for as many as a page has. */
  limit: number | null;
}

export function syndicationRoutes(html: Html, { read, feeds, kept, embedding, hub }: Sources): Router {
  const router = exactRouter();
  for (const { name, type, write } of FORMATS) {
    router.get(`/:slug/${name}`, async (request, response) => {
      const { slug } = request.params;
      const feed = await feeds.get(slug);
      if (!feed) throw new NoBlog(slug);
      const { blog } = feed;
      const place = placeFrom(request);
      const asked: Asked = {
        before: place && cursorAt(place),
        limit: request.query['limit'] === undefined ? null : limitFrom(request),
      };
      const make = async () =>
        hashedBody(type, write(await syndicated(blog, name, asked)), blog.head.updatedAt);
      const body = await kept.get(request, blog, `${name} ${asked.before} ${asked.limit}`, make);
      if ((await embedding.sitesFor(slug)) === 'all') response.set('Access-Control-Allow-Origin', '*');
      if (hub && isTopic(asked)) response.append('Link', topicLinks(hub, html.publisher(), slug, name));
      sendBody(request, response, body);
    });
  }
  return router;

  async function entriesFor(blog: Blog, { before, limit }: Asked): Promise<Pick<Blog, 'entries' | 'older'>> {
    if (before === null && limit === null) return blog;
    const place = before === null ? null : placeOf(before);
    return (await read.page(blog.slug, place, limit ?? PAGE_SIZE))!;
  }

  async function syndicated(blog: PicturedBlog, name: string, asked: Asked): Promise<Syndicated> {
    const { slug, head } = blog;
    const { before, limit } = asked;
    const { entries, older } = await entriesFor(blog, asked);
    const publisher = html.publisher();
    const address = addressOf(publisher, slug);
    const at = (before: string | null): string => {
      const query = new URLSearchParams({ ...(before && { before }), ...(limit && { limit: `${limit}` }) });
      return `${address}/${name}${query.size > 0 ? `?${query}` : ''}`;
    };
    const removals = before === null ? await read.removedLately(slug, REMOVALS) : [];
    const say = html.wordsFor(head.language);
    return {
      publisher,
      address,
      self: at(before),
      first: at(null),
      next: older && at(older),
      hub: isTopic(asked) ? hub : '',
      title: head.title,
      description: plainText(head.standfirst),
      language: head.language,
      ...imageOf(publisher, blog),
      updated: head.updatedAt,
      items: entries.map((entry) => itemOf(entry, { publisher, slug, language: head.language, say })),
      removals: removals.map(({ id, at }) => ({ id: permanentId(id), at })),
    };
  }
}

interface Origin {
  publisher: Publisher;
  /** The entry’s blog, and the language of that. */
  slug: string;
  language: string;
  say: Say;
}

export const itemOf = (
  entry: Entry,
  { publisher, slug, language, say }: Origin,
): Syndicated['items'][number] => ({
  id: permanentId(entry.id),
  address: entryAddress(publisher, slug, entry.id),
  title: titleOf(entry),
  html: htmlOf(entry, language, say),
  published: entry.publishedAt,
  // An edit that readers are told of brings the entry back to whoever has read it.
  updated: entry.updatedAt ?? entry.publishedAt,
  authors: entry.authors,
  categories: categoriesOf(entry, say),
});

/** Subscribers at the hub get a feed as it is without a query. */
const isTopic = ({ before, limit }: Asked): boolean => before === null && limit === null;

const topicLinks = (hub: string, publisher: Publisher, slug: string, name: string): string[] => [
  `<${hub}>; rel="hub"`,
  `<${addressOf(publisher, slug)}/${name}>; rel="self"`,
];

/** The same wherever the service stands: who has read an entry isn't given it again after a move. */
const permanentId = (id: string): string => `urn:dateline:${id}`;

const RIGHT_TO_LEFT =
  /(?=\p{L})[\p{Script=Adlm}\p{Script=Arab}\p{Script=Hebr}\p{Script=Nkoo}\p{Script=Rohg}\p{Script=Samr}\p{Script=Syrc}\p{Script=Thaa}\p{Script=Yezi}]/u;

/** Feed readers show it in their own direction: where that may be another than the text's, it brings its own. */
function htmlOf({ html, correction }: Entry, language: string, say: Say): string {
  const corrected = correction && markup`<p><strong>${say.correction()}</strong> ${correction}</p>`;
  const all = markup`${new Markup(html)}${corrected}`;
  const isPlain = directionOf(language) === 'ltr' && !RIGHT_TO_LEFT.test(all.text);
  return isPlain ? all.text : markup`<div lang="${language}" dir="auto">${all}</div>`.text;
}

const categoriesOf = ({ breaking, keyEvent }: Entry, say: Say): string[] => [
  ...(breaking ? [say.breaking()] : []),
  ...(keyEvent ? [say.keyEvent()] : []),
];

/** Where a blog's feeds are, as subscribers at a hub name them. */
export const feedAddresses = (url: string, slug: string): string[] =>
  FORMATS.map(({ name }) => `${url}/${slug}/${name}`);
