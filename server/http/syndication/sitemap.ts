/** What search engines may visit: robots.txt, and every blog in a sitemap, the latest ones marked as news. */
import type { Router } from 'express';
import { type Markup, markup } from '../../../shared/markup.ts';
import type { Clock } from '../../store/clock.ts';
import type { Card } from '../../store/public.ts';
import { hashedBody, sendBody } from '../caching/cached.ts';
import { exactRouter } from '../router.ts';
import type { Gathered } from '../caching/gathered.ts';
import type { Kept } from '../caching/kept.ts';
import type { Html } from '../pages/html.ts';
import { addressOf, type Publisher } from '../pages/site.ts';

/** Milliseconds for which search engines take something for news. */
const NEWS_FOR = 2 * 24 * 60 * 60_000;
/** Addresses in one sitemap. */
const MOST = 50_000;

interface Sources {
  clock: Clock;
  kept: Kept;
  blogs: Gathered<Card[]>;
}

export function sitemapRoutes(html: Html, { clock, kept, blogs }: Sources): Router {
  const router = exactRouter();
  router.get('/sitemap.xml', async (request, response) => {
    const cards = await blogs.get();
    const newsSince = clock.now(-NEWS_FOR);
    const make = () => {
      const text = sitemap(html.publisher(), cards.slice(0, MOST), newsSince);
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

function sitemap(publisher: Publisher, blogs: Card[], newsSince: string): string {
  return markup`<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>${publisher.url}/</loc></url>
${blogs.map(
  (blog) => markup`<url>
<loc>${addressOf(publisher, blog.slug)}</loc>
<lastmod>${blog.updatedAt}</lastmod>
${blog.updatedAt >= newsSince ? news(publisher, blog) : null}</url>
`,
)}</urlset>
`.text;
}

function news({ name }: Publisher, blog: Card): Markup {
  return markup`<news:news>
<news:publication><news:name>${name}</news:name><news:language>${newsLanguage(blog.language)}</news:language></news:publication>
<news:publication_date>${blog.startedAt ?? blog.createdAt}</news:publication_date>
<news:title>${blog.title}</news:title>
</news:news>
`;
}

/** Google takes the language alone, save for the two kinds of Chinese. */
function newsLanguage(tag: string): string {
  const { language, script } = new Intl.Locale(tag).maximize();
  if (language !== 'zh') return language;
  return script === 'Hant' ? 'zh-tw' : 'zh-cn';
}
