/** The blogs that this node holds: loaded on first interest, caught up by bell and by timer, let go when idle. */
import type { Update } from '../../shared/blog.ts';
import type { Bus } from '../bus/bus.ts';
import type { Store } from '../store/store.ts';
import { Feed } from './feed.ts';

interface Options {
  store: Store;
  bus: Bus;
  onError(error: unknown, doing: string): void;
  /** Milliseconds between two looks at the store, whatever the bus says [R5]. */
  checkEvery?: number;
  /** Milliseconds without interest after which a feed is let go. */
  idleAfter?: number;
}

interface Held {
  loading: Promise<Feed | undefined>;
  feed: Feed | undefined;
  lastInterest: number;
  stopHearing: () => void;
}

export class Feeds {
  readonly #store: Store;
  readonly #bus: Bus;
  readonly #onError: Options['onError'];
  readonly #idleAfter: number;
  readonly #held = new Map<string, Held>();
  readonly #timer: NodeJS.Timeout;
  /** What is reading the store at the moment. */
  readonly #working = new Set<Promise<unknown>>();
  #onUpdate: (update: Update) => void = () => {};
  #isWatched: (slug: string) => boolean = () => false;

  constructor({ store, bus, onError, checkEvery = 5_000, idleAfter = 60_000 }: Options) {
    this.#store = store;
    this.#bus = bus;
    this.#onError = onError;
    this.#idleAfter = idleAfter;
    this.#timer = setInterval(() => void this.#track(this.check()), checkEvery);
    bus.onReturn(() => void this.#track(this.check()));
  }

  /** Who pushes updates on to readers, and whether a blog has any. */
  serve(onUpdate: (update: Update) => void, isWatched: (slug: string) => boolean): void {
    this.#onUpdate = onUpdate;
    this.#isWatched = isWatched;
  }

  /** The feed of this blog; undefined where readers know no such blog. Throws what the store throws. */
  async get(slug: string): Promise<Feed | undefined> {
    const held = this.#held.get(slug);
    if (held) {
      held.lastInterest = Date.now();
      return held.feed ?? held.loading;
    }
    const loading = this.#track(this.#load(slug));
    const stopHearing = this.#bus.hear(slug, (seq) => this.#onBell(slug, seq));
    this.#held.set(slug, { loading, feed: undefined, lastInterest: Date.now(), stopHearing });
    return loading;
  }

  /** Where the blogs that this node holds stand. */
  *clocks(): Iterable<{ slug: string; seq: number }> {
    for (const { feed } of this.#held.values()) if (feed) yield feed.blog;
  }

  async #load(slug: string): Promise<Feed | undefined> {
    try {
      const feed = await Feed.load(this.#store.read, slug, (update) => this.#onUpdate(update));
      const held = this.#held.get(slug);
      if (feed && held) held.feed = feed;
      else this.#letGo(slug);
      // A bell that rang while it was loading found nobody to hear it.
      if (feed) void this.#track(this.#catchUp(feed));
      return feed;
    } catch (error) {
      this.#letGo(slug);
      throw error;
    }
  }

  #letGo(slug: string): void {
    this.#held.get(slug)?.stopHearing();
    this.#held.delete(slug);
  }

  #onBell(slug: string, seq: number): void {
    const feed = this.#held.get(slug)?.feed;
    if (feed && feed.blog.seq < seq) void this.#track(this.#catchUp(feed));
  }

  /** Lets idle feeds go and catches up the ones that a bell did not reach, with one question to the store. */
  async check(): Promise<void> {
    const horizon = Date.now() - this.#idleAfter;
    for (const [slug, held] of this.#held) {
      if (held.feed && held.lastInterest < horizon && !this.#isWatched(slug)) this.#letGo(slug);
    }
    try {
      const seqs = await this.#store.read.seqs([...this.#held.keys()]);
      for (const [slug, seq] of seqs) {
        const feed = this.#held.get(slug)?.feed;
        if (feed && feed.blog.seq !== seq) await this.#catchUp(feed);
      }
    } catch (error) {
      this.#onError(error, 'looking for news in the store');
    }
  }

  async #catchUp(feed: Feed): Promise<void> {
    try {
      await feed.catchUp();
    } catch (error) {
      this.#onError(error, `catching up "${feed.blog.slug}"`); // the timer tries again
    }
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    for (const slug of this.#held.keys()) this.#letGo(slug);
    await Promise.allSettled(this.#working);
  }

  /** Closing waits for it. */
  #track<T>(work: Promise<T>): Promise<T> {
    this.#working.add(work);
    const done = () => this.#working.delete(work);
    work.then(done, done);
    return work;
  }
}
