/** The focus stays where somebody works, when what had it goes. */

/**
 * For a list: what takes the place of an item that goes gets the focus that this had, and so does what is left of an item
 * that lost the button which had it.
 */
export function keepFocus(list: HTMLElement): () => void {
  let [last, index]: [Element | null, number] = [null, 0];
  const note = ({ target }: FocusEvent): void => {
    last = target as Element;
    index = itemsOf(list).findIndex((item) => item.contains(last));
  };
  const watching = new MutationObserver(() => {
    if (last && !last.isConnected && document.activeElement === document.body) focusItem(list, index);
  });
  list.addEventListener('focusin', note);
  watching.observe(list, { childList: true, subtree: true });
  return () => {
    list.removeEventListener('focusin', note);
    watching.disconnect();
  };
}

/** How to give the focus back to what has it now, or to its neighbour in a list where it has gone. */
export function focusBack(): () => void {
  const opener = document.activeElement;
  const list = opener?.closest<HTMLElement>('.items') ?? null;
  const index = list ? itemsOf(list).findIndex((item) => item.contains(opener)) : 0;
  return () => {
    if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    else if (list?.isConnected) focusItem(list, index);
    else focusPage();
  };
}

const itemsOf = (list: HTMLElement): Element[] => [...list.children];

function focusItem(list: HTMLElement, index: number): void {
  const items = itemsOf(list);
  const item = items[Math.min(index, items.length - 1)];
  const control = item?.querySelector<HTMLElement>('a[href], button:not(:disabled), input, select');
  if (control) control.focus();
  else focusPage();
}

/** To the beginning of what this page is about. */
export function focusPage(): void {
  const main = document.querySelector<HTMLElement>('main');
  if (!main) return;
  main.tabIndex = -1;
  main.focus();
}
