/** What moves on a page without anybody having touched it. */
import type { Page } from 'playwright-core';

/** Call it before the page is there. */
export async function watchShifts(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const shifts: string[] = [];
    Object.assign(window, { shifts });
    new PerformanceObserver((list) => {
      for (const shift of list.getEntries() as (PerformanceEntry & Shift)[]) {
        const moved = shift.sources.map(({ node }) => (node as Element | null)?.outerHTML?.slice(0, 120));
        // The pill stays in the middle while its number grows.
        const isPill = moved.every((html) => html?.includes('class="pill'));
        if (!shift.hadRecentInput && !isPill) shifts.push(`${shift.value.toFixed(4)}: ${moved.join(' | ')}`);
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
}

interface Shift {
  value: number;
  hadRecentInput: boolean;
  sources: { node: Node | null }[];
}

/** What has shifted since this was last asked. */
export const shiftsOn = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    await new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)));
    return (window as unknown as { shifts: string[] }).shifts.splice(0);
  });

/**
 * Runs in the page: how many things are in motion when the next entry comes in, and by how many pixels the one that was
 * first before is away from its place at the very first moment of that.
 */
export function watchOpening(): { animations: number; strayed: number } {
  const first = { animations: 0, strayed: 0 };
  const article = document.querySelector('[role=feed] article')!;
  const { top } = article.getBoundingClientRect();
  const observer = new MutationObserver(() => {
    if (!document.querySelector('article.fresh')) return;
    observer.disconnect();
    const animations = document.getAnimations();
    for (const animation of animations) animation.currentTime = 0;
    const strayed = Math.abs(article.getBoundingClientRect().top - top);
    Object.assign(first, { animations: animations.length, strayed });
  });
  observer.observe(document.body, { childList: true, subtree: true });
  return first;
}
