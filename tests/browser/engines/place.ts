/** Where somebody reads, in any engine. */
import type { Tab } from './engine.ts';

/** The top of what the selector names, in CSS pixels from the top of the window; also in a widget's shadow tree. */
export const topOf = (tab: Tab, selector: string): Promise<number> =>
  tab.evaluate((selector: string) => {
    const roots = [
      document,
      ...[...document.querySelectorAll('live-blog')].map((widget) => widget.shadowRoot!),
    ];
    const found = roots.map((root) => root.querySelector(selector)).find((element) => element);
    return found!.getBoundingClientRect().top;
  }, selector);

/** Scrolls it to so many pixels below the top of the window. */
export async function bringTo(tab: Tab, selector: string, pixels: number): Promise<void> {
  const top = await topOf(tab, selector);
  await tab.evaluate((down: number) => window.scrollBy(0, Math.round(down)), top - pixels);
  await stillness(tab);
}

/** Until nothing has scrolled for a while. Gives where the page is scrolled. */
export const stillness = (tab: Tab): Promise<number> =>
  tab.evaluate(async () => {
    let [last, since] = [window.scrollY, performance.now()];
    while (performance.now() - since < 400) {
      await new Promise((done) => setTimeout(done, 20));
      if (window.scrollY !== last) [last, since] = [window.scrollY, performance.now()];
    }
    return last;
  });
