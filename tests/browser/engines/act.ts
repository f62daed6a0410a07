/** Acting on a page as people do: they find things by what they say, look until it is so, and click where it stands. */
import { expect } from 'vitest';
import type { Tab } from './engine.ts';

/** Clicks what the selector names; of several the first that is called so, by its label or its text. */
export async function click(tab: Tab, selector: string, name?: string): Promise<void> {
  const [x, y] = await until(() => tab.evaluate(placeOf, selector, name ?? null));
  await tab.clickAt(x, y);
}

function placeOf(selector: string, name: string | null): [number, number] | null {
  const called = (element: Element): (string | null | undefined)[] => [
    element.getAttribute('aria-label'),
    element.textContent,
    ...[...((element as HTMLInputElement).labels ?? [])].map((label) => label.textContent),
  ];
  for (const element of document.querySelectorAll(selector)) {
    if (element.getClientRects().length === 0) continue;
    if (name !== null && !called(element).some((text) => text?.replace(/\s+/g, ' ').trim() === name))
      continue;
    element.scrollIntoView({ block: 'center', behavior: 'instant' as ScrollBehavior });
    const { left, top, width, height } = element.getBoundingClientRect();
    return [left + width / 2, top + height / 2];
  }
  return null;
}

/** Looks again and again until there is something to see; gives it. */
export async function until<T>(
  look: () => Promise<T | null | undefined | false>,
  patience = 10_000,
): Promise<T> {
  let seen: T | null | undefined | false;
  await expect.poll(async () => (seen = await look()), { timeout: patience, interval: 30 }).toBeTruthy();
  return seen as T;
}

/** Asserts that the page says this before long, in what is to be seen of it. */
export const says = (tab: Tab, text: string | RegExp, patience = 10_000): Promise<void> =>
  expect
    .poll(() => tab.evaluate(() => document.body.innerText), { timeout: patience, interval: 50 })
    .toMatch(text);
