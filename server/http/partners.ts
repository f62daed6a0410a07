/** Partners at the desk, and what their pages may read. The rules stand in the newsroom. */
import type { Router } from 'express';
import * as commands from '../../shared/partners.ts';
import type { Bus } from '../bus/bus.ts';
import type { Embedding } from '../newsroom/embedding.ts';
import { addPartner, changePartner, partners, removePartner } from '../newsroom/partners.ts';
import type { Visits } from '../newsroom/visits.ts';
import { foreignSite, siteOf } from '../sites.ts';
import type { Store } from '../store/store.ts';
import { exactRouter } from './router.ts';
import { HttpProblem } from './problem.ts';
import { by, command, publicUrlOf, signedIn } from './request.ts';

/** `writes` are the routes that ask for somebody signed in already. */
export function partnerRoutes(store: Store, bus: Bus, writes: Router): Router {
  const router = exactRouter();

  router.get('/partners', signedIn(store), async (request, response) => {
    response.json({ partners: await partners(store, by(request).actor) });
  });

  writes.post('/partners', async (request, response) => {
    const partner = await addPartner(store, bus, by(request), command(request, commands.addPartner));
    response.status(201).json(partner);
  });

  writes.patch('/partners/:id', async (request, response) => {
    const change = command(request, commands.changePartner);
    response.json(await changePartner(store, bus, by(request), request.params.id, change));
  });

  writes.delete('/partners/:id', async (request, response) => {
    await removePartner(store, bus, by(request), request.params.id);
    response.status(204).end();
  });

  return router;
}

/** A page of another site may look at these, too. */
const READABLE_HEADERS = 'ETag, Link, RateLimit, RateLimit-Policy, Retry-After';

/**
 * What is public may be read on every site, but for blogs that are for some sites or none. A browser shows none of
 * them what it got by cookie.
 */
export function readableWhere(embedding: Embedding, visits: Visits): Router {
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
        if ([200, 304].includes(response.statusCode)) void visits.note(origin);
      });
    }
    next();
  });

  return router;
}
