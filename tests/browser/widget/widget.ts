/** A partner's page with widgets on it, and what a reader sees of them. */
import type { Page } from 'playwright-core';
import { onTestFinished } from 'vitest';
import { startPartner } from '../../support/partner.ts';
import { liveBlog } from '../support.ts';

/** The blog `storm` with entries, and a partner's site. */
export async function partnerOf(count = 0, blog: object = {}, env: Record<string, string> = {}) {
  const live = await liveBlog(count, blog, env);
  const partner = await startPartner();
  const script = `<script async src="${live.url}/widget.js"></script>`;
  const widget = (attributes = '', slug = 'storm') =>
    `<live-blog src="${live.url}/${slug}" ${attributes}><a href="${live.url}/${slug}">Follow it live</a></live-blog>`;
  return { ...live, partner, script, widget };
}

/** The blog in a frame; `query` begins with its question mark. */
export const frameOf = (url: string, query = '') =>
  `<iframe src="${url}/embed/storm${query}" title="Storm" width="400" height="150" style="border: 0"></iframe>`;

/** The headlines that each widget shows, from the top. */
export const headlinesOn = (page: Page): Promise<string[][]> =>
  page
    .locator('live-blog')
    .evaluateAll((widgets) =>
      widgets.map((widget) =>
        [...widget.shadowRoot!.querySelectorAll('article')].map(
          (article) => article.querySelector('[part=headline]')!.textContent!,
        ),
      ),
    );

/** What the page asks the service for from now on. */
export function watchRequests(page: Page, url: string) {
  const seen = { requests: [] as string[], sockets: 0, openSockets: 0 };
  page.on('request', (request) => {
    if (request.url().startsWith(url)) seen.requests.push(request.url().slice(url.length));
  });
  page.on('websocket', (socket) => {
    seen.sockets += 1;
    seen.openSockets += 1;
    socket.on('close', () => (seen.openSockets -= 1));
  });
  onTestFinished(() => void page.removeAllListeners('websocket'));
  return seen;
}
