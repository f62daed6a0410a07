/**
 * What becomes of every element of the HTML standard, those it calls obsolete included. The only such list: the
 * sanitiser, the composer and what is pasted go by it. Elements that are not in it are read as words in a line.
 */

/** How an element of people's texts is written. */
export type Fate =
  /** As it is, with `attributes` of its own beside `lang` and `dir`; blocks end a line. */
  | { kept: 'inline' | 'block'; attributes?: readonly string[] }
  /** As another one that says the same, its words within `around` where that is more. */
  | { as: string; around?: string }
  /** Only what is in it: in the line where it stands, or as a block of its own. */
  | { only: 'words' | 'block' }
  /** As this text. */
  | { says: string }
  /** Left out with all that is in it, and told by this name. Nobody sees `unseen` ones: they are not told to people. */
  | { leftOut: string; unseen?: true }
  /** A part of the element around it, which writes it or says nothing of it. */
  | 'part';

const inline: Fate = { kept: 'inline' };
const block: Fate = { kept: 'block' };
const words: Fate = { only: 'words' };
const box: Fate = { only: 'block' };
const picture: Fate = { leftOut: 'picture' };
const drawing: Fate = { leftOut: 'drawing' };
const embeddedPage: Fate = { leftOut: 'embedded page' };
const embeddedObject: Fate = { leftOut: 'embedded object' };
const recording: Fate = { leftOut: 'recording' };
const button: Fate = { leftOut: 'button' };
const field: Fate = { leftOut: 'form field' };
const pageData: Fate = { leftOut: 'piece of page data', unseen: true };

export const ELEMENTS: Readonly<Record<string, Fate>> = {
  // The page
  html: box,
  head: box,
  body: box,
  title: { leftOut: 'page title', unseen: true },
  base: pageData,
  link: pageData,
  meta: pageData,
  style: { leftOut: 'style sheet', unseen: true },
  // Boxes
  address: box,
  article: box,
  aside: box,
  center: box,
  details: box,
  dialog: box,
  div: box,
  fieldset: box,
  figure: box,
  footer: box,
  form: box,
  header: box,
  hgroup: box,
  main: box,
  multicol: box,
  nav: box,
  search: box,
  section: box,
  summary: { as: 'p', around: 'strong' },
  legend: { as: 'p', around: 'strong' },
  figcaption: { as: 'p', around: 'small' },
  // Blocks of text
  p: block,
  h1: { as: 'h3' },
  h2: { as: 'h3' },
  h3: block,
  h4: block,
  h5: { as: 'h4' },
  h6: { as: 'h4' },
  blockquote: block,
  pre: block,
  listing: { as: 'pre' },
  plaintext: { as: 'pre' },
  xmp: { as: 'pre' },
  hr: block,
  ul: block,
  ol: { kept: 'block', attributes: ['start', 'reversed', 'type'] },
  menu: { as: 'ul' },
  dir: { as: 'ul' },
  li: { kept: 'block', attributes: ['value'] },
  dl: box,
  dt: { as: 'p', around: 'strong' },
  dd: { as: 'p' },
  table: block,
  caption: { as: 'p', around: 'strong' },
  colgroup: 'part',
  col: 'part',
  thead: { as: 'tbody' },
  tbody: block,
  tfoot: { as: 'tbody' },
  tr: block,
  td: { kept: 'block', attributes: ['colspan', 'rowspan'] },
  th: { kept: 'block', attributes: ['colspan', 'rowspan', 'scope'] },
  // In a line
  a: { kept: 'inline', attributes: ['href', 'rel'] },
  abbr: { kept: 'inline', attributes: ['title'] },
  acronym: { as: 'abbr' },
  b: { as: 'strong' },
  bdi: { as: 'span' },
  bdo: inline,
  big: words,
  blink: words,
  br: inline,
  cite: { as: 'em' },
  code: inline,
  data: words,
  del: inline,
  dfn: { as: 'em' },
  em: inline,
  font: words,
  i: { as: 'em' },
  ins: inline,
  kbd: { as: 'code' },
  map: words,
  mark: inline,
  marquee: words,
  meter: words,
  nobr: words,
  output: words,
  progress: words,
  q: inline,
  rb: words,
  rp: inline,
  rt: inline,
  rtc: 'part',
  ruby: inline,
  s: inline,
  samp: { as: 'code' },
  slot: words,
  small: inline,
  span: inline,
  strike: { as: 's' },
  strong: inline,
  sub: inline,
  sup: inline,
  time: words,
  tt: { as: 'code' },
  u: words,
  var: { as: 'em' },
  wbr: { says: '\u200b' },
  // What is seen and is no text
  img: picture,
  image: picture,
  picture: words,
  area: { leftOut: 'link in a picture' },
  svg: drawing,
  canvas: drawing,
  math: { leftOut: 'formula' },
  video: { leftOut: 'video' },
  audio: recording,
  bgsound: recording,
  iframe: embeddedPage,
  fencedframe: embeddedPage,
  frame: embeddedPage,
  frameset: embeddedPage,
  portal: embeddedPage,
  noembed: embeddedPage,
  noframes: embeddedPage,
  embed: embeddedObject,
  object: embeddedObject,
  applet: embeddedObject,
  param: 'part',
  source: 'part',
  track: 'part',
  // What is worked with
  button,
  menuitem: button,
  datalist: field,
  geolocation: button,
  input: field,
  isindex: field,
  keygen: field,
  label: { leftOut: 'form label' },
  optgroup: field,
  option: field,
  select: field,
  selectedcontent: field,
  textarea: field,
  // What runs, or stands in for it
  script: { leftOut: 'script', unseen: true },
  noscript: { leftOut: 'text for browsers without script', unseen: true },
  template: { leftOut: 'template', unseen: true },
  // What never meant anything
  basefont: 'part',
  nextid: 'part',
  spacer: 'part',
};

export const fateOf = (name: string): Fate => (Object.hasOwn(ELEMENTS, name) ? ELEMENTS[name]! : words);

/** What a text left behind: how many of what, in words that end in an `s` where they are more than one. */
export interface LeftOut {
  what: string;
  count: number;
}

const UNSEEN = new Set(
  Object.values(ELEMENTS).flatMap((fate) =>
    typeof fate === 'object' && 'unseen' in fate && fate.unseen ? [fate.leftOut] : [],
  ),
);

/** "2 pictures and 1 video", of what people would have seen; empty for nothing. */
export function inWords(leftOut: readonly LeftOut[]): string {
  const seen = leftOut.filter(({ what }) => !UNSEEN.has(what));
  const phrases = seen.map(({ what, count }) => `${count} ${count === 1 ? what : plural(what)}`);
  return new Intl.ListFormat('en').format(phrases);
}

const plural = (what: string): string => what.replace(/^\w+(?= (of|for|in) )|$/, '$&s');

/** The elements of a text that was written by these rules, with the attributes they may have. */
export const WRITTEN: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.entries(ELEMENTS).flatMap(([name, fate]) =>
    typeof fate === 'object' && 'kept' in fate ? [[name, ['lang', 'dir', ...(fate.attributes ?? [])]]] : [],
  ),
);
