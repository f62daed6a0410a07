/** What Dateline is compared with: the same work in the few lines that anybody would write first. */
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { Server } from 'socket.io';

const [name = '', ...args] = process.argv.slice(2);
const peers: Record<string, (...args: string[]) => Promise<HttpServer> | HttpServer> = {
  'socket.io': socketIo,
  express: expressPage,
  'node:http': nodePage,
};
const server = await peers[name]!(...args);
server.listen(0, '127.0.0.1', () =>
  console.log(`${name} is at http://localhost:${(server.address() as AddressInfo).port}`),
);

/** Stock Socket.IO: whatever is posted goes to the room of its blog. Keeps nothing. */
function socketIo(): HttpServer {
  const app = express();
  const http = createServer(app);
  const io = new Server(http, { path: '/live', transports: ['websocket'] });
  io.on('connection', (socket) => {
    socket.on('join', ({ blog }: { blog: string }, answer: (update: object) => void) => {
      void socket.join(blog);
      answer({ blog, from: 0, to: 0, entries: [] });
    });
  });
  app.post('/', express.json(), (request, response) => {
    const update = request.body as { blog: string };
    io.to(update.blog).emit('update', update);
    response.status(204).end();
  });
  return http;
}

/** Bare Express that sends the very page that `url` has. */
async function expressPage(url: string): Promise<HttpServer> {
  const page = await (await fetch(url)).text();
  const app = express();
  app.get('/:slug', (_request, response) => void response.type('html').send(page));
  return createServer(app);
}

/** Nothing but Node, and the bytes made ready: as fast as it can be. */
async function nodePage(url: string): Promise<HttpServer> {
  const page = Buffer.from(await (await fetch(url)).text());
  return createServer((_request, response) => {
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.setHeader('Content-Length', page.length);
    response.end(page);
  });
}
