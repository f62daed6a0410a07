/** Readers' browsers ask to be told of a blog's news, or not any more. For this service's own pages alone. */
import type { Router, Request, RequestHandler, Response } from 'express';
import * as v from 'valibot';
import { subscribe, unsubscribe } from '../newsroom/alerts.ts';
import type { Push } from '../newsroom/push.ts';
import type { Store } from '../store/store.ts';
import { exactRouter } from './router.ts';
import { perNetwork } from './limits.ts';
import { command, oursOnly } from './request.ts';

/** Changes of mind from one network, a minute. */
const CHANGES_PER_MINUTE = 20;

const endpoint = v.pipe(v.string('must be an address'), v.maxLength(2_000, 'is too long'));

const subscription = v.object({
  subscription: v.object({
    endpoint,
    keys: v.object({
      p256dh: v.pipe(v.string('must be a key'), v.regex(/^[\w-]{87}$/, 'must be 65 bytes in base64url')),
      auth: v.pipe(v.string('must be a key'), v.regex(/^[\w-]{22}$/, 'must be 16 bytes in base64url')),
    }),
  }),
  which: v.picklist(['breaking', 'key'], 'must be breaking or key'),
});

/** `hosts` is the setting PUSH_HOSTS; `body` reads the command. */
export function alertRoutes(
  store: Store,
  push: Push,
  hosts: readonly string[],
  body: RequestHandler[],
): Router {
  const router = exactRouter();
  const changes = [oursOnly, perNetwork(CHANGES_PER_MINUTE, 'Too many changes.'), ...body];

  router.get('/alerts/key', (_request, response) => {
    response.set('Cache-Control', 'no-cache').json({ key: push.publicKey });
  });

  router.put('/blogs/:slug/alerts', changes, async (request: About, response: Response) => {
    await subscribe(store, hosts, request.params.slug, command(request, subscription));
    response.status(204).end();
  });

  router.delete('/blogs/:slug/alerts', changes, async (request: About, response: Response) => {
    const { endpoint: unwanted } = command(request, v.object({ endpoint }));
    await unsubscribe(store, request.params.slug, unwanted);
    response.status(204).end();
  });

  return router;
}

type About = Request<{ slug: string }>;
