import { io, type Socket } from 'socket.io-client';
import { describe, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import type { Update } from '../../shared/blog.ts';
import type { JoinAnswer } from '../../shared/protocol.ts';
import { startProxy } from '../support/proxy.ts';
import { openReader } from '../support/reader.ts';
import { startService } from '../support/service.ts';

/** A service with one blog, and a stock client as a stranger would write it. */
async function liveBlog(env: Record<string, string> = {}) {
  const service = await startService(env);
  const desk = await service.desk();
  await desk.createBlog({ slug: 'storm', title: 'Storm' });
  return { service, desk, url: service.url };
}

function connect(url: string): Socket {
  const socket = io(url, { path: '/live', transports: ['websocket'], reconnection: false, forceNew: true });
  onTestFinished(() => void socket.close());
  return socket;
}

const join = (socket: Socket, blog: string, after: number): Promise<JoinAnswer> =>
  socket.timeout(5_000).emitWithAck('join', { blog, after }) as Promise<JoinAnswer>;

const next = <T>(socket: Socket, name: string): Promise<T> =>
  new Promise((resolve) => socket.once(name, resolve));
const isClosed = (socket: Socket): Promise<string> => next(socket, 'disconnect');

describe('joining', () => {
  test('answers with what is missing, and then pushes each update in order', async () => {
    const { desk, url } = await liveBlog();
    await desk.publish('storm', { headline: 'one' });
    const socket = connect(url);
    const answer = (await join(socket, 'storm', 1)) as Update;
    expect(answer).toMatchObject({ blog: 'storm', from: 1, to: 2, entries: [{ headline: 'one' }] });

    const updates: Update[] = [];
    socket.on('update', (update: Update) => updates.push(update));
    const two = await desk.publish('storm', { headline: 'two' });
    await desk.edit('storm', two, { headline: '2' });
    await desk.remove('storm', two.id);
    await expect.poll(() => updates.at(-1)?.to).toBe(5);
    let at = 2;
    for (const { from, to } of updates) {
      expect(from).toBe(at);
      expect(to).toBeGreaterThan(from);
      at = to;
    }
    expect(updates.at(-1)!.entries).toEqual([{ id: two.id, seq: 5, removed: true }]);
  });

  test('[R3] too far behind, or ahead of the clock, gets a snapshot of the newest page', async () => {
    const { desk, url } = await liveBlog();
    for (let n = 0; n < 310; n += 1) await desk.publish('storm', { headline: `${n}` });
    const socket = connect(url);
    for (const after of [0, 5, 1_000]) {
      const answer = (await join(socket, 'storm', after)) as Update;
      expect(answer).toMatchObject({ from: 0, to: 311, head: { title: 'Storm' } });
      expect(answer.entries.length).toBeLessThan(40);
      expect(answer.older).toEqual(expect.any(String));
    }
    const answer = (await join(socket, 'storm', 11)) as Update;
    expect(answer).toMatchObject({ from: 11, to: 311 });
    expect(answer.entries.length).toBe(300);
  });

  test('a blog that is not there, or not public yet, is not found; leaving ends the updates', async () => {
    const { desk, url } = await liveBlog();
    await desk.createBlog({ slug: 'secret', title: 'x', status: 'draft' });
    const socket = connect(url);
    expect(await join(socket, 'none', 0)).toEqual({ error: 'not-found' });
    expect(await join(socket, 'secret', 0)).toEqual({ error: 'not-found' });
    await join(socket, 'storm', 0);
    socket.emit('leave', { blog: 'storm' });
    const heard: unknown[] = [];
    socket.on('update', (update) => heard.push(update));
    const other = connect(url);
    await join(other, 'storm', 0);
    await Promise.all([next(other, 'update'), desk.publish('storm', { headline: 'x' })]);
    expect(heard).toEqual([]);
  });

  test('no more blogs at once than allowed', async () => {
    const { desk, url } = await liveBlog({ BLOGS_PER_READER: '1' });
    await desk.createBlog({ slug: 'two', title: 'Two' });
    const socket = connect(url);
    await join(socket, 'storm', 0);
    expect(await join(socket, 'two', 0)).toEqual({ error: 'too-many' });
    expect(await join(socket, 'storm', 1)).toMatchObject({ from: 1 });
  });
});

describe('[R6] after catch-up every reader’s blog equals the store’s', () => {
  test('with readers that come, drop and come back while the desk publishes, edits and removes', async () => {
    const { service, desk } = await liveBlog();
    const network = await startProxy(service.url);
    const readers = await Promise.all(Array.from({ length: 12 }, () => openReader(network.url, 'storm')));
    const entries: { id: string; revision: number }[] = [];
    for (let n = 0; n < 120; n += 1) {
      const entry = entries[(n * 7) % Math.max(1, entries.length)];
      if (n % 5 === 3 && entry)
        Object.assign(entry, await desk.edit('storm', entry, { headline: `edited ${n}` }));
      else if (n % 7 === 5 && entry) {
        await desk.remove('storm', entry.id);
        entries.splice(entries.indexOf(entry), 1);
      } else
        entries.push(
          await desk.publish('storm', { headline: `${n}`, pinned: n % 10 === 0, keyEvent: n % 9 === 0 }),
        );
      if (n % 30 === 10) network.cut();
      if (n % 40 === 20) readers.push(await openReader(network.url, 'storm'));
    }
    const truth = (await service.store.public.updateSince('storm', 0))!;
    for (const reader of readers) {
      reader.wake(); // as a browser does when the network is back
      const blog = await reader.sees(({ seq }) => seq === truth.to, 'the last command');
      expect(blog.head).toEqual(truth.head);
      const held = blog.entries.slice(0, truth.entries.length);
      expect(held).toEqual(truth.entries);
    }
  });

  test('nothing is shown twice or backwards', async () => {
    const { desk, url } = await liveBlog();
    const reader = await openReader(url, 'storm');
    await reader.is('live');
    await Promise.all(Array.from({ length: 50 }, (_, n) => desk.publish('storm', { headline: `${n}` })));
    await reader.sees(({ seq }) => seq === 51);
    const seqs = reader.shown.map(({ seq }) => seq);
    expect(seqs).toEqual(seqs.toSorted((a, b) => a - b));
    expect(new Set(reader.blog().entries.map(({ id }) => id)).size).toBe(50);
  });
});

test('[R6] a reader who comes from a node that knew more is not shown an older blog', async () => {
  const { service, desk } = await liveBlog();
  const other = await startService({ DATA_DIR: service.config.DATA_DIR }); // the same record, and no bell between them
  await fetch(`${other.url}/api/v1/blogs/storm`);
  await desk.publish('storm', { headline: 'news' });
  const answer = await join(connect(other.url), 'storm', 2);
  expect(answer).toMatchObject({ from: 2, to: 2, entries: [] });
  await desk.publish('storm', { headline: 'more' });
  const poll = await fetch(`${other.url}/api/v1/blogs/storm/updates?after=3`);
  expect(await poll.json()).toMatchObject({ from: 3, to: 3 });
});

describe('[R10] a reader’s socket can only join and leave', () => {
  const frames: [string, [string, ...unknown[]]][] = [
    ['an unknown name', ['publish', { blog: 'storm', headline: 'x' }]],
    ['no argument', ['join']],
    ['null', ['join', null]],
    ['no acknowledgement', ['join', { blog: 'storm', after: 0 }]],
    ['a list', ['join', [['storm', 0]]]],
    ['no blog', ['join', { after: 0 }]],
    ['a blog that is an object', ['join', { blog: { length: 1 }, after: 0 }]],
    ['a prototype', ['join', { blog: '__proto__', after: 0 }]],
    ['after as text', ['join', { blog: 'storm', after: '0' }]],
    ['after below nothing', ['join', { blog: 'storm', after: -1 }]],
    ['after as a fraction', ['join', { blog: 'storm', after: 0.5 }]],
    ['bytes', ['join', Buffer.from('storm')]],
    ['leave without a blog', ['leave', {}]],
    ['a reserved name', ['disconnecting', 'x']],
  ];

  test.each(frames)('%s costs the sender its connection and nobody else anything', async (_name, frame) => {
    const { desk, url } = await liveBlog();
    const reader = await openReader(url, 'storm');
    await reader.is('live');
    const bad = connect(url);
    await next(bad, 'connect');
    const closed = isClosed(bad);
    if (frame[0] === 'disconnecting') raw(bad, `2${JSON.stringify(frame)}`);
    else bad.emit(...frame);
    await closed;
    await desk.publish('storm', { headline: 'still here' });
    await reader.sees(({ entries }) => entries[0]?.headline === 'still here');
    expect(reader.connections).toEqual(['live']);
  });

  test('who asked for an answer gets one before the line ends, and hears why', async () => {
    const { url } = await liveBlog();
    const bad = connect(url);
    const heard = next<{ code: string }>(bad, 'error');
    expect(await bad.emitWithAck('join', { blog: 'storm' })).toEqual({ error: 'bad-request' });
    expect(await heard).toMatchObject({ code: 'bad-join' });
  });

  test('a frame that is too large, no packet, or no text at all closes the socket; the process lives', async () => {
    const { desk, url } = await liveBlog();
    const reader = await openReader(url, 'storm');
    const payloads = [
      'x',
      '42',
      '42[',
      '42["join"',
      '4',
      '9',
      '',
      `42${'['.repeat(8_000)}`,
      '451-["join",{"_placeholder":true,"num":0}]',
    ];
    for (const payload of [...payloads, 'x'.repeat(20_000), Buffer.alloc(64)]) {
      const socket = await rawSocket(url);
      const closed = new Promise((resolve) => socket.once('close', resolve));
      socket.send(payload);
      socket.send('42["publish",{}]');
      await closed;
    }
    await desk.publish('storm', { headline: 'still here' });
    await reader.sees(({ entries }) => entries[0]?.headline === 'still here');
  });

  test('messages beyond the allowance close the socket', async () => {
    const { url } = await liveBlog();
    const socket = connect(url);
    await next(socket, 'connect');
    const closed = isClosed(socket);
    for (let n = 0; n < 50; n += 1) socket.emit('join', { blog: 'storm', after: 0 }, () => {});
    await closed;
  });
});

describe('who may come in', () => {
  test('only so many from one address, and the place is free again when one goes', async () => {
    const { url } = await liveBlog({ READERS_PER_ADDRESS: '2' });
    const [first, second] = [connect(url), connect(url)];
    await Promise.all([next(first, 'connect'), next(second, 'connect')]);
    await next(connect(url), 'connect_error');
    first.close();
    await expect
      .poll(async () => {
        const again = connect(url);
        return Promise.race([
          next(again, 'connect').then(() => 'in'),
          next(again, 'connect_error').then(() => 'out'),
        ]);
      })
      .toBe('in');
  });

  test('one too many is told when to come back', async () => {
    const { url } = await liveBlog({ READERS_PER_NODE: '1' });
    await rawSocket(url);
    const refused = new WebSocket(`${url.replace('http', 'ws')}/live/?EIO=4&transport=websocket`);
    const response = await new Promise<{ statusCode?: number; headers: Record<string, unknown> }>(
      (resolve) => {
        refused.once('unexpected-response', (_request, response) => resolve(response as never));
      },
    );
    expect(response.statusCode).toBe(503);
    expect(Number(response.headers['retry-after'])).toBeGreaterThanOrEqual(5);
  });

  test('any other path for a socket is turned away', async () => {
    const { url } = await liveBlog();
    const socket = new WebSocket(`${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
    const status = await new Promise((resolve) => {
      socket.once('unexpected-response', (_request, response) => resolve(response.statusCode));
    });
    expect(status).toBe(404);
  });

  test('a client that begins by polling hears what to do instead, and an old Engine.IO is refused by HTTP', async () => {
    const { url } = await liveBlog();
    const polling = await fetch(`${url}/live/?EIO=4&transport=polling`);
    expect(polling.status).toBe(400);
    expect(await polling.json()).toMatchObject({ message: expect.stringContaining("['websocket']") });
    const stock = io(url, { path: '/live', reconnection: false, forceNew: true });
    onTestFinished(() => void stock.close());
    expect(await next<Error>(stock, 'connect_error')).toBeInstanceOf(Error);
    const old = new WebSocket(`${url.replace('http', 'ws')}/live/?EIO=3&transport=websocket`);
    const status = await new Promise((resolve) => {
      old.once('unexpected-response', (_request, response) => resolve(response.statusCode));
    });
    expect(status).toBe(400);
  });
});

describe('[R12] a slow reader', () => {
  test('is let go when too much waits for it, and nobody else notices', async () => {
    const { service, desk, url } = await liveBlog({ SLOW_READER_BYTES: '65536', WRITES_PER_MINUTE: '10000' });
    const reader = await openReader(url, 'storm');
    await reader.is('live');
    const slow = await rawSocket(url);
    const welcome = new Promise((resolve) =>
      slow.on('message', (data) => `${data}`.startsWith('40') && resolve(data)),
    );
    slow.send('40');
    await welcome;
    slow.send('420["join",{"blog":"storm","after":0}]');
    await expect.poll(() => readersOf(url, 'storm')).toBe(2);
    slow.pause();
    for (let sent = 0; sent < 600; sent += 1) {
      await desk.publish('storm', { headline: 'x', html: `<p>${'wind and rain '.repeat(1_200)}</p>` });
    }
    await expect.poll(() => readersOf(url, 'storm'), { timeout: 5_000 }).toBe(1);
    const last = (await service.store.read.blog('storm'))!.seq;
    await reader.sees(({ seq }) => seq === last);
    expect(reader.connections).toEqual(['live']);
  });
});

test('whoever joins hears how many are there, and where the clock stands', async () => {
  const { url } = await liveBlog();
  for (const readers of [1, 2]) {
    const socket = connect(url);
    const audience = next(socket, 'audience');
    await join(socket, 'storm', 0);
    expect(await audience).toEqual({ blog: 'storm', seq: 1, epoch: expect.any(String), readers });
  }
});

/** How many readers there are, told by one who only looks in. */
async function readersOf(url: string, slug: string): Promise<number> {
  const socket = connect(url);
  const audience = next<{ readers: number }>(socket, 'audience');
  await join(socket, slug, 0);
  const { readers } = await audience;
  socket.close();
  return readers - 1;
}

/** Speaks the wire format by hand. */
async function rawSocket(url: string): Promise<WebSocket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/live/?EIO=4&transport=websocket`);
  onTestFinished(() => socket.terminate());
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  return socket;
}

function raw(socket: Socket, packet: string): void {
  (socket.io.engine as unknown as { write(packet: string): void }).write(packet);
}
