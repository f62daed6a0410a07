/** The door for everything but the readers' sockets: the order of what a request passes, and nothing else. */
import type { RequestListener } from 'node:http';
import { fileURLToPath } from 'node:url';
import express from 'express';
import { rateLimit } from 'express-rate-limit';
import type { Config } from '../config.ts';
import { networkFrom } from '../fair/network.ts';
import { Pace } from '../fair/pace.ts';
import { Turns } from '../fair/turns.ts';
import type { Feeds } from '../feeds/feeds.ts';
import type { Front } from '../feeds/front.ts';
import { NotFound } from '../newsroom/errors.ts';
import type { Metrics } from '../metrics.ts';
import type { Embedding } from '../newsroom/embedding.ts';
import type { Commit } from '../newsroom/commit.ts';
import type { Newsroom } from '../newsroom/newsroom.ts';
import type { Store } from '../store/store.ts';
import { apiRoutes } from './api/api.ts';
import { BATCH_BODIES, isBatch } from './api/batch.ts';
import { assetRoutes } from './pages/assets.ts';
import { mayBeBound } from './caching/conditions.ts';
import { deskPage } from './pages/desk.ts';
import type { Door } from './door.ts';
import { exactRouter } from './router.ts';
import { frontRoutes } from './api/front.ts';
import { explainedRoutes } from './api/explained.ts';
import { type Health, healthRoutes } from './health.ts';
import { isForAnotherHost } from './hosts.ts';
import { ASSETS } from './pages/html.ts';
import { onlyMethodsOf } from './api/methods.ts';
import { homeScreenRoutes } from './pages/home-screen.ts';
import { oembedRoutes } from './pages/oembed.ts';
import { Gathered } from './caching/gathered.ts';
import { Kept } from './caching/kept.ts';
import { sendFrontFromMemory } from './pages/front.ts';
import type { Pages } from './pages/pages.ts';
import { OPERATIONS, type Operations } from './api/openapi/operations.ts';
import { openApiRoutes } from './api/openapi/routes.ts';
import { readableWhere } from './readable.ts';
import { errorHandler, HttpProblem, sendProblem } from './problem.ts';
import { by, JSON_TYPES, jsonOnly, notTooDeep, PUBLIC_URL, signedIn } from './request.ts';
import { deskHeaders, securityHeaders, setHeaders } from './security.ts';
import { laneOfEach } from './limits.ts';
import type { Widgets } from './pages/widgets.ts';

/** At an address that stays: browsers look there for a newer one. */
const SERVICE_WORKER = 'service-worker.js';
const WORKER_FOLDER = fileURLToPath(new URL('../../client/dist/worker', import.meta.url));

interface Parts {
  config: Config;
  store: Store;
  commit: Commit;
  feeds: Feeds;
  front: Front;
  newsroom: Newsroom;
  embedding: Embedding;
  pages: Pages;
  widgets: Widgets;
  metrics: Metrics;
  /** What adds routes of its own. */
  features: readonly { operations?: Operations; routes?(door: Door): void; shown?(site: string): void }[];
  /** Where the service is found. */
  url(): string;
  health(): Health;
  onError(error: unknown, doing: string): void;
}

export function httpDoor({
  config,
  store,
  commit,
  feeds,
  front,
  newsroom,
  embedding,
  pages,
  widgets,
  metrics,
  features,
  url,
  health,
  onError,
}: Parts): RequestListener {
  const isHttps = config.PUBLIC_URL.startsWith('https:');
  const shown = (site: string) => features.forEach((feature) => feature.shown?.(site));
  const json = (limit: number) => express.json({ limit, inflate: false, type: JSON_TYPES });
  const [one, many] = [json(config.BODY_BYTES), json(config.BODY_BYTES * BATCH_BODIES)];
  const parse: express.RequestHandler = (request, response, next) =>
    (isBatch(request.path) ? many : one)(request, response, next);
  const body = [jsonOnly, parse, notTooDeep];
  const lane = laneOfEach(config.REQUESTS_PER_PERSON, () => metrics.refuse('person'));
  const member = [signedIn(store), allowance(config)];
  const commands = exactRouter();
  for (const method of ['post', 'patch', 'delete'] as const)
    commands[method]('/{*any}', member, mayBeBound, body, lane);
  const [open, featurePages] = [exactRouter(), exactRouter()];
  const door = { open, commands, pages: featurePages, body, member };
  for (const feature of features) feature.routes?.(door);
  const operations = Object.assign(
    {},
    OPERATIONS,
    ...features.map((feature) => feature.operations),
  ) as Operations;
  const turns = new Turns({ most: config.READS_PER_NETWORK, onRefused: () => metrics.refuse('reads') });
  const kept = new Kept({ bytes: config.CACHE_BYTES, proxies: config.TRUST_PROXY, turns });
  const blogs = new Gathered(() => turns.take('the list of blogs', () => store.public.blogs()));
  const answering = { wasRemoved: (slug: string) => store.public.wasRemoved(slug), onError };
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', config.TRUST_PROXY);
  app.set('query parser', 'simple');
  app.set(PUBLIC_URL, config.PUBLIC_URL);
  app.enable('case sensitive routing');
  app.enable('strict routing');
  app.use(noNul);
  app.use(healthRoutes(health, metrics));
  app.use('/assets', assetRoutes(ASSETS), nothingHere);
  app.get(`/${SERVICE_WORKER}`, (_request, response) => {
    const options = { root: WORKER_FOLDER, cacheControl: false };
    response.set('Cache-Control', 'no-cache').sendFile(SERVICE_WORKER, options);
  });
  const api = [
    readableWhere(embedding, shown),
    open,
    apiRoutes({
      ...{ store, feeds, newsroom, kept, blogs, commands },
      ...{ limits: config, oneAtDesk: [signedIn(store), lane] },
    }),
    frontRoutes({ store, commit, front, kept, writes: commands }),
    commands,
    explainedRoutes(),
  ];
  api.push(openApiRoutes([...api], operations, url));
  app.use('/api/v1', onlyMethodsOf(...api), api, nothingHere);
  app.use('/api', nothingHere, errorHandler({ ...answering, send: sendProblem }));
  app.use(onlyMethodsOf(featurePages), featurePages, deskPage(deskHeaders(isHttps)));
  app.use(
    '/oembed',
    oembedRoutes({ read: store.public, name: config.SITE_NAME, url }),
    nothingHere,
    errorHandler({ ...answering, send: sendProblem }),
  );
  const readersPages = [
    homeScreenRoutes(config.SITE_NAME, config.SITE_LANGUAGE),
    widgets.routes({ read: store.public, feeds, embedding, shown, kept, url }),
    pages.routes({
      read: store.public,
      clock: store.clock,
      feeds,
      front,
      kept,
      blogs,
      embedding,
      hub: config.WEBSUB_HUB,
    }),
  ];
  app.use(onlyMethodsOf(...readersPages), readersPages, nothingHere);
  app.use(
    errorHandler({ ...answering, send: (response, problem) => pages.sendError(response, problem, feeds) }),
  );

  const headers = securityHeaders(isHttps);
  const pace = new Pace(config.REQUESTS_PER_NETWORK);
  return (request, response) => {
    // A node that can't reach the record keeps nobody: the next connection may lead to one that can.
    if (request.headers.upgrade !== undefined || feeds.isStale) response.shouldKeepAlive = false;
    const isBegun = pace.begin(networkFrom(request, config.TRUST_PROXY), () => {
      if (request.destroyed || isForAnotherHost(config, request, response)) return;
      setHeaders(response, headers);
      const isSent =
        sendFrontFromMemory(request, response, { front, kept }) ||
        pages.sendFromMemory(request, response, feeds, kept);
      if (!isSent) app(request, response);
    });
    if (isBegun) return;
    metrics.refuse('requests');
    request.destroy();
  };
}

/** How often whoever is signed in may command. */
const allowance = ({ WRITES_PER_MINUTE: limit }: Config): express.RequestHandler =>
  rateLimit({
    windowMs: 60_000,
    limit,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    keyGenerator: (request) => by(request).actor.id,
    handler: () => {
      throw new HttpProblem(429, `More than ${limit} commands in a minute.`, { limit });
    },
  });

const nothingHere: express.RequestHandler = () => {
  throw new NotFound('There is nothing at this address.');
};

/** Postgres knows no NUL, and nothing of ours has one in its address. */
const noNul: express.RequestHandler = (request, response, next) =>
  request.path.includes('%00') ? void nothingHere(request, response, next) : next();
