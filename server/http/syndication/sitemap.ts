/** What search engines may visit: robots.txt, and every blog in a sitemap, and what is new in them as news. */
import type { Router } from 'express';
import { type Markup, markup } from '../../../shared/markup.ts';
import type { Clock } from '../../store/clock.ts';
import type { Card, Public } from '../../store/public.ts';
import { hashedBody, sendBody } from '../caching/cached.ts';
import { exactRouter } from '../router.ts';
import type { Gathered } from '../caching/gathered.ts';
import type { Kept } from '../caching/kept.ts';
import type { Html } from '../pages/html.ts';
import { addressOf, entryAddress, type Publisher } from '../pages/site.ts';

/** Milliseconds for which search engines take something for news. */
const NEWS_FOR = 2 * 24 * 60 * 60_000;
/** Addresses in one sitemap, and how many of them may be news (Google’s limit). */
const MOST = 50_000;
const MOST_NEWS = 1_000;

interface Sources {
  read: Public;
  clock: Clock;
  kept: Kept;
  blogs: Gathered<Card[]>;
}

export function sitemapRoutes(html: Html, { read, clock, kept, blogs }: Sources): Router {
  const router = exactRouter();
  router.get('/sitemap.xml', async (request, response) => {
    const cards = await blogs.get();
    const newsSince = clock.now(-NEWS_FOR);
    const make = async () => {
      const shown = cards.slice(0, MOST - MOST_NEWS);
      const text = sitemap(html.publisher(), shown, await newsIn(read, shown, newsSince));
      return hashedBody('application/xml; charset=utf-8', text);
    };
    const hour = newsSince.slice(0, 13); // news grows old while nothing changes
    sendBody(request, response, await kept.get(request, cards, `sitemap ${hour}`, make));
  });
  router.get('/robots.txt', (request, response) => {
    // The desk's own address, and not those of blogs that begin with it.
    const text = `User-agent: *\nDisallow: /desk$\nDisallow: /desk/\nDisallow: /api/\nSitemap: ${html.publisher().url}/sitemap.xml\n`;
    sendBody(request, response, hashedBody('text/plain; charset=utf-8', text));
  });
  return router;
}

/** What was published lately, newest first, each at its own page; of all blogs together no more than may be. */
async function newsIn(read: Public, blogs: Card[], since: string): Promise<NewsItem[]> {
  const all: NewsItem[] = [];
  for (const blog of blogs.filter(({ updatedAt }) => updatedAt >= since)) {
    const entries = await read.publishedSince(blog, since, MOST_NEWS);
    all.push(...entries.map((entry) => ({ ...entry, blog })));
  }
  return all.sort((a, b) => b.publishedAt.localeCompare(a.publishedAt)).slice(0, MOST_NEWS);
}

interface NewsItem {
  blog: Card;
  id: string;
  headline: string;
  publishedAt: string;
  updatedAt: string | null;
}

function sitemap(publisher: Publisher, blogs: Card[], items: NewsItem[]): string {
  return markup`<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>${publisher.url}/</loc></url>
${blogs.map(
  (blog) => markup`<url>
<loc>${addressOf(publisher, blog.slug)}</loc>
<lastmod>${blog.updatedAt}</lastmod>
</url>
`,
)}${items.map(
    (item) => markup`<url>
<loc>${entryAddress(publisher, item.blog.slug, item.id)}</loc>
<lastmod>${item.updatedAt ?? item.publishedAt}</lastmod>
${news(publisher, item)}</url>
`,
  )}</urlset>
`.text;
}

function news({ name }: Publisher, { blog, headline, publishedAt }: NewsItem): Markup {
  return markup`<news:news>
<news:publication><news:name>${name}</news:name><news:language>${newsLanguage(blog.language)}</news:language></news:publication>
<news:publication_date>${publishedAt}</news:publication_date>
<news:title>${headline}</news:title>
</news:news>
`;
}

/** Google takes the language alone, save for the two kinds of Chinese. */
function newsLanguage(tag: string): string {
  const { language, script } = new Intl.Locale(tag).maximize();
  if (language !== 'zh') return language;
  return script === 'Hant' ? 'zh-tw' : 'zh-cn';
}
