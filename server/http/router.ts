/** Routers whose addresses are what they say: other case or a slash behind is another address, in a proxy's rules too. */
import { type Response, Router } from 'express';
import { surrogateKey } from './caching/cached.ts';
import { setHeaders } from './security.ts';

export function exactRouter(): Router {
  const router = Router({ caseSensitive: true, strict: true });
  router.param('slug', (_request, response: Response, next, slug: string) => {
    if (SLUG.test(slug)) setHeaders(response, surrogateKey(slug));
    next();
  });
  return router;
}

const SLUG = /^[a-z0-9-]{1,80}$/;
