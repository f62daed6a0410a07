/** What pages of other sites may read, and where. The rules stand in newsroom/embedding.ts. */
import type { Router } from 'express';
import type { Embedding } from '../newsroom/embedding.ts';
import { foreignSite, siteOf } from '../sites.ts';
import { exactRouter } from './router.ts';
import { HttpProblem } from './problem.ts';
import { publicUrlOf } from './request.ts';

/** A page of another site may look at these, too. */
const READABLE_HEADERS = 'ETag, Link, RateLimit, RateLimit-Policy, Retry-After';

/**
 * What is public may be read on every site, but for blogs that are for some sites or none. A browser shows none of
 * them what it got by cookie.
 */
export function readableWhere(embedding: Embedding, shown: (site: string) => void): Router {
  const router = exactRouter();

  router.use((_request, response, next) => {
    response.set('Access-Control-Allow-Origin', '*').set('Access-Control-Expose-Headers', READABLE_HEADERS);
    next();
  });

  router.use('/blogs/:slug', async (request, response, next) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return next();

    const { slug } = request.params;
    const origin = foreignSite(request.headers, publicUrlOf(request));
    const site = siteOf(request.headers, request.query.from, publicUrlOf(request));
    const sites = await embedding.sitesFor(slug);
    if (sites !== 'all') {
      response.vary('Origin');
      if (site !== undefined && !sites.includes(site)) {
        // Said so that the widget there can hear it.
        throw new HttpProblem(403, 'This live blog is not shown on your site.');
      }
      if (origin === undefined) response.removeHeader('Access-Control-Allow-Origin');
      else response.set('Access-Control-Allow-Origin', origin);
    }
    // A frame was counted when its page was asked for.
    if (origin !== undefined && request.path === '/') {
      response.on('finish', () => {
        if ([200, 304].includes(response.statusCode)) shown(origin);
      });
    }
    next();
  });

  return router;
}
