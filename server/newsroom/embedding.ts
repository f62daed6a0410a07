/** On which sites each blog may be shown. Every node holds the rules in memory, by bell and by timer. */
import { type Bus, partnersBell } from '../bus/bus.ts';
import type { Store } from '../store/store.ts';

/** Within which taking a partner off reaches a node that has not heard the bell, in milliseconds [R5]. */
const CHECK_EVERY_MS = 5_000;

interface Rules {
  /** Blogs that are not for every site: whether they are for listed partners. */
  restricted: Map<string, 'listed' | 'off'>;
  partners: { id: string; origins: string[]; blogs: string[] | null }[];
}

export class Embedding {
  readonly #store: Store;
  readonly #onError: (error: unknown, doing: string) => void;
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

  constructor(store: Store, bus: Bus, onError: (error: unknown, doing: string) => void) {
    this.#store = store;
    this.#onError = onError;
    this.#timer = setInterval(() => void this.#check(), CHECK_EVERY_MS);
    this.#stopHearing = bus.hear(partnersBell().channel, () => void (this.#heard = this.#check()));
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

  /** The sites on which the blog may be shown; for a page of the site `at`, those of its partner. */
  async sitesFor(slug: string, at?: string): Promise<'all' | string[]> {
    const { restricted, partners } = await this.#current();
    const kind = restricted.get(slug) ?? 'all';
    if (kind === 'all') return 'all';
    if (kind === 'off') return [];
    return partners
      .filter(({ blogs }) => blogs === null || blogs.includes(slug))
      .filter(({ origins }) => at === undefined || origins.includes(at))
      .flatMap(({ origins }) => origins);
  }

  /** The partner whose site this is. */
  async partnerAt(site: string): Promise<string | undefined> {
    const { partners } = await this.#current();
    return partners.find(({ origins }) => origins.includes(site))?.id;
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
      const now = JSON.stringify([[...rules.restricted], rules.partners]);
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
    const restricted = await this.#store.partners.restricted();
    const partners = await this.#store.partners.all();
    return {
      restricted: new Map(restricted.map(({ slug, embedding }) => [slug, embedding as 'listed' | 'off'])),
      partners: partners.map(({ id, origins, blogs }) => ({
        id,
        origins: JSON.parse(origins) as string[],
        blogs: blogs === null ? null : (JSON.parse(blogs) as string[]),
      })),
    };
  }
}
