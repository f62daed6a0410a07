/** The composition root: who gets what. The only file that names an adapter. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import cluster from 'node:cluster';
import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Bus } from './bus/bus.ts';
import { localBus } from './bus/local.ts';
import { redisBus } from './bus/redis.ts';
import { workerBus } from './bus/workers.ts';
import type { Config } from './config.ts';
import { FEATURES } from './features.ts';
import type { Feature, House } from './features/feature.ts';
import { Feeds } from './feeds/feeds.ts';
import { Front } from './feeds/front.ts';
import { Neighbours } from './feeds/neighbours.ts';
import type { Health } from './http/health.ts';
import { watchConnections } from './http/connections.ts';
import { httpDoor } from './http/http.ts';
import { Pages } from './http/pages/pages.ts';
import { Requests } from './http/requests.ts';
import { Widgets } from './http/pages/widgets.ts';
import { DeskLive } from './live/desk.ts';
import { Live } from './live/live.ts';
import { isForStream } from './live/streams.ts';
import { Metrics } from './metrics.ts';
import { commitTo } from './newsroom/commit.ts';
import { Embedding } from './newsroom/embedding.ts';
import { Newsroom } from './newsroom/newsroom.ts';
import { mayRead } from './newsroom/people.ts';
import { runSchedule } from './newsroom/schedule.ts';
import { isOwnOrigin, sessionFrom, sessionWithId, stayAlive } from './newsroom/sessions.ts';
import { failureOf, saidBy, wordsOf } from './store/failures.ts';
import { untilThere } from './store/patience.ts';
import { schemaOf } from './store/schema.ts';
import { Store } from './store/store.ts';
import { bringTables, engineFor } from './record.ts';

export interface App {
  /** Where readers find it. */
  url: string;
  store: Store;
  /** Sends readers to other nodes, spread out, while it still answers; then closes. For a deploy. */
  drain(): Promise<void>;
  /** Finishes what is under way, then lets go of everything. Safe to call again. */
  close(): Promise<void>;
}

const CROWDED =
  'All nodes together want more connections than the database has: each takes its share. Raise max_connections, or set DATABASE_CONNECTIONS';
const ASK_REDIS = 'have all of them the same REDIS_URL, and is it one server that takes writes?';
/** Milliseconds that closing waits for readers and requests. */
const CLOSE_DEADLINE_MS = 5_000;
/** Milliseconds over which a deploy spreads the readers of a full node. */
const DRAIN_SPREAD_MS = 15_000;

function openBus({ REDIS_URL }: Config, log: Logger): Bus {
  if (!REDIS_URL) return cluster.isWorker ? workerBus() : localBus();
  return redisBus(REDIS_URL, (state, error) => {
    if (state === 'ok') log.info('Redis answers: bells reach other nodes');
    else
      log.warn(
        { error: error === undefined ? 'no answer' : saidBy(error) },
        'Redis can’t be used: other nodes hear of news by their timer',
      );
  });
}

/**
 * Opens everything and listens. Throws where the store, the client's build or the port can't be had. `installed` may
 * be others than those of features.ts in a test.
 */
export async function startApp(
  config: Config,
  log: Logger,
  installed: readonly Feature[] = FEATURES,
): Promise<App> {
  const onError = (error: unknown, doing: string) => log.error({ error: describe(error) }, doing);
  let url = config.PUBLIC_URL;
  let isReady = false;
  const schema = schemaOf(installed);

  const pages = await Pages.load(() => ({
    name: config.SITE_NAME,
    language: config.SITE_LANGUAGE,
    timezone: config.SITE_TIMEZONE,
    url,
    logo: config.SITE_LOGO,
    image: config.SITE_IMAGE,
  }));
  const widgets = await Widgets.load();
  const metrics = new Metrics();
  const onWait = (reason: string) => log.warn({ reason }, 'Waiting for the database');
  const { store, connections } = await untilThere(config.DATABASE_WAIT_SECONDS, onWait, openRecord);
  const bus = openBus(config, log);
  const feeds = new Feeds({ store, bus, onError });
  const front = new Front({ store, bus, feeds, onError });
  const { clock } = store;
  store.onTrouble((trouble) => {
    if (trouble) log.error({ why: wordsOf(trouble) }, 'The record takes no writes');
    else log.info('The record takes writes again');
  });
  let wasApart = false;
  const neighbours = new Neighbours({ store, bus, onChange: () => noteNeighbours() });
  const storeState = (): Health['store'] => {
    const kind = store.trouble?.kind;
    if (kind === undefined && !feeds.isStale) return 'ok';
    return kind === 'full' || kind === 'read-only' ? 'read-only' : 'stale';
  };
  const health = (): Health => ({
    ...{
      isReady,
      store: storeState(),
      why: store.trouble && wordsOf(store.trouble),
      bus: neighbours.bus,
    },
    ...{ clockAhead: clock.ahead, isClockOff: clock.isOff },
  });
  clock.onChange(() => {
    const aheadSeconds = clock.ahead / 1_000;
    if (clock.isOff) log.warn({ aheadSeconds }, 'This machine’s clock is wrong; the database’s one counts');
    else log.info({ aheadSeconds }, 'This machine’s clock is right again');
  });
  metrics.gauge(
    'dateline_clock_ahead_seconds',
    'This machine’s clock against the record’s, which counts.',
    () => clock.ahead / 1_000,
  );
  metrics.gauge('dateline_store_ok', '1 while the record can be reached and written.', () =>
    Number(storeState() === 'ok'),
  );
  metrics.gauge('dateline_bus_ok', '1 while bells reach other nodes.', () => Number(neighbours.bus === 'ok'));
  metrics.gauge(
    'dateline_database_connections_used',
    'Connections to Postgres in use.',
    () => connections?.used ?? 0,
  );
  metrics.gauge(
    'dateline_database_connections_waiting',
    'Commands and questions that wait for one.',
    () => connections?.waiting ?? 0,
  );
  metrics.gauge('dateline_nodes', 'Nodes that share the record, this one included.', () => neighbours.count);
  metrics.gauge('dateline_feeds', 'Blogs that this node holds.', () => [...feeds.clocks()].length);
  const commit = commitTo(store, bus);
  const house: House = {
    ...{ store, bus, config, commit, metrics, log, onError },
    url: () => url,
    shownOn: () => live.sites(),
  };
  const features = installed.map((feature) => ({ ...feature, ...feature.open(house) }));
  const newsroom = new Newsroom(store, commit, () => url, features);
  const embedding = new Embedding({
    ...{ store, bus, onError },
    listed: async () => (await Promise.all(features.map(({ listed }) => listed?.() ?? []))).flat(),
  });
  const live = new Live({
    feeds,
    front,
    store,
    config,
    metrics,
    mayShow: (slug, site) => embedding.mayShow(slug, site),
    alsoOf: (slug) => Object.assign({}, ...features.map(({ audience }) => audience?.(slug))) as object,
    onError,
  });
  neighbours.onLeaving((readers) => live.expect(readers, DRAIN_SPREAD_MS));
  embedding.onChange(() => void live.checkSites());
  const deskLive = new DeskLive({
    store,
    bus,
    async admit(request) {
      if (!isOwnOrigin(request, config.PUBLIC_URL)) return undefined;
      const session = await sessionFrom(store, request, config.PUBLIC_URL);
      return session && { session: session.id, account: session.actor.id, name: session.actor.name };
    },
    nameOf: async (session) => (await sessionWithId(store, session))?.actor.name,
    async isUsed(id) {
      const session = await sessionWithId(store, id);
      if (session) await stayAlive(store, session);
    },
    mostEach: config.DESK_SOCKETS_PER_PERSON,
    onRefused: () => metrics.refuse('desk-sockets'),
    mayWatch: async (session, slug) => mayRead((await sessionWithId(store, session))?.actor, slug),
    glance: (slug) => ({
      readers: live.readers(slug),
      delivery: feeds.isStale || neighbours.bus !== 'ok' ? 'delayed' : 'live',
    }),
    onError,
  });
  feeds.onRenewal(() => {
    log.warn('The record was put back, and may have lost something: everybody gets it anew');
    deskLive.readAgain();
  });
  const stopSchedule = runSchedule(newsroom, store, onError);
  const http = httpDoor({
    ...{ config, store, commit, feeds, front, newsroom, embedding, pages, widgets, metrics, features },
    ...{ url: () => url, health, onError },
  });
  const server = createServer(
    {
      headersTimeout: 10_000,
      requestTimeout: 30_000,
      keepAliveTimeout: 65_000,
      connectionsCheckingInterval: 5_000,
      // What else somebody would like to speak, such as h2c, they are answered in what they speak already.
      shouldUpgradeCallback: ({ headers }) => headers.upgrade?.toLowerCase() === 'websocket',
    },
    (request, response) => {
      if (!live.handleRequest(request, response)) http(request, response);
    },
  );
  const requests = new Requests(server, (request) => !isForStream(request));
  const stopWatching = watchConnections(server, config, metrics);
  server.on('upgrade', (request, socket, head) => {
    if (!deskLive.handleUpgrade(request, socket, head)) live.handleUpgrade(request, socket, head);
  });

  function noteNeighbours(): void {
    const { unheard, count } = neighbours;
    void shareRoom(count);
    if (unheard > 0 !== wasApart) {
      wasApart = unheard > 0;
      if (wasApart)
        log.warn({ unheard, nodes: count }, `Bells don’t pass between this node and others: ${ASK_REDIS}`);
      else log.info({ nodes: count }, 'Bells pass between this node and all others');
    }
  }

  /** Nodes that share a database share its room. */
  async function shareRoom(nodes: number): Promise<void> {
    try {
      const shared = await connections?.share(nodes);
      const wanted = nodes * config.DATABASE_CONNECTIONS;
      if (shared && wanted > shared.room) log.warn({ nodes, wanted, ...shared }, CROWDED);
    } catch (error) {
      onError(error, 'sharing the database’s connections');
    }
  }

  async function openRecord() {
    await bringTables(config, schema, (step) => log.warn({ step }, 'Bringing the tables up to date'));
    const { dialect, place, connections } = await engineFor(config, {
      onError: (error) => onError(error, 'an idle connection to the database'),
    });
    const addressOf = (slug: string) => `${url}/${slug}`;
    const store = await Store.open(dialect, schema, () => metrics.queries.inc(), place, addressOf);
    return { store, connections };
  }

  let closing: Promise<void> | undefined;
  const closeOnce = () => (closing ??= close());

  async function drain(): Promise<void> {
    isReady = false;
    await neighbours.sayLeaving(live.open);
    await pause(config.DRAIN_LEAD_SECONDS * 1_000);
    await live.sendAway(DRAIN_SPREAD_MS, neighbours.staying);
    await closeOnce();
  }

  async function close(): Promise<void> {
    isReady = false;
    stopSchedule();
    stopWatching();
    const isClosed = requests.refuseMore();
    feeds.wakeAll();
    await requests.finish(CLOSE_DEADLINE_MS);
    for (const feature of features.toReversed()) await feature.close?.();
    await feeds.check(); // so that readers get what has just been acknowledged
    await deskLive.close();
    await live.close(CLOSE_DEADLINE_MS);
    server.closeAllConnections();
    await isClosed;
    await front.close();
    await feeds.close();
    await neighbours.close();
    await embedding.close();
    await bus.close();
    await store.close();
  }

  try {
    await listen(server, config);
  } catch (error) {
    await close();
    throw error;
  }
  url ||= `http://localhost:${(server.address() as AddressInfo).port}`;
  isReady = true;
  return { url, store, drain, close: closeOnce };
}

function listen(server: Server, { PORT, HOST }: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(PORT, HOST, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** What the log may know of an error: never a body, a header or a token. */
export function describe(error: unknown): { message: string; stack?: string | undefined } {
  const failure = failureOf(error);
  if (failure) return { message: wordsOf(failure) };
  return error instanceof Error ? { message: error.message, stack: error.stack } : { message: String(error) };
}
