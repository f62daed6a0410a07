/** The door for everything but the readers' sockets: the order of what a request passes, and nothing else. */
import type { RequestListener } from 'node:http';
import { fileURLToPath } from 'node:url';
import compression from 'compression';
import express, { Router } from 'express';
import { rateLimit } from 'express-rate-limit';
import type { Config } from '../config.ts';
import type { Feeds } from '../feeds/feeds.ts';
import { NotFound } from '../newsroom/errors.ts';
import type { Metrics } from '../metrics.ts';
import type { Newsroom } from '../newsroom/newsroom.ts';
import type { Store } from '../store/store.ts';
import { apiRoutes } from './api.ts';
import { type Health, healthRoutes } from './health.ts';
import { ASSETS, type Pages } from './pages.ts';
import { errorHandler, HttpProblem, sendProblem } from './problem.ts';
import { by, signedIn } from './request.ts';
import { securityHeaders } from './security.ts';

interface Parts {
  config: Config;
  store: Store;
  feeds: Feeds;
  newsroom: Newsroom;
  pages: Pages;
  metrics: Metrics;
  health(): Health;
  onError(error: unknown, doing: string): void;
}

export function httpDoor({
  config,
  store,
  feeds,
  newsroom,
  pages,
  metrics,
  health,
  onError,
}: Parts): RequestListener {
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', config.TRUST_PROXY);
  app.set('query parser', 'simple');
  app.use(healthRoutes(health, metrics));
  app.use(
    '/assets',
    compression(),
    express.static(fileURLToPath(ASSETS), { immutable: true, maxAge: '1y', index: false }),
  );
  app.use('/api/v1', readableAnywhere, apiRoutes(store, feeds, newsroom, writes(config, store)), nothingHere);
  app.use('/api', nothingHere, errorHandler(onError, sendProblem));
  app.use(pages.routes(store, feeds), nothingHere);
  app.use(errorHandler(onError, (response, problem) => pages.sendError(response, problem)));

  const headers = securityHeaders(config.PUBLIC_URL.startsWith('https:'));
  return (request, response) => {
    for (const [name, value] of headers) response.setHeader(name, value);
    if (!pages.sendFromMemory(request, response, feeds)) app(request, response);
  };
}

/** What every command passes first: a token, its allowance, and a body of bearable size. */
function writes(config: Config, store: Store): Router {
  const limit = rateLimit({
    windowMs: 60_000,
    limit: config.WRITES_PER_MINUTE,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    keyGenerator: (request) => by(request).actor.id,
    handler: () => {
      throw new HttpProblem(429, `More than ${config.WRITES_PER_MINUTE} commands in a minute.`, {
        limit: config.WRITES_PER_MINUTE,
      });
    },
  });
  const body = express.json({ limit: config.BODY_BYTES, inflate: false });
  const router = Router();
  for (const method of ['post', 'patch', 'delete'] as const)
    router[method]('/{*any}', signedIn(store), limit, body);
  return router;
}

/** Reading is for everybody, on every site; commands need a token, which no page of another site has. */
const readableAnywhere: express.RequestHandler = (_request, response, next) => {
  response.set('Access-Control-Allow-Origin', '*');
  next();
};

const nothingHere: express.RequestHandler = () => {
  throw new NotFound('There is nothing at this address.');
};
