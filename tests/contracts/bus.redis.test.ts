import { Redis as Observer } from 'ioredis';
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest';
import { redisBus } from '../../server/bus/redis.ts';
import { startRedisCluster } from '../support/redis.ts';
import { busContract } from './bus.ts';

const open = (url: string) => redisBus(url, () => {});

describe('Redis', () => {
  busContract(async () => open(inject('redisUrl')));

  test('only bells are on the wire, only for blogs that a node holds, and forged ones do no harm', async () => {
    const observer = new Observer(inject('redisUrl'));
    onTestFinished(() => observer.disconnect());
    const wire: [string, string][] = [];
    observer.on('pmessage', (_pattern, channel, message) => wire.push([channel, message]));
    await observer.psubscribe('dateline:bell:*');
    const bus = open(inject('redisUrl'));
    onTestFinished(() => bus.close());
    const heard: number[] = [];
    const stop = bus.hear('wired', (seq) => heard.push(seq));
    const sender = new Observer(inject('redisUrl'));
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

describe('a Redis cluster', () => {
  let cluster: Awaited<ReturnType<typeof startRedisCluster>>;
  beforeAll(async () => {
    cluster = await startRedisCluster();
  });
  afterAll(() => cluster.stop());
  busContract(async () => open(cluster.url));
});
