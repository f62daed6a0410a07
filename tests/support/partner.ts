/** Somebody else's site for a test: pages on an origin of their own, and closed when the test is over. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Desk } from '../../scripts/desk.ts';

export interface Partner {
  /** Its origin; another host than the service's, too. */
  url: string;
  /** Serves `body` at this path from now on, and gives its address. */
  page(path: string, body: string, headers?: Record<string, string>): string;
}

/** `for-all`, `for-listed` and `for-off`: a blog for each choice of who may show it. */
export async function addBlogs(desk: Desk): Promise<void> {
  for (const embedding of ['all', 'listed', 'off']) {
    await desk.createBlog({ slug: `for-${embedding}`, title: embedding, embedding });
  }
}

/** Puts whoever has these sites among the partners. The function takes them off again. */
export async function enlist(desk: Desk, ...origins: string[]): Promise<() => Promise<void>> {
  const partner = { name: 'A partner', origins };
  const { id } = await desk.send<{ id: string }>('POST', '/partners', partner);
  return () => desk.send('DELETE', `/partners/${id}`);
}

export async function startPartner(): Promise<Partner> {
  const pages = new Map<string, { html: string; headers: Record<string, string> }>();
  const server = createServer((request, response) => {
    const page = pages.get(request.url ?? '');
    if (!page) return void response.writeHead(request.url === '/favicon.ico' ? 204 : 404).end();
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...page.headers }).end(page.html);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    page(path, body, headers = {}) {
      const title = '<!doctype html><html lang="en"><meta charset="utf-8"><title>A partner</title>';
      pages.set(path, { html: `${title}<body><main><h1>A partner</h1>${body}</main>`, headers });
      return url + path;
    },
  };
}
