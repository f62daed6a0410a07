/** One network at its worst: everybody else comes in, is answered, and nothing that was refused is held. */
import { connect, type Socket } from 'node:net';
import { describe, expect, inject, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import type { Refused } from '../../scripts/desk.ts';
import { openDesk, signedIn } from '../support/person.ts';
import { newDatabase } from '../support/postgres.ts';
import { openReader } from '../support/reader.ts';
import { type Service, startService } from '../support/service.ts';

const GREEDY = '203.0.113.66';
const HONEST = '198.51.100.1';
const KEY = 'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==';
const LIVE = '/live/?EIO=4&transport=websocket';

describe('[R12] reader sockets', () => {
  test('upgrades that can be none cost nobody a place', async () => {
    const service = await startService({ CONNECTS_PER_SECOND: '4', TRUST_PROXY: '1' });
    const bad = Array.from({ length: 40 }, () => open(service, `/live/?EIO=4`, ['Upgrade: websocket', KEY]));
    const answers = await Promise.all(bad.map(firstLine));
    expect(new Set(answers)).toEqual(new Set(['HTTP/1.1 400 Bad Request']));
    for (let n = 0; n < 2; n += 1) expect(await comeIn(service, HONEST)).toBe('in');
  });

  test('one network that takes all it can leaves others their turn', async () => {
    const service = await startService({ CONNECTS_PER_SECOND: '20', TRUST_PROXY: '1' });
    const greedy = Array.from({ length: 100 }, () => comeIn(service, GREEDY));
    const honest = await Promise.all(Array.from({ length: 3 }, () => comeIn(service, HONEST)));
    expect(honest).toEqual(['in', 'in', 'in']);
    expect(await Promise.all(greedy)).toContain('503');
  });

  test('a network is all that its owner has, and counts as one', async () => {
    const service = await startService({ READERS_PER_ADDRESS: '2', TRUST_PROXY: '1' });
    const results = [];
    for (const address of ['2001:db8:0:1::1', '2001:db8:0:2::1', '2001:db8:0:ff::1', '2001:db8:0:100::1']) {
      results.push(await comeIn(service, address));
    }
    for (const address of ['203.0.113.5', '::ffff:203.0.113.5', '::ffff:cb00:7105', 'no address']) {
      results.push(await comeIn(service, address));
    }
    expect(results).toEqual(['in', 'in', '503', 'in', 'in', 'in', '503', 'in']);
  });
});

test.each([
  ['of no handshake', LIVE, ['Upgrade: websocket']],
  ['of another Engine.IO', '/live/?EIO=3&transport=websocket', ['Upgrade: websocket', KEY]],
  ['for a socket that isn’t there', '/nope', ['Upgrade: websocket', KEY]],
  ['for the desk without a cookie', '/desk/live/?EIO=4&transport=websocket', ['Upgrade: websocket', KEY]],
  ['for the desk of no handshake', '/desk/live', ['Upgrade: websocket']],
  ['to HTTP/2', '/', ['Upgrade: h2c', 'HTTP2-Settings: AAMAAABkAAQAAP__']],
])('[R12] an upgrade %s is let go, though its sender never lets go', async (_what, path, lines) => {
  const service = await startService();
  const socket = open(service, path, lines);
  await new Promise((resolve) => socket.resume().once('end', resolve));
  await expect.poll(() => isDestroyed(service), { timeout: 10_000 }).toBe(true);
});

test('what else a client would like to speak, it is answered in what it speaks', async () => {
  const service = await startService();
  const socket = open(service, '/healthz', ['Upgrade: h2c', 'HTTP2-Settings: AAMAAABkAAQAAP__']);
  expect(await firstLine(socket)).toBe('HTTP/1.1 200 OK');
});

test('[R12] answers that nobody reads are let go, and those that are read slowly are not', async () => {
  const service = await startService({ UNREAD_SECONDS: '2' });
  const desk = await service.desk();
  await desk.createBlog({ slug: 'storm', title: 'Storm' });
  for (let n = 0; n < 20; n += 1) {
    await desk.publish('storm', { headline: `${n}`, html: `<p>${'wind and rain '.repeat(1_200)}</p>` });
  }
  const request = 'GET /api/v1/blogs/storm HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(60);
  const unread = connectTo(service);
  unread.pause().write(request);
  await expect.poll(() => limited(service, 'unread'), { timeout: 10_000 }).toBe(1);
  const slow = connectTo(service);
  let taken = 0;
  slow.on('data', (data) => {
    taken += data.length;
    slow.pause();
    setTimeout(() => slow.resume(), 5);
  });
  slow.write(request);
  await expect.poll(() => taken, { timeout: 20_000 }).toBeGreaterThan(2_500_000);
  expect(slow.destroyed).toBe(false);
  expect(await limited(service, 'unread')).toBe(1);
});

test('[R12] one network holds so many connections and no more', async () => {
  const service = await startService({ CONNECTIONS_PER_NETWORK: '3' });
  const sockets = Array.from({ length: 5 }, () => connectTo(service, '127.0.0.66'));
  sockets.forEach((socket) => socket.resume());
  const closed = () => sockets.filter((socket) => socket.destroyed).length;
  await expect.poll(closed, { timeout: 10_000 }).toBe(2);
  expect((await fetch(`${service.url}/healthz`)).status).toBe(200);
  expect(await limited(service, 'connections')).toBe(2);
  sockets.forEach((socket) => socket.destroy());
  const again = async () => {
    const socket = open(service, '/healthz', [], '127.0.0.66');
    return firstLine(socket).finally(() => socket.destroy());
  };
  await expect.poll(again, { timeout: 10_000 }).toBe('HTTP/1.1 200 OK');
});

/** Nothing but the question itself is connected. */
async function isDestroyed({ url }: Service): Promise<boolean> {
  const text = await (await fetch(`${url}/metrics`, { headers: { Connection: 'close' } })).text();
  return Number(/^dateline_connections (\d+)/m.exec(text)?.[1]) === 1;
}

async function limited({ url }: Service, limit: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(new RegExp(`^dateline_limited_total\\{limit="${limit}"\\} (\\d+)`, 'm').exec(text)?.[1] ?? 0);
}

function connectTo({ url }: Service, from = '127.0.0.1', allowHalfOpen = false): Socket {
  const at = { host: '127.0.0.1', port: Number(new URL(url).port), localAddress: from };
  const socket = connect({ ...at, allowHalfOpen });
  socket.on('error', () => socket.destroy());
  socket.on('close', () => socket.destroy());
  onTestFinished(() => void socket.destroy());
  return socket;
}

/** Asks, and keeps its own half open, whatever the server does. */
function open(service: Service, path: string, lines: string[], from?: string): Socket {
  const socket = connectTo(service, from, true);
  const upgrade = lines.length > 0 ? ['Connection: Upgrade', ...lines] : [];
  socket.write(`${[`GET ${path} HTTP/1.1`, 'Host: localhost', ...upgrade].join('\r\n')}\r\n\r\n`);
  return socket;
}

function firstLine(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    socket.once('data', (data) => resolve(data.toString().split('\r\n', 1)[0]!));
    socket.once('end', () => resolve('closed'));
    socket.once('close', () => resolve('closed'));
  });
}

/** Whether a reader who comes from this address is let in, or with which status it is not. */
function comeIn({ url }: Service, address: string): Promise<string> {
  const headers = { 'X-Forwarded-For': address };
  const socket = new WebSocket(url.replace('http', 'ws') + LIVE, { headers });
  onTestFinished(() => socket.terminate());
  return new Promise((resolve) => {
    socket.once('open', () => resolve('in'));
    socket.once('unexpected-response', (_request, response) => resolve(String(response.statusCode)));
    socket.on('error', () => {}); // of one that is ended before it began
  });
}

test('[R12] what many ask for is made once, whichever cursor or spelling leads there', async () => {
  const service = await startService({ READS_PER_NETWORK: '2' });
  const desk = await service.desk();
  await desk.createBlog({ slug: 'storm', title: 'Storm' });
  for (let n = 0; n < 45; n += 1) await desk.publish('storm', { headline: `${n}` });
  const first = await (await fetch(`${service.url}/api/v1/blogs/storm`)).json();
  const [time, id] = (first as { older: string }).older.split('-');
  const read = async (path: string) => {
    const response = await fetch(service.url + path);
    return [response.status, response.headers.get('ETag'), await response.text()] as const;
  };
  const [, tag, html] = await read(`/storm?before=${time}-${id}`);
  const others = [`/storm?before=${time}-${id!.slice(0, -1)}`, `/%73torm?x=1&before=${time}-${id}`];
  for (const path of others) expect(await read(path)).toEqual([200, tag, html]);
  const crowd = await Promise.all(Array.from({ length: 40 }, () => read(`/storm?before=${time}-${id}`)));
  expect(new Set(crowd.map(([status]) => status))).toEqual(new Set([200]));
  const one = (n: number) => read(`/api/v1/blogs/storm/entries?limit=${n + 1}`);
  const greedy = await Promise.all(Array.from({ length: 40 }, (_, n) => one(n)));
  expect(new Set(greedy.map(([status]) => status))).toEqual(new Set([200, 429]));
  expect(await limited(service, 'reads')).toBe(greedy.filter(([status]) => status === 429).length);
});

test('[R12] the list of blogs is one answer for a crowd, and is never older than the question', async () => {
  const service = await startService({ READS_PER_NETWORK: '2' });
  const desk = await service.desk();
  const ask = async (path: string) => {
    const response = await fetch(service.url + path);
    return [response.status, response.headers.get('ETag'), await response.text()] as const;
  };
  for (const path of ['/', '/api/v1/blogs', '/sitemap.xml']) {
    const slug = `storm-${path.length}`;
    await desk.createBlog({ slug, title: `Storm ${path}` });
    const [status, tag, text] = await ask(path);
    expect([status, text.includes(slug)]).toEqual([200, true]);
    const crowd = await Promise.all(Array.from({ length: 40 }, (_, n) => ask(`${path}?n=${n}`)));
    expect(new Set(crowd.map(([status, tag]) => `${status} ${tag}`))).toEqual(new Set([`200 ${tag}`]));
  }
  const rest = await fetch(`${service.url}/api/v1/blogs?limit=1&status=live&n=1`);
  const next = /^<([^>]+)>; rel="next"$/.exec(rest.headers.get('Link')!)![1]!;
  expect(JSON.parse((await ask(next))[2])).toMatchObject({
    blogs: [{ slug: 'storm-13' }],
    older: expect.any(String),
  });
});

test('[R12] a token that sends a hundred commands at once has a few under way, and others theirs beside them', async () => {
  const DATABASE_URL = await newDatabase(inject('postgresUrl'));
  const service = await startService({ DATABASE_URL, REQUESTS_PER_PERSON: '20' });
  const [greedy, honest] = [await service.desk(), await service.desk()];
  await honest.createBlog({ slug: 'storm', title: 'Storm' });
  let answered = 0;
  const statuses = Array.from({ length: 80 }, async (_, n) => {
    const status = await greedy.publish('storm', { headline: `${n}` }).then(
      () => 201,
      (refused: Refused) => refused.status,
    );
    if (status === 201) answered += 1;
    return status;
  });
  await honest.publish('storm', { headline: 'news' });
  expect(answered).toBeLessThan(40);
  expect(new Set(await Promise.all(statuses))).toEqual(new Set([201, 429]));
  expect(await limited(service, 'person')).toBe(80 - answered);
});

test('what was changed comes twenty revisions at a time, and nothing from before a removal', async () => {
  const service = await startService();
  const desk = await service.desk();
  await desk.createBlog({ slug: 'storm', title: 'Storm', showChanges: true });
  let entry = await desk.publish('storm', { headline: 'revision 1' });
  for (let n = 2; n <= 45; n += 1) entry = await desk.edit('storm', entry, { headline: `revision ${n}` });
  const read = async (query: string) => {
    const response = await fetch(`${service.url}/api/v1/blogs/storm/entries/${entry.id}/changes${query}`);
    const { revisions, older } = (await response.json()) as {
      revisions: { revision: number }[];
      older: number | null;
    };
    return [revisions.map(({ revision }) => revision), older] as const;
  };
  const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => from + n);
  expect(await read('')).toEqual([numbers(26, 45), 26]);
  expect(await read('?before=26')).toEqual([numbers(6, 25), 6]);
  expect(await read('?before=6')).toEqual([numbers(1, 5), null]);
});

test('[R12] whoever opens desk after desk has so many and no more, and tells the others twice a second at most', async () => {
  const service = await startService({ DESK_SOCKETS_PER_PERSON: '3' });
  const desk = await service.desk();
  await desk.createBlog({ slug: 'storm', title: 'Storm' });
  const [greedy, honest] = [
    await signedIn(service.store, 'Greedy', 'contributor'),
    await signedIn(service.store, 'Honest'),
  ];
  const headers = ({ cookie }: { cookie: string }) => ({ Cookie: cookie, Origin: service.url });
  const desks = Array.from({ length: 5 }, () => openDesk(service.url, headers(greedy)));
  await expect.poll(() => limited(service, 'desk-sockets'), { timeout: 10_000 }).toBe(2);
  const other = openDesk(service.url, headers(honest));
  await other.watch('storm');
  let told = 0;
  other.socket.on('presence', () => (told += 1));
  const inside = desks.filter(({ socket }) => socket.connected);
  await Promise.all(inside.map((one) => one.watch('storm')));
  const start = performance.now();
  for (let n = 0; n < 25; n += 1) for (const { socket } of inside) socket.emit('editing', { entry: `e${n}` });
  const last = () => other.people.filter(({ editing }) => editing === 'e24').length;
  await expect.poll(last, { timeout: 10_000 }).toBe(3);
  expect(told).toBeLessThanOrEqual(2 + (performance.now() - start) / 250);
});

test('[R12] snapshots to a network that takes none keep nobody waiting, and are made once', async () => {
  const service = await startService({ TRUST_PROXY: '1', READER_MESSAGES_PER_SECOND: '10' });
  const desk = await service.desk();
  await desk.createBlog({ slug: 'storm', title: 'Storm' });
  for (let n = 0; n < 20; n += 1) {
    await desk.publish('storm', { headline: `${n}`, html: `<p>${'wind and rain '.repeat(1_200)}</p>` });
  }
  const sockets = Array.from({ length: 10 }, () => {
    const headers = { 'X-Forwarded-For': GREEDY };
    return new WebSocket(service.url.replace('http', 'ws') + LIVE, { headers });
  });
  for (const socket of sockets) onTestFinished(() => socket.terminate());
  await Promise.all(sockets.map((socket) => new Promise((resolve) => socket.once('open', resolve))));
  for (const socket of sockets) {
    socket.pause();
    socket.send('40');
    for (let n = 0; n < 60; n += 1) socket.send(`42${n}["join",{"blog":"storm","after":0}]`);
  }
  const before = process.memoryUsage().rss;
  const reader = await openReader(service.url, 'storm');
  await reader.is('live');
  await desk.publish('storm', { headline: 'news' });
  await reader.sees(({ entries }) => entries[0]?.headline === 'news');
  // 10 × 60 × 360 KB would be 216 MB.
  expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000);
}, 60_000);
