/** One feed in three formats: RSS 2.0, Atom (RFC 4287) and JSON Feed 1.1. */
import type { Author } from '../../../shared/blog.ts';
import { Markup, markup } from '../../../shared/markup.ts';
import type { Publisher } from '../pages/site.ts';

/** Times are ISO 8601 in UTC, addresses absolute. */
export interface Syndicated {
  publisher: Publisher;
  /** The page of the blog. */
  address: string;
  /** Where the feed itself is, its newest page, and that of the next older entries (RFC 5005, section 3). */
  self: string;
  first: string;
  next: string | null;
  /** Where to subscribe to it (WebSub); empty for nowhere. */
  hub: string;
  title: string;
  /** Plain text. */
  description: string;
  language: string;
  /** For Atom alone: its logo is about twice as wide as high, RSS takes 144 pixels at most, JSON Feed a square. */
  image: string | null;
  updated: string;
  items: Item[];
  removals: { id: string; at: string }[];
}

interface Item {
  id: string;
  address: string;
  title: string;
  html: string;
  published: string;
  updated: string;
  authors: Author[];
  categories: string[];
}

/** RSS has no word for what was removed: it isn't there any more. */
export function rss(feed: Syndicated): string {
  const { address, self, title, description, language, updated, items } = feed;
  return markup`<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/" xml:base="${address}">
<channel>
<title>${title}</title>
<link>${address}</link>
<description>${description}</description>
<language>${language}</language>
<lastBuildDate>${new Date(updated).toUTCString()}</lastBuildDate>
<atom:link rel="self" type="application/rss+xml" href="${self}"/>
${pageLinks(feed, 'application/rss+xml', 'atom:')}
${items.map(rssItem)}</channel>
</rss>
`.text;
}

function rssItem({ id, address, title, html, published, updated, authors, categories }: Item): Markup {
  return markup`<item>
<title>${title}</title>
<link>${address}</link>
<guid isPermaLink="false">${id}</guid>
<pubDate>${new Date(published).toUTCString()}</pubDate>
<atom:updated>${updated}</atom:updated>
${authors.map(({ name }) => markup`<dc:creator>${name}</dc:creator>`)}
${categories.map((category) => markup`<category>${category}</category>`)}
<description>${html}</description>
</item>
`;
}

function pageLinks({ first, next, hub }: Syndicated, type: string, prefix: '' | 'atom:' = ''): Markup {
  const link = new Markup(`${prefix}link`);
  return markup`<${link} rel="first" type="${type}" href="${first}"/>${next && markup`\n<${link} rel="next" type="${type}" href="${next}"/>`}${hub && markup`\n<${link} rel="hub" href="${hub}"/>`}`;
}

/** What was removed lately is told as in RFC 6721. */
export function atom(feed: Syndicated): string {
  return markup`<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0" xml:lang="${feed.language}" xml:base="${feed.address}">
<id>${feed.address}</id>
<title>${feed.title}</title>
<subtitle>${feed.description}</subtitle>
<updated>${feed.updated}</updated>
<author><name>${feed.publisher.name}</name></author>
${feed.image && markup`<logo>${iriOf(feed.image)}</logo>`}
<link rel="alternate" type="text/html" href="${feed.address}"/>
<link rel="self" type="application/atom+xml" href="${feed.self}"/>
${pageLinks(feed, 'application/atom+xml')}
${feed.items.map(atomEntry)}
${feed.removals.map(({ id, at }) => markup`<at:deleted-entry ref="${id}" when="${at}"/>\n`)}</feed>
`.text;
}

function atomEntry({ id, address, title, html, published, updated, authors, categories }: Item): Markup {
  return markup`<entry>
<id>${id}</id>
<title>${title}</title>
<link rel="alternate" type="text/html" href="${address}"/>
<published>${published}</published>
<updated>${updated}</updated>
${authors.map(atomAuthor)}
${categories.map((category) => markup`<category term="${category}"/>`)}
<content type="html">${html}</content>
</entry>
`;
}

function atomAuthor({ name, contact }: Author): Markup {
  const uri = contact?.startsWith('https:') ? markup`<uri>${iriOf(contact)}</uri>` : null;
  return markup`<author><name>${name}</name>${uri}</author>`;
}

/** What browsers take in an address, and RFC 3987 does not: brackets behind the host, and their kin. */
const iriOf = (address: string): string =>
  address.replace(
    /^(\w+:\/\/[^/?#]*)(.*)$/,
    (_all, host: string, rest: string) => host + rest.replace(/[[\]{}|\\^`]/g, encodeURIComponent),
  );

export function jsonFeed(feed: Syndicated): string {
  const { publisher, address, self, next, hub, title, description, language, items } = feed;
  return JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title,
    home_page_url: address,
    feed_url: self,
    ...(next && { next_url: next }),
    ...(hub && { hubs: [{ type: 'WebSub', url: hub }] }),
    description,
    language,
    authors: [{ name: publisher.name, url: publisher.url }],
    items: items.map((item) => ({
      id: item.id,
      url: item.address,
      title: item.title,
      content_html: item.html,
      date_published: item.published,
      date_modified: item.updated,
      authors: item.authors.map(({ name, avatar, contact }) => ({ name, avatar, url: contact })),
      tags: item.categories,
    })),
  });
}
