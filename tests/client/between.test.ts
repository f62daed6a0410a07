/** Who stands between a reader and the service, and answers in its place: polled past, marked, and never taken for a blog. */
import {
  createServer,
  type IncomingMessage,
  request,
  type RequestListener,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { expect, onTestFinished, test } from 'vitest';
import { follow } from '../../client/follow/follow.ts';
import { readBlog, readOlder, readUpdate } from '../../client/follow/reads.ts';
import type { Connection } from '../../client/follow/state.ts';
import type { Blog } from '../../shared/blog.ts';
import { liveBlog } from './support.ts';

type Pass = (request: IncomingMessage, response: ServerResponse) => void;

/** A proxy in front of the service: `http` and `upgrade` say what becomes of each. `pass` leads on to the service. */
async function between(
  target: string,
  http: (pass: Pass) => RequestListener,
  upgrade: (socket: Duplex) => void,
): Promise<string> {
  const pass: Pass = ({ method, url, headers }, response) => {
    const { hostname, port } = new URL(target);
    request({ hostname, port, method, path: url, headers: { ...headers, connection: 'close' } }, (answer) => {
      response.writeHead(answer.statusCode!, answer.headers);
      answer.pipe(response);
    }).end();
  };
  const server = createServer(http(pass));
  server.on('upgrade', (_, socket) => {
    socket.on('error', () => {});
    upgrade(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function followOver(url: string, blog: Blog) {
  const shown = [blog];
  const told: Connection[] = [];
  const follower = follow({
    origin: url,
    blog,
    onBlog: (next) => shown.push(next),
    onConnection: (connection) => told.push(connection),
  });
  onTestFinished(() => follower.close());
  return { shown, told };
}

const html = (_: IncomingMessage, response: ServerResponse) =>
  void response.writeHead(200, { 'Content-Type': 'text/html' }).end('<h1>Welcome to our hotel</h1>');
const json = (body: unknown) => (_: IncomingMessage, response: ServerResponse) =>
  void response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
const end = (socket: Duplex) =>
  void socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');

const OWN_PAGES: [string, RequestListener][] = [
  ['a hotel’s page', html],
  ['a list', json([])],
  ['nothing', json(null)],
  ['something of its own', json({ status: 'ok' })],
  ['another blog', json({ blog: 'flood', from: 0, to: 9, head: {}, entries: [] })],
  ['half a blog', json({ blog: 'storm', from: 0, to: 9, entries: [] })],
  ['no entries', json({ blog: 'storm', from: 1, to: 9 })],
  ['a way to its own page', (_, response) => void response.writeHead(302, { Location: '/login' }).end()],
];

test('whatever it answers is no blog, and whoever follows is told that nothing comes', async () => {
  const { url } = await liveBlog(1);
  const blog = await readBlog(url, 'storm');
  const all = OWN_PAGES.map(async ([what, answer]) => {
    const address = await between(url, () => answer, end);
    await expect(readBlog(address, 'storm'), what).rejects.toThrow();
    await expect(readUpdate(address, blog), what).rejects.toThrow();
    await expect(readOlder(address, blog, '0-0'), what).rejects.toThrow();
    const { shown, told } = followOver(address, blog);
    await expect.poll(() => told, { timeout: 15_000, message: what }).toEqual(['reconnecting']);
    expect(shown, what).toEqual([blog]);
  });
  await Promise.all(all);
});

const BROKEN_SOCKETS: [string, (socket: Duplex) => void][] = [
  ['it refuses WebSockets', end],
  ['it cuts them', (socket) => void socket.destroy()],
  ['it swallows all that goes over them', (socket) => void socket.resume()],
  [
    'it says something of its own in them',
    (socket) =>
      void socket.write(
        'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\nhello',
      ),
  ],
];

test('where only HTTP gets through, and late, what is published comes, and the page says that it is slower', async () => {
  const { url, desk } = await liveBlog(1);
  const blog = await readBlog(url, 'storm');
  // Keeps each answer back until it is whole, as those do that look for viruses.
  const buffering = (pass: Pass): RequestListener => {
    return (incoming, response) => void setTimeout(() => pass(incoming, response), 300);
  };
  const all = BROKEN_SOCKETS.map(async ([what, upgrade]) => {
    const { shown, told } = followOver(await between(url, buffering, upgrade), blog);
    const newest = () => shown.at(-1)!.entries[0]!.headline;
    await expect.poll(newest, { timeout: 15_000, message: what }).toBe('all the same');
    expect(told, what).toEqual(['polling']);
  });
  await desk.publish('storm', { headline: 'all the same' });
  await Promise.all(all);
});
