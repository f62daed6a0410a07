/** A browser, and a blog to read in it. */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest';
import { launchChromium } from '../../scripts/chromium.ts';
import type { Desk } from '../../scripts/desk.ts';
import type { Entry, Update } from '../../shared/blog.ts';
import type { DeskEntry } from '../../shared/commands.ts';
import { startService } from '../support/service.ts';

export interface Visit extends BrowserContextOptions {
  /** What this test brings about itself: messages like these are no trouble. */
  forgive?: RegExp;
  /** What has to be there before the page is. */
  prepare?(page: Page): Promise<unknown>;
}

/**
 * A browser for the tests of one file. The function opens an address as somebody who was never here before. Whatever
 * goes wrong on the page unseen (an error, a warning, a failed request, a dialog, a violated CSP) fails the test.
 */
export function startBrowser(
  kind: 'whole' | 'shell' = 'shell',
): (address: string, visit?: Visit) => Promise<Page> {
  let browser: Browser | undefined;
  beforeAll(async () => {
    browser = await launchChromium(kind);
  });
  afterAll(() => browser?.close());

  return async (address, { forgive, prepare, ...options } = {}) => {
    const context = await browser!.newContext({ viewport: { width: 1280, height: 800 }, ...options });
    context.setDefaultTimeout(15_000);
    const page = await context.newPage();
    const troubles = collectTroubles(page, options.javaScriptEnabled !== false);
    onTestFinished(async () => {
      const unexpected = troubles.filter((trouble) => !forgive?.test(trouble));
      await context.close();
      expect(unexpected, 'troubles on the page').toEqual([]);
    });
    await prepare?.(page);
    await page.goto(address);
    return page;
  };
}

function collectTroubles(page: Page, hasScript: boolean): string[] {
  const troubles: string[] = [];
  page.on('console', (message) => void troubles.push(`console ${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => void troubles.push(`error: ${error.message}`));
  page.on('requestfailed', (request) => {
    const why = request.failure()?.errorText;
    // What a navigation leaves behind is let go.
    const isLeft = why === 'net::ERR_ABORTED';
    // Whoever has no script is told all the same which there are, and loads none.
    const isNotLoaded = !hasScript && why === 'csp';
    if (!isLeft && !isNotLoaded) troubles.push(`request: ${request.url()} ${why}`);
  });
  page.on('dialog', (dialog) => {
    troubles.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  return troubles;
}

export interface LiveBlog {
  url: string;
  /** The page's own address. */
  address: string;
  desk: Desk;
  /** What is in it already, newest first. */
  entries: DeskEntry[];
  publish(entry: Record<string, unknown>): Promise<DeskEntry>;
  /** What everybody should see, as the API tells it. */
  snapshot(): Promise<Required<Update> & { entries: Entry[] }>;
}

/** The blog `storm`, with `count` entries in it, a minute apart. */
export async function liveBlog(
  count = 0,
  blog: object = {},
  env: Record<string, string> = {},
): Promise<LiveBlog> {
  const { url, desk: newDesk } = await startService(env);
  const desk = await newDesk();
  await desk.createBlog({ slug: 'storm', title: 'Storm', ...blog });
  const entries: DeskEntry[] = [];
  for (let n = 1; n <= count; n += 1) {
    const publishedAt = new Date(Date.now() - (count - n + 1) * 60_000).toISOString();
    entries.unshift(await desk.publish('storm', { ...anEntry(n), publishedAt }));
  }
  return {
    url,
    address: `${url}/storm`,
    desk,
    entries,
    publish: (entry) => desk.publish('storm', entry),
    snapshot: async () => (await fetch(`${url}/api/v1/blogs/storm`)).json(),
  };
}

export const anEntry = (n: number) => ({
  headline: `Headline ${n}`,
  html: `<p>Text ${n}. ${'The wind turns to the north and the ferries stay in port. '.repeat(3).trim()}</p>`,
});

/** The text of an article that is long enough to be folded. */
export const longText = (word = 'wind'): string => `<p>${`${word} `.repeat(60).trim()}.</p>`.repeat(6);

export const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true };

/** What the browser itself says where a test has cut its connections. */
export const BROKEN_NETWORK =
  /WebSocket connection|when fetching the script|net::ERR_(CONNECTION|INTERNET|EMPTY|SOCKET|NETWORK)/;
