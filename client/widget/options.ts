/** What a partner can ask of a widget: in attributes of the element, or in the query of the frame. */

export const LAYOUTS = ['feed', 'compact', 'ticker', 'headline'] as const;
export const THEMES = ['page', 'light', 'dark', 'auto'] as const;

export type Layout = (typeof LAYOUTS)[number];
/** `page`: the colours of the page around it. `auto`: light or dark as the reader's device. */
export type Theme = (typeof THEMES)[number];

export interface Options {
  layout: Layout;
  theme: Theme;
  /** The most entries to show. */
  limit: number;
  /** BCP 47; null for the blog's own. */
  language: string | null;
  keyEventsOnly: boolean;
  /** The one entry to show; null for the newest. */
  entry: string | null;
}

export const ATTRIBUTES = ['layout', 'theme', 'limit', 'language', 'key-events-only', 'entry'] as const;
const MOST = 40;
const USUAL: Record<Layout, number> = { feed: 10, compact: 5, ticker: 5, headline: 1 };

/** The options, with what is usual in the place of what is missing or makes no sense. */
export function optionsFrom(given: (name: (typeof ATTRIBUTES)[number]) => string | null): Options {
  const layout = oneOf(LAYOUTS, given('layout'));
  const limit = given('limit') ?? '';
  return {
    layout,
    theme: oneOf(THEMES, given('theme')),
    limit: /^[1-9]\d{0,3}$/.test(limit) ? Math.min(MOST, Number(limit)) : USUAL[layout],
    language: languageFrom(given('language')),
    keyEventsOnly: !['false', null].includes(given('key-events-only')),
    entry: /^[0-9a-z]{1,40}$/.exec(given('entry') ?? '')?.[0] ?? null,
  };
}

function oneOf<const Choice extends string>(
  choices: readonly [Choice, ...Choice[]],
  given: string | null,
): Choice {
  return choices.find((choice) => choice === given) ?? choices[0];
}

/** The tag as Intl writes it; null for none, or one that is no tag and would make Intl throw. */
function languageFrom(given: string | null): string | null {
  try {
    return Intl.getCanonicalLocales(given ?? [])[0] ?? null;
  } catch {
    return null;
  }
}
