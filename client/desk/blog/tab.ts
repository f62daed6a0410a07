/** Which part of a blog's desk is shown, remembered on this machine. */

export type Tab = 'write' | 'entries' | 'page';

export const TABS: Record<Tab, string> = { write: 'Write', entries: 'Entries', page: 'Page' };

const KEY = 'dateline:tab';

export const shownTab = {
  last(): Tab {
    const kept = localStorage.getItem(KEY);
    return kept !== null && kept in TABS ? (kept as Tab) : 'write';
  },
  keep(tab: Tab): void {
    localStorage.setItem(KEY, tab);
  },
};
