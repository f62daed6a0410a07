/** What one greedy client does, each for as long as it is let. All of it comes from one address. */
import { Agent, get } from 'node:http';
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { cursorAt } from '../../../shared/blog.ts';
import { idOf } from '../folder.ts';
import { BareReader } from '../reader.ts';
import { BLOGS } from './scene.ts';

/** On the loopback every address of 127/8 is ours: the honest ones come from another. */
const FROM = '127.0.0.66';

export interface Target {
  url: string;
  /** The value of a contributor's cookie. */
  contributor: string;
}

/** Goes on until the process is ended. */
type Load = (target: Target) => Promise<void>;

export const LOADS: Record<string, Load> = {
  'older pages, 16 connections': ask(16, (n) => `/news?before=${cursor(n)}`),
  'older pages, 100 connections': ask(100, (n) => `/news?before=${cursor(n)}`),
  'pages of entries, 100 connections': ask(100, (n) => `/news/${idOf('news', n % BLOGS.news)}`),
  'entries?limit=100, 100 connections': ask(
    100,
    (n) => `/api/v1/blogs/news/entries?limit=100&before=${cursor(n)}`,
  ),
  'largest pages, 16 connections': ask(16, (n) => `/large/${idOf('large', n % BLOGS.large)}`),
  'largest entries?limit=, 16 connections': ask(
    16,
    (n) => `/api/v1/blogs/large/entries?limit=${1 + (n % 100)}`,
  ),
  'the newest page, 100 connections': ask(100, () => '/news'),
  'other spellings of it, 100 connections': ask(100, (n) => `/%6Eews?n=${n}`),
  'frames, each with another query, 100 connections': ask(
    100,
    (n) => `/embed/news?limit=${1 + (n % 40)}&n=${n}`,
  ),
  'pages that are not there, 100 connections': ask(100, (n) => `/news/none${n}`),
  'the front, 100 connections': ask(100, (n) => `/?n=${n}`),
  'feeds and oEmbed, 100 connections': ask(100, (n) =>
    n % 2
      ? `/news/feed.rss?n=${n}`
      : `/oembed?url=${encodeURIComponent(`http://127.0.0.1/news/${idOf('news', n % BLOGS.news)}`)}`,
  ),
  'changes of 250 revisions, six at a time': ask(
    6,
    () => `/api/v1/blogs/large/entries/${idOf('large', 0)}/changes`,
  ),
  'updates?after=, one after the other': ask(
    16,
    (n) => `/api/v1/blogs/${n % 2 ? 'large' : 'news'}/updates?after=${n % 2_000}`,
  ),
  'desk searches, six at a time': ask(6, (n) => `/api/v1/blogs/news/desk/entries?q=nothing${n}`, true),
  '60 desk sockets, each editing': editing(60),
  '100 desk sockets, each editing': editing(100),
  'bad upgrades, 12 at a time': badUpgrades(12),
  'good upgrades, 12 at a time': goodUpgrades(12),
  '18 joins on each of 190 sockets, common entries': joins('news'),
  '18 joins on each of 190 sockets, of 4 KB': joins('middle'),
  '18 joins on each of 190 sockets, the largest': joins('large'),
  '420 refused upgrades, held open': heldUpgrades(420),
  'requests all at once, 16 connections': pipelined(16),
  'answers that nobody reads, 100 connections': unread(100),
  'bodies that never come, 400 connections': slowBodies(400),
};

/** The place of the n-th entry of `news`, in an order that repeats late. */
function cursor(n: number): string {
  return cursorAt({
    publishedAt: new Date(Date.now() - ((n * 7) % (BLOGS.news * 1_000))).toISOString(),
    id: 'z',
  });
}

function ask(connections: number, path: (n: number) => string, isDesk = false): Load {
  return async ({ url, contributor }) => {
    const agent = new Agent({ keepAlive: true, maxSockets: connections });
    const headers = { 'Accept-Encoding': 'br', ...(isDesk && { Cookie: `dateline=${contributor}` }) };
    let n = 0;
    const one = () =>
      new Promise<void>((resolve) => {
        const request = get(url + path((n += 1)), { agent, localAddress: FROM, headers }, (response) => {
          response.resume().once('close', resolve);
          count(`${response.statusCode}`);
        });
        request.once('error', () => (count('broken'), setTimeout(resolve, 10)));
      });
    await Promise.all(Array.from({ length: connections }, () => forever(one)));
  };
}

function editing(sockets: number): Load {
  return async ({ url, contributor }) => {
    const headers = [`Cookie: dateline=${contributor}`, 'Sec-Fetch-Site: same-origin'];
    const desks = await openAll(sockets, () =>
      BareReader.open(url, { from: FROM, path: '/desk/live/', headers }).then(async (desk) => {
        await desk.ask('watch', { blog: 'news' });
        return desk;
      }),
    );
    let n = 0;
    await forever(async () => {
      for (const desk of desks) desk.say('editing', { entry: idOf('news', (n += 1) % BLOGS.news) });
      await pause(220);
    });
  };
}

function joins(blog: string): Load {
  return async ({ url }) => {
    const readers = await openAll(190, () => BareReader.open(url, { from: FROM }));
    await forever(async () => {
      for (const reader of readers)
        for (let n = 0; n < 18; n += 1)
          reader.ask('join', { blog, after: 0 }).then(
            () => count('joined'),
            () => {},
          );
      await pause(10_000);
    });
  };
}

function goodUpgrades(atOnce: number): Load {
  return async ({ url }) => {
    const one = async () => {
      const reader = await BareReader.open(url, { from: FROM }).catch(() => undefined);
      count(reader ? 'let in' : 'refused');
      reader?.close();
      await pause(1);
    };
    await Promise.all(Array.from({ length: atOnce }, () => forever(one)));
  };
}

function badUpgrades(atOnce: number): Load {
  return ({ url }) => refusedUpgrades(url, atOnce, async (socket) => void socket.destroy());
}

function heldUpgrades(sockets: number): Load {
  return ({ url }) =>
    refusedUpgrades(url, sockets, async (socket) => {
      if (!socket.destroyed) await new Promise((resolve) => socket.once('close', resolve));
      count('closed by the server');
      await pause(1_000);
    });
}

/** Each of them wrong in another way. */
async function refusedUpgrades(
  url: string,
  atOnce: number,
  then: (socket: Socket) => Promise<void>,
): Promise<void> {
  const websocket = [
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
  ];
  const forms: [string, string[]][] = [
    ['/live/?EIO=4&transport=websocket', ['Upgrade: websocket']],
    ['/live/?EIO=9&transport=websocket', websocket],
    ['/nope', websocket],
    ['/desk/live/?EIO=4&transport=websocket', websocket],
    ['/', ['Upgrade: h2c', 'HTTP2-Settings: AAMAAABkAAQAAP__']],
  ];
  let n = 0;
  await Promise.all(
    Array.from({ length: atOnce }, () =>
      forever(async () => {
        const [path, lines] = forms[(n += 1) % forms.length]!;
        const socket = open(url);
        const head = [`GET ${path} HTTP/1.1`, 'Host: localhost', 'Connection: Upgrade', ...lines];
        socket.write(`${head.join('\r\n')}\r\n\r\n`);
        const answered = new Promise((resolve) => socket.once('data', resolve).once('close', resolve));
        await answered;
        socket.resume();
        count('answered');
        await then(socket);
      }),
    ),
  );
}

function unread(connections: number): Load {
  return async ({ url }) => {
    const paths = [
      `/api/v1/blogs/large/entries?limit=100`,
      '/large',
      `/api/v1/blogs/large/entries/${idOf('large', 0)}/changes`,
    ];
    await Promise.all(
      Array.from({ length: connections }, (_, n) =>
        forever(async () => {
          const socket = open(url).pause();
          const request = `GET ${paths[n % paths.length]} HTTP/1.1\r\nHost: localhost\r\n\r\n`;
          socket.write(request.repeat(40));
          await new Promise((resolve) => socket.once('close', resolve));
          count('closed by the server');
        }),
      ),
    );
  };
}

/** Three hundred requests in one packet, and again. */
function pipelined(connections: number): Load {
  return async ({ url }) => {
    const requests = 'GET /news HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(300);
    const one = async () => {
      const socket = open(url);
      let taken = 0;
      socket.on('data', (data) => (taken += data.length));
      socket.write(requests);
      await Promise.race([new Promise((resolve) => socket.once('close', resolve)), pause(1_000)]);
      count('MB', taken / 1e6);
      socket.destroy();
    };
    await Promise.all(Array.from({ length: connections }, () => forever(one)));
  };
}

function slowBodies(connections: number): Load {
  return async ({ url }) => {
    await Promise.all(
      Array.from({ length: connections }, () =>
        forever(async () => {
          const socket = open(url);
          const lines = ['POST /api/v1/session HTTP/1.1', 'Host: localhost', 'Sec-Fetch-Site: same-origin'];
          socket.write(
            `${[...lines, 'Content-Type: application/json', 'Content-Length: 60000'].join('\r\n')}\r\n\r\n`,
          );
          const dripping = setInterval(() => socket.write(' '), 500);
          await new Promise((resolve) => socket.resume().once('close', resolve));
          clearInterval(dripping);
          count('closed by the server');
        }),
      ),
    );
  };
}

function open(url: string): Socket {
  const socket = connect({ host: '127.0.0.1', port: Number(new URL(url).port), localAddress: FROM });
  return socket.on('error', () => socket.destroy());
}

/** Those that are let in, fifty at a time. */
async function openAll<T>(sockets: number, one: () => Promise<T>): Promise<T[]> {
  const opened: T[] = [];
  for (let n = 0; n < sockets; n += 50) {
    const some = await Promise.allSettled(Array.from({ length: Math.min(50, sockets - n) }, one));
    for (const each of some) {
      count(each.status === 'fulfilled' ? 'let in' : 'refused');
      if (each.status === 'fulfilled') opened.push(each.value);
    }
    await pause(300);
  }
  return opened;
}

async function forever(one: () => Promise<unknown>): Promise<never> {
  for (;;) await one();
}

/** What came of it so far, in words. */
export const counts: Record<string, number> = {};

function count(what: string, much = 1): void {
  counts[what] = (counts[what] ?? 0) + much;
}
