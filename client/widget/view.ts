/** What a widget shows, as HTML: the element puts it on a page, and the server into a frame. Pure. */
import type { Blog, Entry, KeyEvent } from '../../shared/blog.ts';
import { directionOf } from '../../shared/language.ts';
import { Markup, markup } from '../../shared/markup.ts';
import { titleOf } from '../../shared/text.ts';
import { clock, type Locale, moment } from '../times/format.ts';
import type { Connection } from '../follow/state.ts';
import { belowHeadline, fold } from '../paragraphs.ts';
import type { Options } from './options.ts';
import { type Words, wordsIn } from './words.ts';

export interface Shown {
  /** Where the service is. */
  origin: string;
  blog: Blog;
  /** The one entry that was asked for, where it is not among the blog's newest. */
  single?: Entry | null;
  connection: Connection;
}

/** In parts, so that what has not changed can stay as it is. */
export interface View {
  language: string;
  direction: 'ltr' | 'rtl';
  heading: Markup;
  status: Markup;
  items: { id: string; html: Markup }[];
  bottom: Markup;
}

/** An entry, or what is known of a key event that is older than the entries at hand. */
type Item = Entry | KeyEvent;

interface Context {
  address: string;
  head: Blog['head'];
  words: Words;
  /** Of the words. */
  language: string;
  locale: Locale;
}

export function viewOf(shown: Shown, options: Options): View {
  const { blog, origin } = shown;
  const { head } = blog;
  const { words, language } = wordsIn(options.language ?? head.language);
  const locale = { language: options.language ?? head.language, timezone: head.timezone };
  const context = { address: `${origin}/${encodeURIComponent(blog.slug)}`, head, words, language, locale };
  const write = options.layout === 'feed' ? fullItem : lineItem;
  const items = itemsOf(shown, options).map((item) => ({ id: item.id, html: write(item, context) }));
  return {
    language,
    direction: directionOf(language),
    heading: headingOf(context),
    status: statusOf(context, shown),
    items,
    bottom: bottomOf(context, items.length === 0, options),
  };
}

function itemsOf({ blog, single }: Shown, { entry, keyEventsOnly, layout, limit }: Options): Item[] {
  const { entries, head } = blog;
  const found = (id: string) =>
    entries.find((held) => held.id === id) ?? (head.pinned?.id === id ? head.pinned : undefined);
  if (entry !== null) return [found(entry) ?? single].filter((item) => !!item);
  if (keyEventsOnly) return head.keyEvents.slice(0, limit).map((event) => found(event.id) ?? event);
  const pinned = layout === 'feed' ? head.pinned : null;
  return [...(pinned ? [pinned] : []), ...entries.filter(({ id }) => id !== pinned?.id)].slice(0, limit);
}

function headingOf({ address, head }: Context): Markup {
  return markup`<h2 part="title" lang="${head.language}" dir="auto"><a href="${address}">${head.title}</a></h2>`;
}

function statusOf({ head, words, locale }: Context, { blog, connection }: Shown): Markup {
  const trouble = { reconnecting: words.reconnecting, offline: words.offline, delayed: words.delayed };
  const note = connection in trouble ? trouble[connection as keyof typeof trouble] : '';
  const updated = markup`${words.updated} ${time(head.updatedAt, moment(head.updatedAt, head.updatedAt, locale))}`;
  const state = stateOf(blog);
  return markup`<p class="status" part="status"><span class="${state === 'live' ? 'live' : 'quiet'}">${words[state]}</span> <span>${note || updated}</span></p>`;
}

function stateOf({ head, entries }: Blog): 'live' | 'notStarted' | 'pausedByDesk' | 'ended' {
  if (head.status === 'ended') return 'ended';
  if (head.status === 'paused') return 'pausedByDesk';
  return entries.length > 0 || head.pinned ? 'live' : 'notStarted';
}

function fullItem(item: Item, context: Context): Markup {
  if (!('html' in item)) return lineItem(item, context);
  const { head, words, locale } = context;
  const { opening, rest } = fold(belowHeadline(item.html));
  const updated = item.updatedAt && moment(item.updatedAt, item.publishedAt, locale);
  const headline =
    item.headline && markup`<h3 part="headline" dir="auto">${link(item, context, item.headline)}</h3>`;
  return markup`<article part="entry" data-entry="${item.id}" ${own(head)}>
    <p class="when">${link(item, context, when(item, context))}${labels(item, context)}</p>
    ${headline}
    ${opening && markup`<div class="prose" part="text" dir="auto">${new Markup(opening)}</div>`}
    ${rest && markup`<details><summary>${said(words.readMore, context)}</summary><div class="prose" part="text" dir="auto">${new Markup(rest)}</div></details>`}
    ${item.correction && markup`<p class="correction"><strong>${said(words.correction, context)}</strong> <span dir="auto">${item.correction}</span></p>`}
    ${item.authors.length > 0 && markup`<p class="small" part="byline" dir="auto">${names(item, head)}</p>`}
    ${updated && markup`<p class="small" part="updated">${said(words.updated, context)} ${time(item.updatedAt!, updated)}</p>`}
  </article>`;
}

function lineItem(item: Item, context: Context): Markup {
  const text = 'html' in item ? titleOf(item) : item.headline;
  return markup`<article part="entry" data-entry="${item.id}" ${own(context.head)}><span class="when">${when(item, context)}${'html' in item && labels(item, context)}</span> <span part="headline" dir="auto">${link(item, context, text)}</span></article>`;
}

function bottomOf({ address, words }: Context, isEmpty: boolean, { layout, entry }: Options): Markup {
  const more = layout === 'feed' || layout === 'compact';
  return markup`${isEmpty && entry === null && markup`<p class="small">${words.firstUpdate}</p>`}${more && markup`<p class="all"><a part="more" href="${address}">${words.allUpdates}</a></p>`}`;
}

function labels({ id, breaking, keyEvent }: Entry, context: Context): Markup {
  const { head, words } = context;
  return markup`${breaking && markup` <span class="breaking" part="breaking">${said(words.breaking, context)}</span>`}${keyEvent && markup` <span class="label" part="label">${said(words.keyEvent, context)}</span>`}${head.pinned?.id === id && markup` <span class="label" part="label">${said(words.pinned, context)}</span>`}`;
}

const link = ({ id }: Item, { address }: Context, text: string | Markup): Markup =>
  markup`<a href="${address}/${encodeURIComponent(id)}">${text}</a>`;

const when = ({ publishedAt }: Item, { head, locale }: Context): Markup =>
  time(
    publishedAt,
    publishedAt > head.updatedAt ? clock(publishedAt, locale) : moment(publishedAt, head.updatedAt, locale),
  );

const time = (iso: string, text: string): Markup => markup`<time datetime="${iso}">${text}</time>`;

/** What the desk wrote is in the blog's language, whatever the widget speaks. */
const own = ({ language }: Blog['head']): Markup => markup`lang="${language}" dir="${directionOf(language)}"`;

/** Words of the widget among those of the desk. */
const said = (text: string, { language, head }: Context): Markup | string =>
  language === head.language
    ? text
    : markup`<span lang="${language}" dir="${directionOf(language)}">${text}</span>`;

const names = ({ authors }: Entry, { language }: Blog['head']): string =>
  new Intl.ListFormat(language).format(authors.map(({ name }) => name));
