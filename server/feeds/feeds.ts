/** The blogs that this node holds: loaded on first interest, caught up by bell and by timer, let go when idle. */
import { areApart, type Update } from '../../shared/blog.ts';
import type { Bus } from '../bus/bus.ts';
import type { Store } from '../store/store.ts';
import { Feed } from './feed.ts';
import { goRounds } from './rounds.ts';

interface Options {
  store: Store;
  bus: Bus;
  onError(error: unknown, doing: string): void;
  /** Milliseconds between two looks at the store, whatever the bus says [R5]. */
  checkEvery?: number;
  /** Milliseconds without interest after which a feed is let go. */
  idleAfter?: number;
}

/** The way out to readers. */
interface Door {
  push(update: Update): void;
  isWatched(slug: string): boolean;
  /** Called when the store can't be reached any more, and when it can again. */
  tellStale(): void;
  /** Called where there is no such blog any more: who follows it is to ask again. */
  end(slug: string): void;
}

interface Held {
  loading: Promise<Feed | undefined>;
  feed: Feed | undefined;
  lastInterest: number;
  stopHearing: () => void;
}

/** By then a bell reaches whoever began to hear it, where the bus is well. */
const HEARING_MS = 1_000;

export class Feeds {
  readonly #store: Store;
  readonly #bus: Bus;
  readonly #onError: Options['onError'];
  readonly #idleAfter: number;
  readonly #held = new Map<string, Held>();
  readonly #stopRounds: () => void;
  /** What is reading the store at the moment. */
  readonly #working = new Set<Promise<unknown>>();
  #door: Door = { push() {}, isWatched: () => false, tellStale() {}, end() {} };
  #isStale = false;
  #isClosing = false;
  #epoch: string | undefined;
  #onRenewal = () => {};

  constructor({ store, bus, onError, checkEvery = 5_000, idleAfter = 60_000 }: Options) {
    this.#store = store;
    this.#bus = bus;
    this.#onError = onError;
    this.#idleAfter = idleAfter;
    this.#stopRounds = goRounds({
      every: checkEvery,
      isHurried: () => this.#isStale,
      onPause: (milliseconds) => this.#wakeUp(milliseconds),
      look: () => this.#track(this.check()),
    });
    bus.onReturn(() => void this.#track(this.check()));
  }

  /** Who pushes updates on to readers. */
  serve(door: Door): void {
    this.#door = door;
  }

  /** True while the store can't be reached: what is held may not be the latest. */
  get isStale(): boolean {
    return this.#isStale;
  }

  /** The feed of this blog, if this node holds it already. */
  held(slug: string): Feed | undefined {
    const held = this.#held.get(slug);
    if (held) held.lastInterest = performance.now();
    return held?.feed;
  }

  /** The feed of this blog; undefined where readers know no such blog. Throws what the store throws. */
  async get(slug: string): Promise<Feed | undefined> {
    const held = this.#held.get(slug);
    if (held) {
      held.lastInterest = performance.now();
      return held.feed ?? held.loading;
    }
    const loading = this.#track(this.#load(slug));
    const stopHearing = this.#bus.hear(slug, (seq, epoch) => this.#onBell(slug, seq, epoch));
    this.#held.set(slug, { loading, feed: undefined, lastInterest: performance.now(), stopHearing });
    return loading;
  }

  /** Where the blogs that this node holds stand. */
  *clocks(): Iterable<{ slug: string; seq: number; epoch?: string | undefined }> {
    for (const { feed } of this.#held.values()) if (feed) yield feed.blog;
  }

  async #load(slug: string): Promise<Feed | undefined> {
    try {
      const { public: read, epoch } = this.#store;
      const emit = (update: Update) => this.#door.push(update);
      const feed = await Feed.load({ read, emit, renew: (of) => epoch.renew(of) }, slug);
      const held = this.#held.get(slug);
      if (feed && held) held.feed = feed;
      else this.#letGo(slug);
      // A bell that rang while it was loading found nobody to hear it.
      if (feed) void this.#track(this.#catchUp(feed));
      // And one that rang before the bus had taken in that somebody hears, which it does not tell.
      if (feed) setTimeout(() => this.#lookAgain(slug, feed), HEARING_MS).unref();
      return feed;
    } catch (error) {
      this.#letGo(slug);
      throw error;
    }
  }

  #lookAgain(slug: string, feed: Feed): void {
    if (this.#held.get(slug)?.feed === feed) void this.#track(this.#catchUp(feed));
  }

  #letGo(slug: string): void {
    this.#held.get(slug)?.stopHearing();
    this.#held.delete(slug);
  }

  #onBell(slug: string, seq: number, epoch: string | undefined): void {
    const feed = this.#held.get(slug)?.feed;
    if (feed && (feed.blog.seq < seq || areApart({ epoch }, feed.blog)))
      void this.#track(this.#catchUp(feed));
  }

  /** Lets idle feeds go and catches up the ones that a bell did not reach, with one question to the store. */
  async check(): Promise<void> {
    const horizon = performance.now() - this.#idleAfter;
    for (const [slug, held] of this.#held) {
      if (held.feed && held.lastInterest < horizon && !this.#door.isWatched(slug)) this.#letGo(slug);
    }
    try {
      await this.#checkEpoch();
      const seqs = await this.#store.public.seqs([...this.#held.keys()]);
      for (const [slug, { feed }] of this.#held) {
        if (!feed) continue;
        if (!seqs.has(slug)) this.#end(slug);
        else if (feed.blog.seq !== seqs.get(slug)) await feed.catchUp();
      }
      this.#setStale(false);
    } catch (error) {
      this.#fail(error, 'looking for news in the store');
    }
  }

  /** This process was frozen: whoever is connected here has lacked for a while what others have. */
  #wakeUp(milliseconds: number): void {
    this.#setStale(true);
    this.#onError(new Error(`This process did not run for ${milliseconds} ms.`), 'looking at the time');
  }

  /** Told once: until it can be reached again, it is looked for every second. */
  #fail(error: unknown, doing: string): void {
    if (!this.#isStale) this.#onError(error, doing);
    this.#setStale(true);
  }

  async #checkEpoch(): Promise<void> {
    const epoch = await this.#store.epoch.check();
    if (areApart({ epoch }, { epoch: this.#epoch })) {
      // Every one of them, also whose seq is the same by chance.
      for (const { feed } of this.#held.values()) await feed?.catchUp();
      this.#onRenewal();
    }
    this.#epoch = epoch;
  }

  /** There was such a blog, and the record knows it no more. */
  #end(slug: string): void {
    if (!this.#held.has(slug)) return;
    this.#held.get(slug)?.feed?.wake();
    this.#letGo(slug);
    this.#door.end(slug);
  }

  /** Who is told when the record has another epoch: whatever was read of it before is to be read again. */
  onRenewal(listener: () => void): void {
    this.#onRenewal = listener;
  }

  #setStale(isStale: boolean): void {
    if (isStale === this.#isStale) return;
    this.#isStale = isStale;
    this.#door.tellStale();
  }

  async #catchUp(feed: Feed): Promise<void> {
    try {
      await feed.catchUp();
      if (feed.isGone) this.#end(feed.blog.slug);
    } catch (error) {
      this.#fail(error, `catching up "${feed.blog.slug}"`); // the timer tries again
    }
  }

  /** Nobody waits for news here any longer: it will come elsewhere. */
  wakeAll(): void {
    this.#isClosing = true;
    for (const { feed } of this.#held.values()) feed?.wake();
  }

  /** False once everybody is sent elsewhere. */
  get isWaitedFor(): boolean {
    return !this.#isClosing;
  }

  async close(): Promise<void> {
    this.#stopRounds();
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
