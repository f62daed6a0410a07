/** `<live-blog src="https://live.example.org/flood">`: a live blog on somebody else's page. */
import type { Blog, Entry } from '../../shared/blog.ts';
import { directionOf } from '../../shared/language.ts';
import { readEntry } from '../follow/reads.ts';
import { holdPlace } from '../anchor.ts';
import { whenStill } from '../scrolling.ts';
import { FROM, HOME, slugFrom } from './home.ts';
import { ATTRIBUTES, type Options, optionsFrom } from './options.ts';
import { Place } from './place.ts';
import { type Held, watch } from './source.ts';
import { viewOf } from './view.ts';
import { dress } from './sheet.ts';
import css from './widget.css?inline';
import { wordsIn } from './words.ts';

/** An old entry that is shown alone is looked at again when its blog changes, not by all of a crowd at once. */
const LOOK_AGAIN_MS = 2_000;
/** After an answer that never came. */
const RETRY_MS = 10_000;
/** There is no such entry, and hardly will be. */
const LOOK_SELDOM_MS = 60_000;

export class LiveBlog extends HTMLElement {
  static readonly observedAttributes = ['src', ...ATTRIBUTES];

  readonly #shadow = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
  /** What has to stand beside the content to dress it. */
  #style: Element[] = [];
  #place: Place | null = null;
  /** Of the blog that is held. */
  #slug: string | undefined;
  #held: Held | undefined;
  /** The blog as it was shown last. */
  #shown: Blog | undefined;
  /** The one entry that is asked for. */
  #entry: string | null = null;
  #single: Entry | null = null;
  /** The next look is at a random moment within so many milliseconds; only the first is at once. */
  #lookWithin = 0;
  /** Counts the looks: only the answer to the last one is taken. */
  #looks = 0;
  #looking: ReturnType<typeof setTimeout> | undefined;
  #stop: () => void = () => {};

  connectedCallback(): void {
    this.#style = dress(this.#shadow, css);
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
    const slug = slugFrom(this.getAttribute('src'));
    const { entry } = this.#options();
    if (slug !== this.#slug || entry !== this.#entry) this.#forgetSingle();
    if (this.#held && slug !== this.#slug) this.#drop();
    this.#slug = slug;
    this.#entry = entry;
    if (slug !== undefined) this.#stop = watch(slug, (held) => this.#take(held));
    else this.#showOwnContent();
    this.#lookForSingle();
  }

  /** Another blog is asked for: nothing of the one before may stand under its address. */
  #drop(): void {
    this.#held = undefined;
    this.#showOwnContent();
  }

  #take(held: Held): void {
    this.#held = held;
    if (held.connection === 'gone') return this.#leave();
    if (this.#place) whenStill(this.#show);
    else this.#show();
  }

  readonly #show = (): void => {
    const blog = this.#held?.blog;
    if (!blog) return;
    const isFirst = this.#place === null;
    const isNew = blog !== this.#shown;
    this.#shown = blog;
    const changed = this.#render();
    if (isNew) this.#lookForSingle();
    if (isFirst) this.dispatchEvent(new CustomEvent('load', { detail: { blog: blog.slug, seq: blog.seq } }));
    else if (isNew) this.#tellUpdate(blog, changed);
  };

  /** Should it come back, then without what may have been removed meanwhile [R7]. */
  #leave(): void {
    this.#forgetSingle();
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
    const keepPlace = holdPlace(this, [...this.#shadow.querySelectorAll('article')]);
    const changed = place.show(view, options);
    if (this.#shadow.firstChild !== place.root) this.#put(place.root);
    keepPlace();
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
    note.dir = directionOf(language);
    note.textContent = words.gone;
    this.#put(slot, ...(isGone ? [note] : []));
  }

  #put(...content: Element[]): void {
    this.#shadow.replaceChildren(...content, ...this.#style);
  }

  /** The one entry that is asked for may be older than what is held of the blog. */
  #lookForSingle(): void {
    const blog = this.#held?.blog;
    const entry = this.#entry;
    if (!blog || entry === null) return;
    if (blog.entries.some(({ id }) => id === entry)) {
      this.#stopLooking();
      this.#single = null;
      this.#lookWithin = LOOK_AGAIN_MS;
    } else this.#looking ??= setTimeout(() => void this.#look(entry), Math.random() * this.#lookWithin);
  }

  async #look(entry: string): Promise<void> {
    this.#stopLooking();
    const blog = this.#held?.blog;
    if (!blog) return;
    const look = this.#looks;
    this.#lookWithin = LOOK_AGAIN_MS;
    const single = await readEntry(HOME, blog.slug, entry, blog.seq, FROM).catch(() => undefined);
    if (look !== this.#looks) return;
    if (single === undefined) {
      this.#lookWithin = RETRY_MS;
      return this.#lookForSingle();
    }
    this.#single = single;
    if (!single) this.#lookWithin = LOOK_SELDOM_MS;
    this.#render();
  }

  #stopLooking(): void {
    clearTimeout(this.#looking);
    this.#looking = undefined;
    this.#looks += 1;
  }

  #forgetSingle(): void {
    this.#single = null;
    this.#lookWithin = 0;
  }
}
