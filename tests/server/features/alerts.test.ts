/** Who asks for it is told of breaking news and key events, once, and is told when it is taken back. */
import { expect, test } from 'vitest';
import type { Desk } from '../../../scripts/desk.ts';
import { AlertReads } from '../../../server/features/alerts/reads.ts';
import type { AlertTables } from '../../../server/features/alerts/tables.ts';
import { AlertWrites } from '../../../server/features/alerts/writes.ts';
import { type Browser, type PushService, startPushService } from '../../support/push.ts';
import { newFolder, type Service, startService } from '../../support/service.ts';

const eventually = <T>(look: () => T) => expect.poll(look, { timeout: 15_000, interval: 20 });
const tags = ({ messages }: Browser) => messages.map(({ tag }) => tag);
const BREAKING = { headline: 'Bridge closed', html: '<p>Both lanes.</p>', breaking: true };

test('a browser is told of breaking news, sealed for it alone and signed by this service', async () => {
  const { desk, subscriber } = await alertable();
  const browser = await subscriber('breaking');
  const entry = await desk.publish('storm', BREAKING);
  await eventually(() => browser.messages).toEqual([
    {
      tag: entry.id,
      title: 'Bridge closed',
      body: 'Storm',
      url: `/storm/${entry.id}`,
      language: 'en',
    },
  ]);
  expect(browser.posts[0]).toMatchObject({ topic: entry.id, urgency: 'high', ttl: '14400' });
});

test('it hears what it asked for: breaking news alone, or key events too, and the first words where there is no headline', async () => {
  const { desk, subscriber } = await alertable();
  const [breaking, key] = [await subscriber('breaking'), await subscriber('key')];
  const moment = await desk.publish('storm', { html: '<p>The <b>dam</b> holds.</p>', keyEvent: true });
  const news = await desk.publish('storm', BREAKING);
  await eventually(() => tags(key)).toEqual([moment.id, news.id]);
  expect(key.messages[0]).toMatchObject({ title: 'The dam holds.' });
  await eventually(() => tags(breaking)).toEqual([news.id]);
});

test('it does not hear of ordinary entries, drafts, imports and edits, but of what was scheduled', async () => {
  const { desk, subscriber } = await alertable();
  const browser = await subscriber('key');
  const plain = await desk.publish('storm', { headline: 'Wind' });
  await desk.publish('storm', { ...BREAKING, state: 'draft' });
  await desk.publish('storm', { ...BREAKING, publishedAt: new Date(Date.now() - 3_600_000).toISOString() });
  await desk.edit('storm', plain, { breaking: true });
  const publishAt = new Date(Date.now() + 300).toISOString();
  const scheduled = await desk.publish('storm', { ...BREAKING, state: 'scheduled', publishAt });
  await eventually(() => tags(browser)).toEqual([scheduled.id]);
  const change = await desk.publish('storm', BREAKING);
  await desk.edit('storm', change, { headline: 'Bridge open' });
  const last = await desk.publish('storm', BREAKING);
  await eventually(() => tags(browser)).toEqual([scheduled.id, change.id, last.id]);
});

test('[R7] what was removed is taken back from whoever was told', async () => {
  const { desk, subscriber } = await alertable();
  const browser = await subscriber('breaking');
  const entry = await desk.publish('storm', BREAKING);
  await eventually(() => tags(browser)).toEqual([entry.id]);
  await desk.remove('storm', entry.id);
  await eventually(() => browser.messages[1]).toEqual({
    tag: entry.id,
    title: 'Storm',
    url: '/storm',
    language: 'en',
    removed: true,
  });
  expect(browser.posts[1]).toMatchObject({ topic: entry.id });
});

test('[R7] what is removed before anybody was told is never told, however slow the push service; nor does it slow the desk', async () => {
  const { desk, subscriber } = await alertable();
  const browser = await subscriber('breaking');
  let release = () => {};
  const held = new Promise<{ status: number }>((resolve) => (release = () => resolve({ status: 201 })));
  browser.answer = () => held;
  // As many as a node tells at a time.
  for (let n = 1; n <= 4; n += 1) {
    await desk.publish('storm', BREAKING);
    await eventually(() => browser.posts.length).toBe(n);
  }
  const removed = await desk.publish('storm', BREAKING);
  await desk.remove('storm', removed.id);
  const kept = await desk.publish('storm', BREAKING);
  expect(browser.messages).toEqual([]);
  release();
  await eventually(() => tags(browser)).toContain(kept.id);
  expect(tags(browser)).not.toContain(removed.id);
});

test('a browser that is gone is forgotten, and one whose push service has trouble is tried again', async () => {
  const { desk, subscriber } = await alertable();
  const [gone, troubled] = [await subscriber('breaking'), await subscriber('breaking')];
  gone.answer = () => ({ status: 410 });
  let tries = 0;
  troubled.answer = () => ((tries += 1) === 1 ? { status: 503, retryAfter: 1 } : { status: 201 });
  const first = await desk.publish('storm', BREAKING);
  await eventually(() => tags(troubled)).toEqual([first.id]);
  expect(tries).toBe(2);
  const second = await desk.publish('storm', BREAKING);
  await eventually(() => tags(troubled)).toEqual([first.id, second.id]);
  expect(gone.posts).toHaveLength(1);
});

test('a browser to which nothing can be sent is forgotten, and keeps nobody else from hearing', async () => {
  const { desk, subscriber, store, push, key } = await alertable();
  const { id: blog } = (await store.read.blog('storm'))!;
  const { keys } = push.browser(key).subscription;
  const broken = { id: 'broken', blog, which: 'key', endpoint: 'https:///nowhere', created_at: '' } as const;
  await store.transaction((transaction) =>
    new AlertWrites(transaction).putSubscriber({ ...broken, ...keys }),
  );
  const browser = await subscriber('breaking');
  const entry = await desk.publish('storm', BREAKING);
  await eventually(() => tags(browser)).toEqual([entry.id]);
  const alerts = new AlertReads(store.reading<AlertTables>());
  await expect.poll(() => alerts.subscribers(blog)).toBe(1);
});

test('who turns alerts off hears nothing more; who changes their mind hears what they want now', async () => {
  const { desk, subscriber, ask } = await alertable();
  const [off, changed] = [await subscriber('key'), await subscriber('breaking')];
  const { endpoint } = off.subscription;
  expect((await ask('DELETE', { endpoint })).status).toBe(204);
  expect((await ask('PUT', { subscription: changed.subscription, which: 'key' })).status).toBe(204);
  const entry = await desk.publish('storm', { headline: 'Peak', keyEvent: true });
  await eventually(() => tags(changed)).toEqual([entry.id]);
  expect(off.posts).toEqual([]);
});

test('what one node leaves behind, the next one tells; both have the same key', async () => {
  const DATA_DIR = await newFolder();
  const push = await startPushService();
  const first = await alertable({ DATA_DIR }, push);
  const browser = await first.subscriber('breaking');
  browser.answer = () => new Promise(() => {});
  const entry = await first.desk.publish('storm', BREAKING);
  await eventually(() => browser.posts.length).toBe(1);
  await first.close();
  browser.answer = () => ({ status: 201 });
  const second = await startService({ DATA_DIR, PUSH_HOSTS: push.origin });
  await eventually(() => tags(browser)).toEqual([entry.id]);
  expect(await keyOf(second)).toBe(first.key);
});

const NOT_PUSH_SERVICES = [
  'https://169.254.169.254/latest/meta-data',
  'https://localhost/x',
  'https://[::1]/x',
  'https://10.0.0.1/x',
  'https://fcm.googleapis.com.example.org/x',
  'https://evilfcm.googleapis.com/x',
  'https://fcm.googleapis.com:8443/x',
  'https://fcm.googleapis.com@10.0.0.1/x',
  'https://user:secret@fcm.googleapis.com/x',
  'http://fcm.googleapis.com/x',
  'file:///etc/passwd',
  'not an address',
  'ht\ntps://fcm.googleapis.com/x',
  'https:///fcm.googleapis.com/x',
  ' https://fcm.googleapis.com/x',
];

test.each(NOT_PUSH_SERVICES)('the service never posts to %s, whoever asks', async (endpoint) => {
  const { ask, keys } = await alertable({ PUSH_HOSTS: '' });
  const answer = await ask('PUT', { subscription: { endpoint, keys }, which: 'key' });
  expect(answer.status).toBe(422);
  expect(await answer.json()).toMatchObject({ errors: [{ field: 'endpoint' }] });
});

test.each([
  'https://fcm.googleapis.com/fcm/send/abc:def',
  'https://updates.push.services.mozilla.com/wpush/v2/abc',
  'https://web.push.apple.com/abc',
  'https://wns2-par02p.notify.windows.com/w/?token=abc',
])('the browsers’ own push services are known: %s', async (endpoint) => {
  const { ask, keys } = await alertable({ PUSH_HOSTS: '' });
  expect((await ask('PUT', { subscription: { endpoint, keys }, which: 'key' })).status).toBe(204);
});

test('only this service’s own pages may subscribe, with keys that are keys, to a blog that is there, and not all the time', async () => {
  const { desk, ask, url, key, keys, push } = await alertable();
  const { subscription } = push.browser(key);
  const wish = { subscription, which: 'key' };
  expect((await ask('PUT', wish, { 'Sec-Fetch-Site': 'cross-site' })).status).toBe(403);
  expect((await ask('PUT', wish, { 'Sec-Fetch-Site': 'same-site' })).status).toBe(403);
  const preflight = await fetch(`${url}/api/v1/blogs/storm/alerts`, {
    method: 'OPTIONS',
    headers: { Origin: 'https://evil.example', 'Access-Control-Request-Method': 'PUT' },
  });
  expect(preflight.headers.get('Access-Control-Allow-Methods')).toBeNull();
  expect((await ask('PUT', wish, { 'Content-Type': 'text/plain' })).status).toBe(415);
  expect((await ask('PUT', { ...wish, which: 'all' })).status).toBe(422);
  const noPoint = { ...keys, p256dh: Buffer.alloc(65, 4).toString('base64url') };
  expect((await ask('PUT', { ...wish, subscription: { ...subscription, keys: noPoint } })).status).toBe(422);
  expect((await ask('PUT', wish, {}, 'nothing')).status).toBe(404);
  await desk.createBlog({ slug: 'secret', title: 'Secret', status: 'draft' });
  expect((await ask('PUT', wish, {}, 'secret')).status).toBe(404);
  let last = await ask('PUT', wish);
  expect(last.status).toBe(204);
  for (let n = 0; n < 30 && last.status === 204; n += 1) last = await ask('PUT', wish);
  expect(last.status).toBe(429);
  expect(last.headers.get('Retry-After')).toBe('60');
});

interface Alertable {
  url: string;
  store: Service['store'];
  desk: Desk;
  push: PushService;
  /** The public key of the service. */
  key: string;
  /** The keys of a browser. */
  keys: Browser['subscription']['keys'];
  /** A browser that asks to be told of the blog. */
  subscriber(which: 'breaking' | 'key'): Promise<Browser>;
  /** Asks as a page of the service does. */
  ask(method: string, body: unknown, headers?: Record<string, string>, slug?: string): Promise<Response>;
  close(): Promise<void>;
}

/** A service with the blog `storm`, and a push service that it may post to. */
async function alertable(env: Record<string, string> = {}, running?: PushService): Promise<Alertable> {
  const push = running ?? (await startPushService());
  const service = await startService({ PUSH_HOSTS: push.origin, ...env });
  const { url, store, close } = service;
  const desk = await service.desk();
  await desk.createBlog({ slug: 'storm', title: 'Storm' });
  const key = await keyOf(service);

  const ask: Alertable['ask'] = (method, body, headers = {}, slug = 'storm') =>
    fetch(`${url}/api/v1/blogs/${slug}/alerts`, {
      method,
      headers: { 'Content-Type': 'application/json', 'Sec-Fetch-Site': 'same-origin', ...headers },
      body: JSON.stringify(body),
    });

  async function subscriber(which: 'breaking' | 'key'): Promise<Browser> {
    const browser = push.browser(key);
    const { status } = await ask('PUT', { subscription: browser.subscription, which });
    expect(status).toBe(204);
    return browser;
  }

  const { keys } = push.browser(key).subscription;
  return { url, store, desk, push, key, keys, subscriber, ask, close };
}

async function keyOf({ url }: Pick<Service, 'url'>): Promise<string> {
  const answer = await fetch(`${url}/api/v1/alerts/key`);
  return ((await answer.json()) as { key: string }).key;
}
