/** What can be done at an address: OPTIONS and 405 say it from the routes themselves (RFC 9110, 9.3.7 and 15.5.6). */
import type { RequestHandler, Router } from 'express';
import { HttpProblem } from '../problem.ts';
import { JSON_TYPES } from '../request.ts';

export interface RouteAt {
  /** As Express has it, such as `/blogs/:slug`. */
  path: string;
  /** In capitals; with GET there is HEAD. */
  methods: string[];
  isAt(path: string): boolean;
}

/** As Express keeps it: a route, or a router with others in it. */
interface Layer {
  route?: { path: string; methods: Record<string, boolean> };
  handle: { stack?: Layer[] };
  match(path: string): boolean;
}

/** What every path passes is no route of its own. */
const EVERY_PATH = '/{*any}';

/** All routes of these routers and of those within them. */
export function routesOf(routers: readonly { stack?: unknown }[]): RouteAt[] {
  return routers.flatMap(({ stack = [] }) =>
    (stack as Layer[]).flatMap((layer) => {
      if (!layer.route) return routesOf([layer.handle]);
      if (layer.route.path === EVERY_PATH) return [];
      const methods = Object.keys(layer.route.methods).map((method) => method.toUpperCase());
      const path = layer.route.path.replaceAll('\\', '');
      return [
        {
          path,
          methods: methods.flatMap((each) => (each === 'GET' ? ['GET', 'HEAD'] : each)),
          isAt: (at) => layer.match(at),
        },
      ];
    }),
  );
}

/** Answers OPTIONS, and 405 for what is not done at an address that is there. */
export function onlyMethodsOf(...routers: Router[]): RequestHandler {
  const routes = routesOf(routers);
  return (request, response, next) => {
    const here = new Set(routes.filter(({ isAt }) => isAt(request.path)).flatMap(({ methods }) => methods));
    if (here.size === 0 || here.has(request.method)) return next();
    response.set('Allow', [...here, 'OPTIONS'].join(', '));
    if (request.method !== 'OPTIONS') {
      throw new HttpProblem(405, `${request.method} is not done here; ${[...here].join(', ')} can be.`);
    }
    if (here.has('PATCH')) response.set('Accept-Patch', JSON_TYPES.join(', '));
    if (here.has('POST')) response.set('Accept-Post', JSON_TYPES[0]!);
    if (here.has('GET')) response.set(PREFLIGHT);
    response.status(204).end();
  };
}

/** Any site's page may read what is public. Commands are for programs with a token, and for this service's own pages. */
const PREFLIGHT = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Methods': 'GET, HEAD',
  'Access-Control-Allow-Headers': 'If-None-Match, Last-Event-ID',
  'Access-Control-Max-Age': '86400',
};
