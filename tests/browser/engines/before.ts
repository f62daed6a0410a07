/** A proxy in front of a server, for scripts that must run before a page's own: works in every engine alike. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { onTestFinished } from 'vitest';

const SCRIPT = '/script-before-all-others.js';

export interface Before {
  /** The target's address, with the proxy's port in it. */
  url: string;
}

/**
 * Every page that comes through it runs `script` first, and so does the service worker; `change` may rewrite what else
 * comes as text (`type` is the Content-Type without its parameters).
 */
export async function startBefore(
  target: string,
  script: string,
  change: (text: string, type: string) => string = (text) => text,
): Promise<Before> {
  const { hostname, port } = new URL(target);

  const answer = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    if (incoming.url === SCRIPT) {
      outgoing.writeHead(200, {
        'content-type': 'text/javascript',
        'cross-origin-resource-policy': 'cross-origin',
      });
      return void outgoing.end(script);
    }
    const { 'accept-encoding': _, ...headers } = incoming.headers;
    const upstream = request({ hostname, port, path: incoming.url, method: incoming.method, headers });
    upstream.on('response', (response) => void pass(incoming.url!, response, outgoing));
    upstream.on('error', () => outgoing.destroy());
    outgoing.on('close', () => upstream.destroy());
    incoming.pipe(upstream);
  };

  const pass = async (path: string, response: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const type = response.headers['content-type']?.split(';')[0] ?? '';
    const { 'content-length': _, ...headers } = response.headers;
    const status = response.statusCode!;
    if (!/html|css|javascript/.test(type)) {
      outgoing.writeHead(status, response.headers);
      return void response.on('error', () => outgoing.destroy()).pipe(outgoing);
    }
    try {
      let text = change(Buffer.concat(await response.toArray()).toString(), type);
      if (type === 'text/html')
        text = text.replace(/<head>|(?<=<html[^>]*>)/, `$&<script src="${SCRIPT}"></script>`);
      if (path.startsWith('/service-worker.js')) text = `${script};\n${text}`;
      outgoing.writeHead(status, headers).end(text);
    } catch {
      outgoing.destroy();
    }
  };

  const server = createServer(answer);
  server.on('upgrade', (incoming, socket, head) => {
    const upstream = connect(Number(port), hostname, () => {
      const { rawHeaders: raw } = incoming;
      const lines = raw.flatMap((name, n) => (n % 2 ? [] : [`${name}: ${raw[n + 1]}`]));
      upstream.write(`GET ${incoming.url} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
      upstream.write(head);
      socket.pipe(upstream).pipe(socket);
    });
    for (const [one, other] of [
      [socket, upstream],
      [upstream, socket],
    ] as const) {
      one.on('error', () => {});
      one.on('close', () => other.destroy());
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}
