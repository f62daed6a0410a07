/** A browser, a blog to read in it, and what a reader sees of it. */
import { existsSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Locator, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest';
import type { Desk } from '../../scripts/desk.ts';
import type { Entry, Update } from '../../shared/blog.ts';
import type { DeskEntry } from '../../shared/commands.ts';
import { startService } from '../support/service.ts';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const INSTALL = 'apt-get update && apt-get install -y --no-install-recommends chromium';
const ARGS = [
  ...['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
];

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
export function startBrowser(): (address: string, visit?: Visit) => Promise<Page> {
  let browser: Browser | undefined;
  beforeAll(async () => {
    const executablePath = [process.env.CHROMIUM_PATH, ...PLACES].find((path) => path && existsSync(path));
    if (!executablePath)
      throw new Error(`The browser tests need Chromium, or CHROMIUM_PATH. Install it: ${INSTALL}`);
    browser = await chromium.launch({ executablePath, args: ARGS });
  });
  afterAll(() => browser?.close());

  return async (address, { forgive, prepare, ...options } = {}) => {
    const context = await browser!.newContext({ viewport: { width: 1280, height: 800 }, ...options });
    context.setDefaultTimeout(10_000);
    const page = await context.newPage();
    const troubles = collectTroubles(page);
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

function collectTroubles(page: Page): string[] {
  const troubles: string[] = [];
  page.on('console', (message) => void troubles.push(`console ${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => void troubles.push(`error: ${error.message}`));
  page.on('requestfailed', (request) => {
    const why = request.failure()?.errorText;
    // What a navigation leaves behind is let go.
    if (why !== 'net::ERR_ABORTED') troubles.push(`request: ${request.url()} ${why}`);
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

export const entryOn = (page: Page, { id }: { id: string }): Locator => page.locator(`[id="${id}"]`);
export const pillOn = (page: Page): Locator => page.locator('button.pill');
export const focusedId = (page: Page) => page.evaluate(() => document.activeElement?.id);

/** The entries of the feed, from the top. */
export const feedOn = (page: Page): Promise<string[]> =>
  page.locator('[role=feed] article').evaluateAll((articles) => articles.map(({ id }) => id));

/** Once it says how many readers there are, the page hears the blog live. */
export const isLive = (page: Page) => page.getByText(/^\d+ readers?$/).waitFor();

/** Asserts what becomes true in a moment. */
export const eventually = <T>(look: () => T | Promise<T>) =>
  expect.poll(look, { timeout: 10_000, interval: 20 });

/** How often the page is loaded from now on. */
export function countLoads(page: Page): () => number {
  let loads = 0;
  page.on('domcontentloaded', () => (loads += 1));
  return () => loads;
}

/** What sticks out to the side: by how many pixels the page is too wide, and elements that are not all on it. */
export const overflowOn = (page: Page) =>
  page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    const isOff = (element: Element): boolean => {
      const { left, right, width } = element.getBoundingClientRect();
      return width > 1 && (left < -1 || right > clientWidth + 1);
    };
    const outside = [...document.querySelectorAll('body *')].filter(isOff);
    return {
      pixels: scrollWidth - clientWidth,
      outside: outside.map(({ outerHTML }) => outerHTML.slice(0, 100)),
    };
  });

export const NO_OVERFLOW = { pixels: 0, outside: [] };

/** Brings an entry to the upper part of the screen, as a reader who scrolls there does. */
export async function scrollTo(page: Page, { id }: { id: string }): Promise<void> {
  const screen = page.viewportSize()!;
  await page.mouse.move(screen.width / 2, screen.height / 2);
  const distance = () =>
    entryOn(page, { id }).evaluate((article) => article.getBoundingClientRect().top - 120);
  await page.mouse.wheel(0, await distance());
  await eventually(async () => Math.abs(await distance())).toBeLessThan(2);
}

/** Watches an entry, frame by frame. The function gives the most that it strayed from its place so far, in pixels. */
export async function watchPlace(page: Page, { id }: { id: string }): Promise<() => Promise<number>> {
  const watched = await entryOn(page, { id }).evaluateHandle((article) => {
    const top = article.getBoundingClientRect().top;
    const watched = { strayed: 0 };
    const look = (): void => {
      watched.strayed = Math.max(watched.strayed, Math.abs(article.getBoundingClientRect().top - top));
      requestAnimationFrame(look);
    };
    look();
    return watched;
  });
  return () =>
    watched.evaluate((seen) => new Promise((tell) => requestAnimationFrame(() => tell(seen.strayed))));
}

/** Presses Tab until the focus is on what the selector names. */
export async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 150; presses += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
  }
  throw new Error(`Tab does not get to ${selector}`);
}
