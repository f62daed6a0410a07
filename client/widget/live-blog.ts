/** `<live-blog src="https://live.example.org/flood">`: a live blog on somebody else's page. */
import type { Blog, Entry } from '../../shared/blog.ts';
import { readEntry } from '../reads.ts';
import { FROM, HOME, slugFrom } from './home.ts';
import { ATTRIBUTES, type Options, optionsFrom } from './options.ts';
import { Place } from './place.ts';
import { type Held, watch } from './source.ts';
import { viewOf } from './view.ts';
import css from './widget.css?inline';
import { wordsIn } from './words.ts';

/** An old entry that is shown alone is looked at again when its blog changes, not by all of a crowd at once. */
const LOOK_AGAIN_MS = 2_000;

let sheet: CSSStyleSheet | undefined;

export class LiveBlog extends HTMLElement {
  static readonly observedAttributes = ['src', ...ATTRIBUTES];

  readonly #shadow = this.attachInternals().shadowRoot ?? this.attachShadow({ mode: 'open' });
  #place: Place | null = null;
  /** Of the blog that is held. */
  #slug: string | undefined;
  #held: Held | undefined;
  #single: Entry | null = null;
  /** Counts the looks: only the answer to the last one is taken. */
  #look = 0;
  #looking: ReturnType<typeof setTimeout> | undefined;
  #stop: () => void = () => {};

  connectedCallback(): void {
    sheet ??= sheetOf(css);
    this.#shadow.adoptedStyleSheets = [sheet];
    if (!this.#shadow.firstChild) this.#showOwnContent();
    this.#start();
  }

  disconnectedCallback(): void {
    this.#stop();
    this.#stopLooking();
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (before === after || !this.isConnected) return;
    if (name === 'src' || name === 'entry') this.#start();
    else this.#render();
  }

  #start(): void {
    this.#stop();
    this.#stop = () => {};
    this.#stopLooking();
    this.#single = null;
    const slug = slugFrom(this.getAttribute('src'));
    if (this.#held && slug !== this.#slug) this.#drop();
    this.#slug = slug;
    if (slug !== undefined) this.#stop = watch(slug, (held) => this.#take(held));
    else this.#showOwnContent();
  }

  /** Another blog is asked for: nothing of the one before may stand under its address. */
  #drop(): void {
    this.#held = undefined;
    this.#showOwnContent();
  }

  #take(held: Held): void {
    const before = this.#held?.blog;
    this.#held = held;
    if (held.connection === 'gone') return this.#leave();
    const { blog } = held;
    if (!blog) return;
    const isFirst = this.#place === null;
    const changed = this.#render();
    if (blog !== before) this.#lookForSingle(blog);
    if (isFirst) this.dispatchEvent(new CustomEvent('load', { detail: { blog: blog.slug, seq: blog.seq } }));
    else if (blog !== before) this.#tellUpdate(blog, changed);
  }

  /** Should it come back, then without what may have been removed meanwhile [R7]. */
  #leave(): void {
    this.#single = null;
    this.#stopLooking();
    this.#showOwnContent(true);
  }

  #tellUpdate({ slug, seq }: Blog, entries: string[]): void {
    this.dispatchEvent(new CustomEvent('update', { detail: { blog: slug, seq, entries } }));
  }

  #render(): string[] {
    const { blog = null, connection = 'connecting' } = this.#held ?? {};
    if (!blog) return [];
    const options = this.#options();
    const view = viewOf({ origin: HOME, blog, connection, single: this.#single }, options);
    const place = (this.#place ??= this.#newPlace());
    const changed = place.show(view, options);
    if (this.#shadow.firstChild !== place.root) this.#shadow.replaceChildren(place.root);
    return changed;
  }

  #newPlace(): Place {
    const place = new Place();
    place.root.addEventListener('click', (click) => this.#tellClick(click));
    return place;
  }

  #options(): Options {
    return optionsFrom((name) => this.getAttribute(name));
  }

  /** Whoever handles `entry-click` and prevents its default goes elsewhere by themselves. */
  #tellClick(click: MouseEvent): void {
    const link = (click.target as Element).closest('a');
    const item = link?.closest('article');
    if (!link || !item) return;
    const detail = { blog: this.#held?.blog?.slug, entry: item.dataset.entry, href: link.href };
    const isGoing = this.dispatchEvent(
      new CustomEvent('entry-click', { detail, bubbles: true, cancelable: true }),
    );
    if (!isGoing) click.preventDefault();
  }

  /** The link that the page itself has in here, for whoever can't be shown more. */
  #showOwnContent(isGone = false): void {
    this.#place = null;
    const slot = document.createElement('slot');
    const { words, language } = wordsIn(this.#options().language ?? document.documentElement.lang);
    const note = document.createElement('p');
    note.lang = language;
    note.textContent = words.gone;
    this.#shadow.replaceChildren(slot, ...(isGone ? [note] : []));
  }

  /** The one entry that is asked for may be older than what is held of the blog. */
  #lookForSingle(blog: Blog): void {
    const { entry } = this.#options();
    if (entry === null || blog.entries.some(({ id }) => id === entry)) return;
    this.#lookIn(this.#single ? Math.random() * LOOK_AGAIN_MS : 0, blog, entry);
  }

  #lookIn(milliseconds: number, blog: Blog, entry: string): void {
    this.#stopLooking();
    this.#looking = setTimeout(() => void this.#lookFor(blog, entry), milliseconds);
  }

  async #lookFor(blog: Blog, entry: string): Promise<void> {
    const look = this.#look;
    try {
      const single = await readEntry(HOME, blog.slug, entry, blog.seq, FROM);
      if (look !== this.#look) return;
      this.#single = single;
      this.#render();
    } catch {
      if (look === this.#look) this.#lookIn(5 * LOOK_AGAIN_MS, blog, entry);
    }
  }

  #stopLooking(): void {
    clearTimeout(this.#looking);
    this.#look += 1;
  }
}

/** In this form no page's CSP has to allow it. */
function sheetOf(text: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  return sheet;
}
