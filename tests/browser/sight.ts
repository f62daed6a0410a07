/** What a reader sees of a page, and how they find their way on it. */
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

export const entryOn = (page: Page, { id }: { id: string }): Locator => page.locator(`[id="${id}"]`);
export const pillOn = (page: Page): Locator => page.locator('button.pill');
/** The line at the bottom: how the connection is. */
export const noteOn = (page: Page): Locator => page.locator('#app > footer');
/** What is said to those who hear the page. */
export const saidOn = (page: Page): Locator => page.locator('p.heard[role=status]');
export const focusedId = (page: Page) => page.evaluate(() => document.activeElement?.id);

/** The entries of the feed, from the top. What is said in the place of a removed one is none. */
export const feedOn = (page: Page): Promise<string[]> =>
  page.locator('[role=feed] article:not(.removed)').evaluateAll((articles) => articles.map(({ id }) => id));

/** Once it says how many readers there are, the page hears the blog live. */
export const isLive = (page: Page) => page.locator('.readers').waitFor();

/** Asserts what becomes true in a moment. */
export const eventually = <T>(look: () => T | Promise<T>) =>
  expect.poll(look, { timeout: 30_000, interval: 20 });

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
    // What can be scrolled to, ends in an ellipsis, or is for ears alone.
    const isClipped = (element: Element): boolean => {
      const { overflowX, textOverflow } = getComputedStyle(element);
      return overflowX === 'auto' || textOverflow === 'ellipsis' || element.matches('.heard');
    };
    const isWithin = (element: Element | null): boolean =>
      element !== null && (isClipped(element) || isWithin(element.parentElement));
    const isOff = (element: Element): boolean => {
      const { left, right, width } = element.getBoundingClientRect();
      return width > 1 && (left < -1 || right > clientWidth + 1) && !isWithin(element.parentElement);
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
