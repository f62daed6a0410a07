/** A neighbour's paper with the demo's live blog on its pages, on an origin of its own, as a partner would have it. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface PartnerSite {
  url: string;
  close(): void;
}

/** On a free port. `service` and `slug` say which live blog it shows. */
export async function startPartnerSite(service: string, slug: string): Promise<PartnerSite> {
  const page = pageWith(service, slug);
  const server = createServer((request, response) => {
    const isPage = request.url === '/';
    response.writeHead(isPage ? 200 : 404, { 'content-type': 'text/html; charset=utf-8' });
    response.end(isPage ? page : '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = (): void => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, close };
}

/** Everything that a partner can ask for is here once: to copy, and to try. */
const pageWith = (service: string, slug: string): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>The Vale Echo</title>
<link rel="icon" href="data:,">
<style>
  body { margin: 0 auto; max-width: 68rem; padding: 1rem; font: 1.0625rem/1.6 ui-serif, Georgia, serif; color: #1d2a22; background: #f5f7f2; }
  h1 { margin: 0 0 1rem; border-bottom: 3px double; font-size: 2rem; }
  .columns { display: grid; gap: 2rem; grid-template-columns: minmax(0, 2fr) minmax(16rem, 1fr); }
  aside > * { display: block; margin-bottom: 1.5rem; }
  /* The partner's own colours and fonts. */
  live-blog { --live-blog-accent: #1d6b3c; --live-blog-heading-font: ui-sans-serif, sans-serif; }
  @supports (color: light-dark(red, red)) { live-blog { --live-blog-accent: light-dark(#1d6b3c, #7fc79a); } }
  live-blog::part(headline) { letter-spacing: 0.01em; }
  iframe { width: 100%; border: 1px solid #c9d2c4; }
  @media (max-width: 50rem) { .columns { display: block; } }
</style>
<script async src="${service}/widget.js"></script>
<script async src="${service}/embed.js"></script>
<h1>The Vale Echo</h1>
<live-blog src="${service}/${slug}" layout="ticker"><a href="${service}/${slug}">Follow the flood live</a></live-blog>
<div class="columns">
  <main>
    <p>Up the valley the water has fallen a hand’s width since noon. Down at Merrinford it has not, and our colleagues there report:</p>
    <live-blog src="${service}/${slug}" limit="6"><a href="${service}/${slug}">Follow the flood live</a></live-blog>
  </main>
  <aside>
    <live-blog src="${service}/${slug}" layout="compact" key-events-only theme="dark"><a href="${service}/${slug}">What happened so far</a></live-blog>
    <iframe src="${service}/embed/${slug}?layout=compact&amp;limit=3" title="The flood live, in a frame" referrerpolicy="strict-origin-when-cross-origin" height="300"></iframe>
    <live-blog src="${service}/${slug}" layout="headline" language="uk"><a href="${service}/${slug}">Наживо</a></live-blog>
  </aside>
</div>
</html>
`;
