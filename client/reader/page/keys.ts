/**
 * From entry to entry by keyboard: j and k, n to the newest and b back from there, while the focus is among the entries,
 * since a single letter must do nothing for who talks to the page (WCAG 2.1.4); Page Down and Page Up on an entry, and out of the feed with Ctrl+End and
 * Ctrl+Home, as ARIA has it.
 */

const STEPS: Record<string, number> = { j: 1, k: -1, KeyJ: 1, KeyK: -1 };
const STEPS_ON_ENTRY: Record<string, number> = { PageDown: 1, PageUp: -1 };

/** The entry that was left for the newest. */
let leftAt: string | undefined;

/** `toNewest` gives the newest entry the focus. */
export function goBetweenEntries(keyboard: KeyboardEvent, toNewest: () => void): void {
  if (keyboard.metaKey || keyboard.altKey || document.querySelector('dialog[open]')) return;
  const target = keyboard.target as HTMLElement;
  if (keyboard.ctrlKey) return target.closest('[role=feed]') ? leaveFeed(keyboard) : undefined;
  if (target.matches('input, select, textarea, [contenteditable]')) return;
  const letter = target.closest('#feed') ? letterOf(keyboard) : '';
  if (letter === 'n' || letter === 'KeyN') {
    leftAt = target.closest('article')?.id ?? leftAt;
    return toNewest();
  }
  const isOnEntry = target.matches('article:focus-visible');
  const step = STEPS[letter] || (isOnEntry && STEPS_ON_ENTRY[keyboard.key]) || undefined;
  const isBack = letter === 'b' || letter === 'KeyB';
  const next = isBack ? document.getElementById(leftAt ?? '') : step && neighbour(step);
  if (!next) return;
  keyboard.preventDefault();
  // After a click Safari would show no ring.
  next.focus({ focusVisible: true });
}

/** To the first control behind the entries, or the last before them. */
function leaveFeed(keyboard: KeyboardEvent): void {
  const feeds = [...document.querySelectorAll('[role=feed]')];
  const controls = [...document.querySelectorAll<HTMLElement>('a[href], button, select')].filter(
    (control) => !control.closest('[role=feed]') && isVisible(control),
  );
  const isAt = (feed: Element, side: number) => (control: HTMLElement) =>
    (feed.compareDocumentPosition(control) & side) > 0;
  const next =
    keyboard.key === 'End'
      ? controls.find(isAt(feeds.at(-1)!, Node.DOCUMENT_POSITION_FOLLOWING))
      : keyboard.key === 'Home'
        ? controls.filter(isAt(feeds[0]!, Node.DOCUMENT_POSITION_PRECEDING)).at(-1)
        : undefined;
  if (!next) return;
  keyboard.preventDefault();
  next.focus({ focusVisible: true });
}

const isVisible = (control: HTMLElement): boolean =>
  control.checkVisibility?.() ?? control.getClientRects().length > 0;

/** On a keyboard without Latin letters, the key where they would be. */
const letterOf = ({ key, code }: KeyboardEvent): string => (/^\p{Script=Latin}$/u.test(key) ? key : code);

/** Of the entry that has the focus; else the first that is on screen, or the last above it. */
function neighbour(step: number): HTMLElement | undefined {
  const articles = [...document.querySelectorAll('article')];
  const focused = document.activeElement?.closest('article');
  if (focused) return articles[articles.indexOf(focused) + step];
  const below = articles.findIndex((article) => article.getBoundingClientRect().top >= 0);
  const first = below < 0 ? articles.length : below;
  return articles[step > 0 ? first : first - 1];
}
