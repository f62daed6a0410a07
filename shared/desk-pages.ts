/** The desk's own pages. Their names stand below /desk where a blog's slug would, so no blog can have one. */

interface DeskPage {
  /** What the bar calls it; null where the bar says the person's name. */
  link: string | null;
  /** Whom it is for: everybody at the desk, editors of all blogs, admins. */
  for: 'all' | 'editors' | 'admins';
}

/** In the order of the bar. */
export const DESK_PAGES = {
  bylines: { link: 'Bylines', for: 'all' },
  partners: { link: 'Partners', for: 'editors' },
  people: { link: 'People', for: 'admins' },
  audit: { link: 'Audit', for: 'admins' },
  account: { link: null, for: 'all' },
} as const satisfies Record<string, DeskPage>;

export type DeskPageName = keyof typeof DESK_PAGES;

/** What stands there, too, for those who are not signed in. */
export const DESK_ENTRANCES = ['join', 'sign-in'] as const;
