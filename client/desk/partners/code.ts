/** The code that a partner puts on a page, as the desk chose it. */
import { Markup, markup } from '../../../shared/markup.ts';

export interface Choices {
  kind: 'script' | 'frame' | 'address';
  layout: 'feed' | 'compact' | 'ticker' | 'headline';
  theme: 'page' | 'light' | 'dark' | 'auto';
  /** BCP 47; empty for the blog's own. */
  language: string;
  /** Most entries; empty for what is usual. */
  limit: string;
  keyEventsOnly: boolean;
  /** In CSS pixels; empty to be as high as what it shows. */
  height: string;
}

export const USUAL: Choices = {
  kind: 'script',
  layout: 'feed',
  theme: 'page',
  language: '',
  limit: '',
  keyEventsOnly: false,
  height: '',
};

/** Of a frame, in CSS pixels, until it has told how high it is, and for pages on which it can't. */
export const FRAME_HEIGHT = '600';

/** Whole numbers, both ends included. */
export interface Range {
  least: number;
  most: number;
}

export const ENTRIES: Range = { least: 1, most: 40 };
/** In CSS pixels. */
export const HEIGHTS: Range = { least: 100, most: 5_000 };

export function isWithin(typed: string, { least, most }: Range): boolean {
  return /^\s*\d+\s*$/.test(typed) && Number(typed) >= least && Number(typed) <= most;
}

/** What was typed and makes no sense is left out. */
export function sensible(choices: Choices): Choices {
  const numberFrom = (typed: string, range: Range) => (isWithin(typed, range) ? String(Number(typed)) : '');
  const { limit, height, language } = choices;
  return {
    ...choices,
    limit: numberFrom(limit, ENTRIES),
    height: numberFrom(height, HEIGHTS),
    language: language.trim(),
  };
}

/** `origin` is where the service is. */
export function codeFor(
  origin: string,
  { slug, title }: { slug: string; title: string },
  choices: Choices,
): string {
  const address = `${origin}/${slug}`;
  if (choices.kind === 'address') return address;
  if (choices.kind === 'frame') return frameCode(origin, slug, title, choices);
  const attributes = attributesOf(choices).map(
    ([name, value]) => markup` ${new Markup(name)}${value && markup`="${value}"`}`,
  );
  const style = choices.height && markup` style="${styleOf(choices)}"`;
  return markup`<script async src="${origin}/widget.js"></script>
<live-blog src="${address}"${attributes}${style}><a href="${address}">${title}</a></live-blog>`.text;
}

/** The address of the frame, from the service's root. */
export function frameAddress(slug: string, choices: Choices): string {
  const query = new URLSearchParams(attributesOf(choices)).toString();
  return `/embed/${slug}${query && `?${query}`}`;
}

/** What a page's Content-Security-Policy has to allow for the code to work. */
export function policyFor(origin: string, { kind, height }: Choices): string {
  if (kind === 'script')
    return `script-src ${origin}; connect-src ${origin} ${origin.replace(/^http/, 'ws')}`;
  const grows = kind === 'frame' && !height;
  return `frame-src ${origin}${grows ? `; script-src ${origin}` : ''}`;
}

/** What the style sheet of a page has to say whose policy allows no `style` attributes; empty for nothing. */
export function ruleFor(choices: Choices): string {
  const style = styleOf(choices);
  return style && `${choices.kind === 'frame' ? 'iframe' : 'live-blog'} { ${style} }`;
}

/** What the code says in its `style` attribute; empty for nothing. */
function styleOf({ kind, height }: Choices): string {
  if (kind === 'frame') return 'border: 0';
  // Before the script has come it is no block, and would have no height.
  return kind === 'script' && height ? `display: block; height: ${height}px` : '';
}

function frameCode(origin: string, slug: string, title: string, choices: Choices): string {
  const address = origin + frameAddress(slug, choices);
  const height = choices.height || FRAME_HEIGHT;
  const grows = !choices.height && markup`\n<script async src="${origin}/embed.js"></script>`;
  // The policy of its own: a page that sends no referrer would not be counted, and the frame would outlive its partner.
  return markup`<iframe src="${address}" title="${title}" width="100%" height="${height}" referrerpolicy="strict-origin-when-cross-origin" style="${styleOf(choices)}"></iframe>${grows}`
    .text;
}

/** Of the element, and in the query of the frame. */
export function attributesOf({ layout, theme, language, limit, keyEventsOnly }: Choices): [string, string][] {
  const all: [string, string][] = [
    ['layout', layout === USUAL.layout ? '' : layout],
    ['theme', theme === USUAL.theme ? '' : theme],
    ['limit', limit],
    ['language', language],
  ];
  return [
    ...all.filter(([, value]) => value),
    ...(keyEventsOnly ? [['key-events-only', ''] as [string, string]] : []),
  ];
}
