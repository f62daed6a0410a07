import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis as Observer } from 'ioredis';
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest';
import { redisBus } from '../../server/bus/redis.ts';
import { saidBy } from '../../server/store/failures.ts';
import { freePort } from '../support/process.ts';
import { startProxy } from '../support/proxy.ts';
import { startRedis, startRedisCluster } from '../support/redis.ts';
import { busContract, ringUntil } from './bus.ts';

const open = (url: string) => redisBus(url, () => {});

describe('Redis', () => {
  busContract(async () => open(redisOfTheRun()));

  test('only bells are on the wire, only for blogs that a node holds, and forged ones do no harm', async () => {
    const observer = new Observer(redisOfTheRun());
    onTestFinished(() => observer.disconnect());
    const wire: [string, string][] = [];
    observer.on('pmessage', (_pattern, channel, message) => wire.push([channel, message]));
    await observer.psubscribe('dateline:bell:*');
    const bus = open(redisOfTheRun());
    onTestFinished(() => bus.close());
    const heard: number[] = [];
    const stop = bus.hear('wired', (seq) => heard.push(seq));
    const sender = new Observer(redisOfTheRun());
    onTestFinished(() => sender.disconnect());
    const subscribers = async () => (await sender.pubsub('NUMSUB', 'dateline:bell:wired'))[1];
    await expect.poll(subscribers).toBe(1);

    for (const forged of ['', 'x', '{"seq":1}', '1e999 x', '-', '__proto__ x'])
      await sender.publish('dateline:bell:wired', forged);
    await sender.publish('dateline:bell:wired', '9 elsewhere');
    await expect.poll(() => heard).toContain(9);
    expect(heard.every(Number.isSafeInteger)).toBe(true);
    bus.ring({ channel: 'wired', seq: 12 });
    await expect.poll(() => wire.some(([, message]) => /^12 [0-9a-f-]{36}$/.test(message))).toBe(true);
    stop();
    await expect.poll(subscribers).toBe(0);
  });
});

test('[R5] who begins to listen while Redis is away hears once it is back', async () => {
  const proxy = await startProxy(redisOfTheRun());
  const bus = open(redisOfTheRun());
  const other = open(proxy.url);
  onTestFinished(() => Promise.all([bus.close(), other.close()]).then(() => {}));
  const heard: string[] = [];
  other.hear('before', () => heard.push('before'));
  await ringUntil(bus, 'before', 1, () => heard.includes('before'));
  for (const time of ['first', 'second']) {
    proxy.set('refuse');
    proxy.cut();
    // At any moment between two attempts to connect.
    const channels = Array.from({ length: 10 }, (_, n) => `${time} ${n}`);
    for (const channel of channels) {
      other.hear(channel, () => heard.push(channel));
      await pause(50);
    }
    proxy.set('pass');
    for (const channel of channels) await ringUntil(bus, channel, 1, () => heard.includes(channel));
  }
});

describe('a Redis cluster', () => {
  let cluster: Awaited<ReturnType<typeof startRedisCluster>>;
  beforeAll(async () => {
    cluster = await startRedisCluster();
  });
  afterAll(() => cluster.stop());
  busContract(async () => open(cluster.url));
});

describe('a Redis that is wrong from the start is told of, with why', () => {
  const portOf = async (server: Server): Promise<number> => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    return (server.address() as AddressInfo).port;
  };
  const webServer = () =>
    createServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    });
  const withPassword = async () => {
    const redis = await startRedis();
    onTestFinished(() => redis.stop());
    const owner = new Observer(redis.url);
    await owner.config('SET', 'requirepass', 'right');
    owner.disconnect();
    return redis;
  };
  const silent = () => createServer((socket) => void socket.on('error', () => {}));

  test.each<[string, () => Promise<string>, RegExp]>([
    ['refused', async () => `redis://127.0.0.1:${await freePort()}`, /ECONNREFUSED/],
    ['no such host', async () => 'redis://nowhere.invalid', /ENOTFOUND|EAI_AGAIN/],
    ['no password', async () => (await withPassword()).url, /NOAUTH/],
    ['wrong password', async () => (await withPassword()).url.replace('//', '//:wrong@'), /WRONGPASS/],
    ['not a Redis', async () => `redis://127.0.0.1:${await portOf(webServer())}`, /./],
    ['silent', async () => `redis://127.0.0.1:${await portOf(silent())}`, /timeout/i],
    ['no TLS there', async () => redisOfTheRun().replace('redis:', 'rediss:'), /./],
    [
      'no cluster',
      async () => `redis://127.0.0.1:${await freePort()},redis://127.0.0.1:${await freePort()}`,
      /./,
    ],
  ])('%s', async (_what, address, words) => {
    const told: [string, string][] = [];
    const bus = redisBus(await address(), (state, error) =>
      told.push([state, error === undefined ? 'undefined' : saidBy(error)]),
    );
    onTestFinished(() => bus.close());
    // Of two lines that a connection ends with, either may be the first.
    const said = () => told.map(([, why]) => why).join('\n');
    await expect.poll(said, { timeout: 15_000 }).toMatch(words);
    expect(told[0]![0]).toBe('degraded');
    expect(bus.state()).toBe('degraded');
    expect(told.length).toBeLessThan(5);
  });
});

/** Throws without one: the client would turn to port 6379 of this machine, where somebody's own may be. */
function redisOfTheRun(): string {
  const url = inject('redisUrl') as string | undefined;
  if (!url) throw new Error('This run has no Redis of its own. Say: npx vitest run FILE');
  return url;
}
