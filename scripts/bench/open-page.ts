/** A reader page in a real browser that keeps count of what moves by itself and of how long its frames take. */
import type { Browser, Page } from 'playwright-core';

export type Place = 'top' | 'middle' | 'bottom';

export async function openPage(browser: Browser, address: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.addInitScript(watch);
  await page.goto(address);
  await page.locator('.readers').waitFor();
  await page.evaluate(() => document.fonts.ready);
  return page;
}

/** Scrolls there at once. */
export async function goTo(page: Page, place: Place): Promise<void> {
  const share = { top: 0, middle: 0.5, bottom: 1 }[place];
  await page.evaluate((share) => {
    window.scrollTo({ top: share * document.documentElement.scrollHeight, behavior: 'instant' });
  }, share);
  await page.waitForTimeout(500);
}

/** Bytes, after a collection. */
export async function heapOf(page: Page): Promise<number> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize } = await devtools.send('Runtime.getHeapUsage');
  await devtools.detach();
  return usedSize;
}

declare global {
  interface Window {
    seen: { shift: number; frames: number[] };
  }
}

/** Runs in the page before all else. */
function watch(): void {
  const seen = { shift: 0, frames: [] as number[] };
  Object.assign(window, { seen });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries())
      seen.shift += (entry as PerformanceEntry & { value: number }).value;
  }).observe({ type: 'layout-shift', buffered: true });
  let last = performance.now();
  const frame = (now: number): void => {
    seen.frames.push(now - last);
    last = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}
