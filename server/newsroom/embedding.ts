/** On which sites each blog may be shown. Every node holds the rules in memory, by bell and by timer. */
import { type Bus, sitesBell } from '../bus/bus.ts';
import type { Store } from '../store/store.ts';

/** Within which taking a partner off reaches a node that has not heard the bell, in milliseconds [R5]. */
const CHECK_EVERY_MS = 5_000;

/** Somebody on whose sites (origins) these blogs may be shown, by slug; null for every blog that is for listed sites. */
export interface Listed {
  origins: string[];
  blogs: string[] | null;
}

interface Rules {
  /** Blogs that are not for every site: whether they are for listed ones. */
  restricted: Map<string, 'listed' | 'off'>;
  listed: Listed[];
}

interface Parts {
  store: Store;
  bus: Bus;
  /** Who is listed, by the record. */
  listed(): Promise<Listed[]>;
  onError(error: unknown, doing: string): void;
}

export class Embedding {
  readonly #store: Store;
  readonly #listed: Parts['listed'];
  readonly #onError: Parts['onError'];
  readonly #timer: NodeJS.Timeout;
  readonly #stopHearing: () => void;
  #rules: Promise<Rules> | undefined;
  #known = '';
  /** The look into the store that is under way or comes next. */
  #working: Promise<void> = Promise.resolve();
  /** One that has not begun: it will see whatever was changed before. */
  #next: Promise<void> | undefined;
  /** The look after the latest bell: who asks meanwhile waits for what it sees. */
  #heard: Promise<void> | undefined;
  #onChange: () => void = () => {};

  constructor({ store, bus, listed, onError }: Parts) {
    this.#store = store;
    this.#listed = listed;
    this.#onError = onError;
    this.#timer = setInterval(() => void this.#check(), CHECK_EVERY_MS);
    this.#stopHearing = bus.hear(sitesBell().channel, () => void (this.#heard = this.#check()));
    this.#current().catch(() => {}); // now, while the store can be reached; who asks later hears of the trouble
  }

  /** Who is told that the rules have changed. */
  onChange(listener: () => void): void {
    this.#onChange = listener;
  }

  /** Whether a page of this site (an origin) may show the blog. Throws what the store throws before it was ever read. */
  async mayShow(slug: string, site: string): Promise<boolean> {
    const sites = await this.sitesFor(slug);
    return sites === 'all' || sites.includes(site);
  }

  /** Whether the blog is for no other site at all. */
  async isOff(slug: string): Promise<boolean> {
    return (await this.#current()).restricted.get(slug) === 'off';
  }

  /** The sites on which the blog may be shown; for a page of the site `at`, those of whoever has it. */
  async sitesFor(slug: string, at?: string): Promise<'all' | string[]> {
    const { restricted, listed } = await this.#current();
    const kind = restricted.get(slug) ?? 'all';
    if (kind === 'all') return 'all';
    if (kind === 'off') return [];
    return listed
      .filter(({ blogs }) => blogs === null || blogs.includes(slug))
      .filter(({ origins }) => at === undefined || origins.includes(at))
      .flatMap(({ origins }) => origins);
  }

  /** One look after the other: an earlier one must not end later and bring old rules back. */
  #check(): Promise<void> {
    this.#next ??= this.#working.then(() => {
      this.#next = undefined;
      return this.#look();
    });
    this.#working = this.#next;
    return this.#working;
  }

  /** Looks into the store, and tells whoever listens where the rules are others now. */
  async #look(): Promise<void> {
    try {
      const rules = await this.#read();
      this.#rules = Promise.resolve(rules);
      const now = JSON.stringify([[...rules.restricted], rules.listed]);
      if (now === this.#known) return;
      this.#known = now;
      this.#onChange();
    } catch (error) {
      this.#onError(error, 'looking who may show what');
    }
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#stopHearing();
    await Promise.allSettled([this.#working, this.#rules]);
  }

  async #current(): Promise<Rules> {
    await this.#heard;
    if (this.#rules) return this.#rules;
    const reading = this.#read();
    this.#rules = reading;
    reading.catch(() => (this.#rules = undefined)); // the next one to ask tries again
    return reading;
  }

  async #read(): Promise<Rules> {
    const restricted = await this.#store.public.restricted();
    return {
      restricted: new Map(restricted.map(({ slug, embedding }) => [slug, embedding as 'listed' | 'off'])),
      listed: await this.#listed(),
    };
  }
}
