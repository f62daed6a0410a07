/** What a device remembers of a blog between visits, and a tab between reloads. No cookie: nothing of it is sent. */

const STORAGES = { device: () => localStorage, tab: () => sessionStorage };
type Where = keyof typeof STORAGES;

/** What was remembered; null where nothing was, or where the browser doesn't let us. */
export function recall(where: Where, what: string, slug: string): string | null {
  try {
    return STORAGES[where]().getItem(keyOf(what, slug));
  } catch {
    return null;
  }
}

export function remember(where: Where, what: string, slug: string, value: string): void {
  try {
    STORAGES[where]().setItem(keyOf(what, slug), value);
  } catch {
    // Without storage, or with a full one, the page works as on a first visit.
  }
}

const keyOf = (what: string, slug: string): string => `dateline:${what}:${slug}`;
