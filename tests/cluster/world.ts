/** A newsroom of several nodes on a real Postgres and a real Redis, with breakable networks between all of them. */
import { randomUUID } from 'node:crypto';
import { expect, inject, onTestFinished } from 'vitest';
import { Desk, Refused } from '../../scripts/desk.ts';
import { openStore } from '../../server/record.ts';
import { readConfig } from '../../server/config.ts';
import type { DeskEntry } from '../../shared/commands.ts';
import { createToken } from '../../server/newsroom/people.ts';
import type { Store } from '../../server/store/store.ts';
import { newDatabase } from '../support/postgres.ts';
import { freePort, type ServiceProcess, spawnService } from '../support/process.ts';
import { type Proxy, startBalancer, startProxy } from '../support/proxy.ts';
import { type Redis, startRedis } from '../support/redis.ts';
import { newFolder } from '../support/service.ts';
import { Witness } from './witness.ts';

export interface Node {
  service: ServiceProcess;
  /** Where readers and desk find it, through a breakable network. */
  network: Proxy;
  toRedis: Proxy;
  toPostgres: Proxy;
  /** Of the database itself, past that network. */
  databaseUrl: string;
  /** The load balancer gives it nothing new. */
  isOut: boolean;
  /** `more` settings for this start alone. */
  start(more?: Record<string, string>): Promise<void>;
}

export interface World {
  nodes: Node[];
  redis: Redis;
  /** To whichever node answers, as readers come: through a load balancer, and a network of their own. */
  toReaders: Proxy;
  store: Store;
  token: string;
  /** Writes on, through these nodes in turn, until stopped; every command is repeated until it is acknowledged. */
  write(perSecond: number, through?: Node[]): Writer;
  /** Opens readers, spread over the nodes, and watches what each of them is shown. */
  read(count: number): Promise<Witness[]>;
}

export interface Writer {
  /** What was acknowledged: headline → seq. */
  acknowledged: Map<string, number>;
  /** Answers of 500 and above that the desk has seen. */
  failures: number[];
  /** Milliseconds of each answer. */
  times: number[];
  stop(): Promise<void>;
}

export const SLUG = 'storm';

/** How long the desk's outbox waits for an answer, at its first try and later. */
const PATIENCE_MS = { first: 4_000, then: 10_000 };

export async function startWorld({
  nodes: count = 2,
  redisIsUp = true,
  postgresUrl = inject('postgresUrl'),
} = {}): Promise<World> {
  const redis = await startRedis();
  onTestFinished(() => redis.stop());
  if (!redisIsUp) redis.signal('SIGKILL');
  const databaseUrl = await newDatabase(postgresUrl);
  const env = {
    DATABASE_URL: databaseUrl,
    WRITES_PER_MINUTE: '100000',
    READERS_PER_ADDRESS: '10000',
    CONNECTIONS_PER_NETWORK: '10000',
    REQUESTS_PER_PERSON: '100000',
    CONNECTS_PER_SECOND: '10000',
  };
  const store = await openStore(readConfig(env));
  onTestFinished(() => store.close());
  const token = await createToken(store, 'test', 'admin', null);
  const nodes = await Promise.all(
    Array.from({ length: count }, () => startNode(env, redis.url, databaseUrl)),
  );
  if (redisIsUp) await Promise.all(nodes.map((node) => busIs(node, 'ok')));
  await new Desk(nodes[0]!.service.url, token).createBlog({ slug: SLUG, title: 'Storm' });

  const toReaders = await startProxy(
    await startBalancer(() => nodes.filter(({ isOut }) => !isOut).map(({ network }) => network.url)),
  );

  return {
    nodes,
    redis,
    toReaders,
    store,
    token,
    write: (perSecond, through = nodes) => startWriter(through, token, perSecond),
    read: (readers) =>
      Promise.all(
        Array.from({ length: readers }, (_, n) => Witness.open(nodes[n % nodes.length]!.network.url, SLUG)),
      ),
  };
}

/** Resolves when the node says so of its bus. */
export async function busIs(node: Node, state: 'ok' | 'degraded'): Promise<void> {
  const saysSo = async () =>
    ((await (await fetch(`${node.service.url}/readyz`)).json()) as { bus: string }).bus;
  await expect.poll(saysSo, { timeout: 20_000 }).toBe(state);
}

async function startNode(env: Record<string, string>, redisUrl: string, databaseUrl: string): Promise<Node> {
  const [toRedis, toPostgres] = await Promise.all([startProxy(redisUrl), startProxy(databaseUrl)]);
  const PORT = await freePort();
  const settings = {
    ...env,
    PORT,
    DATA_DIR: await newFolder(),
    REDIS_URL: toRedis.url,
    DATABASE_URL: toPostgres.url,
    DRAIN_LEAD_SECONDS: '1',
  };
  const network = await startProxy(`http://127.0.0.1:${PORT}`);
  const node: Node = {
    service: await spawnService(settings),
    network,
    toRedis,
    toPostgres,
    databaseUrl,
    isOut: false,
    async start(more = {}) {
      node.service = await spawnService({ ...settings, ...more });
    },
  };
  return node;
}

function startWriter(nodes: Node[], token: string, perSecond: number): Writer {
  const acknowledged = new Map<string, number>();
  const failures: number[] = [];
  const times: number[] = [];
  let isWriting = true;
  let turn = 0;

  async function publish(): Promise<void> {
    const headline = `${Date.now()} ${randomUUID()}`;
    const key = headline.replace(' ', '-');
    let patience = PATIENCE_MS.first;
    for (;;) {
      // The node that does not answer is passed over, as a load balancer would.
      const { network, isOut } = nodes[(turn += 1) % nodes.length]!;
      if (isOut) continue;
      const sentAt = Date.now();
      try {
        const desk = new Desk(network.url, token);
        const guard = { key, signal: AbortSignal.timeout(patience) };
        const { seq } = await desk.send<DeskEntry>('POST', `/blogs/${SLUG}/entries`, { headline }, guard);
        times.push(Date.now() - sentAt);
        return void acknowledged.set(headline, seq);
      } catch (error) {
        patience = PATIENCE_MS.then;
        times.push(Date.now() - sentAt);
        if (error instanceof Refused) {
          if (error.status < 500) throw error;
          failures.push(error.status);
        }
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  }

  const underWay = new Set<Promise<void>>();
  const timer = setInterval(() => {
    if (!isWriting) return;
    const publishing = publish().finally(() => underWay.delete(publishing));
    underWay.add(publishing);
  }, 1_000 / perSecond);
  onTestFinished(() => clearInterval(timer));

  return {
    acknowledged,
    failures,
    times,
    async stop() {
      isWriting = false;
      clearInterval(timer);
      await Promise.all(underWay);
    },
  };
}
