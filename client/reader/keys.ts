/** From entry to entry by keyboard: j and k from anywhere, Page Down and Page Up in a feed, as ARIA has it. */

const STEPS: Record<string, number> = { j: 1, k: -1 };
const STEPS_IN_FEED: Record<string, number> = { PageDown: 1, PageUp: -1 };

export function goBetweenEntries(keyboard: KeyboardEvent): void {
  if (keyboard.ctrlKey || keyboard.metaKey || keyboard.altKey || document.querySelector('dialog[open]'))
    return;
  const target = keyboard.target as HTMLElement;
  if (target.matches('input, select, textarea, [contenteditable]')) return;
  const isInFeed = target.matches('article:focus-visible');
  const step = STEPS[keyboard.key] ?? (isInFeed ? STEPS_IN_FEED[keyboard.key] : undefined);
  const next = step && neighbour(step);
  if (!next) return;
  keyboard.preventDefault();
  next.focus();
}

/** Of the entry that has the focus; else the first that is on screen, or the last above it. */
function neighbour(step: number): HTMLElement | undefined {
  const articles = [...document.querySelectorAll('article')];
  const focused = document.activeElement?.closest('article');
  if (focused) return articles[articles.indexOf(focused) + step];
  const below = articles.findIndex((article) => article.getBoundingClientRect().top >= 0);
  const first = below < 0 ? articles.length : below;
  return articles[step > 0 ? first : first - 1];
}
