/** Keeps a page where its reader has it when something above grows or goes, in browsers that don't see to it (Safari). */

const IS_ANCHORED = CSS.supports('overflow-anchor', 'auto');

/**
 * Call it before something changes in `pane`, and what it gives back afterwards. The first of `items` on screen that is
 * still there stays in its place; where none is, what comes behind the pane. A pane that scrolls by itself does so, else
 * the page does.
 */
export function holdPlace(pane: Element, items: Iterable<Element>): () => void {
  if (IS_ANCHORED) return () => {};
  const { top } = pane.getBoundingClientRect();
  if (top >= 0 && pane.scrollTop === 0) return () => {};
  const onScreen = [...items].filter((item) => bottomOf(item) > Math.max(0, top));
  const before = [...onScreen, pane].map((item) => ({ item, bottom: bottomOf(item) }));
  return () => {
    const anchor = before.find(({ item }) => item.isConnected);
    if (!anchor) return;
    pane.scrollTop += bottomOf(anchor.item) - anchor.bottom;
    window.scrollBy({ top: bottomOf(anchor.item) - anchor.bottom, behavior: 'instant' });
  };
}

const bottomOf = (element: Element): number => element.getBoundingClientRect().bottom;
