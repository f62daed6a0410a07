/** Readers' browsers ask to be told of a blog's news, or not any more. For this service's own pages alone. */
import type { Request, Response } from 'express';
import * as v from 'valibot';
import type { Operations } from '../../http/api/openapi/operations.ts';
import type { Door } from '../../http/door.ts';
import { perNetwork } from '../../http/limits.ts';
import { command, oursOnly } from '../../http/request.ts';
import type { Store } from '../../store/store.ts';
import type { Push } from './push.ts';
import { subscribe, unsubscribe } from './subscribers.ts';

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

export const ALERT_OPERATIONS: Operations = {
  'GET /alerts/key': { summary: 'The public key for Web Push.', for: 'all', answers: { 200: 'AlertsKey' } },
  'PUT /blogs/:slug/alerts': {
    summary: 'Tell this browser of the blog’s news.',
    for: 'own pages',
    answers: { 204: '' },
    problems: ['not-found'],
  },
  'DELETE /blogs/:slug/alerts': {
    summary: 'Tell this browser no more of it.',
    for: 'own pages',
    answers: { 204: '' },
  },
};

/** `hosts` is the setting PUSH_HOSTS. */
export function alertRoutes({ open, body }: Door, store: Store, push: Push, hosts: readonly string[]): void {
  const changes = [oursOnly, perNetwork(CHANGES_PER_MINUTE, 'Too many changes.'), ...body];

  open.get('/alerts/key', async (_request, response) => {
    response.set('Cache-Control', 'no-cache').json({ key: await push.publicKey() });
  });

  open.put('/blogs/:slug/alerts', changes, async (request: About, response: Response) => {
    await subscribe(store, hosts, request.params.slug, command(request, subscription));
    response.status(204).end();
  });

  open.delete('/blogs/:slug/alerts', changes, async (request: About, response: Response) => {
    const { endpoint: unwanted } = command(request, v.object({ endpoint }));
    await unsubscribe(store, request.params.slug, unwanted);
    response.status(204).end();
  });
}

type About = Request<{ slug: string }>;
