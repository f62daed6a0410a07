import type { Blog, Entry } from '../../../shared/blog.ts';
import type { Locale } from '../../times/format.ts';
import { type Follower, follow, type FollowOptions } from '../../follow/follow.ts';
import { whenStill } from '../../scrolling.ts';
import { Aloud } from './aloud.svelte.ts';
import { attend } from './attention.ts';
import { Clock } from './clock.svelte.ts';
import { frozen } from './frozen.ts';
import { glide } from '../scroll/glide.ts';
import { Hearing } from './hearing.svelte.ts';
import { recall, remember } from './memory.ts';
import { type Order, inOrder, isBehind } from './order.ts';
import { pace } from './pace.ts';
import { findPinned } from './pinned.ts';
import { Removals } from './removals.svelte.ts';
import { isNearEnd, isNearTop } from '../scroll/scrolled.ts';
import { keepSteady } from '../scroll/steady.ts';
import { Unread } from './unread.svelte.ts';

/** How many entries a page that is open for days has at the most, and how many of these it then keeps. */
const [MOST, KEPT] = [1_500, 1_000];

/** One open page: what is known of the blog, and how much of it the reader has been shown. */
export class Reader {
  /** As the service told it last. */
  #latest: Blog = $state.raw()!;
  /** As it is shown: the same, but for whoever has paused it. */
  #blog: Blog = $state.raw()!;
  #shown: ReadonlySet<string> = $state.raw(new Set());
  #pinnedId: string | null = $state(null);

  readers = $state(0);
  /** The entries that come in at this moment. */
  fresh: ReadonlySet<string> = new Set();
  showingMore: 'no' | 'busy' | 'failed' = $state('no');
  order: Order = $state('newest');
  isPaused = $state(false);
  /** The page is alive: what only a script could work may be there. */
  isReady = $state(false);
  readonly clock = new Clock();
  readonly removals = new Removals();
  readonly aloud = new Aloud();
  readonly hearing: Hearing;
  readonly unread: Unread;
  readonly slug: string;
  /** It begins at an older entry than the newest. */
  readonly isOlderPage: boolean;
  // Set and not derived: while they stay the same, no entry is looked at again.
  #language = $state('');
  #timezone = $state('');
  showsChanges = $state(false);

  head = $derived.by(() => this.#blog.head);
  pinned = $derived.by(() => findPinned(this.#blog, this.#pinnedId));
  /** Newest first. */
  entries = $derived.by(() =>
    this.#blog.entries.filter(({ id }) => this.#shown.has(id) && id !== this.pinned?.id),
  );
  /** The entries, and what is left of removed ones, in the order that the reader wants. */
  items = $derived.by(() => inOrder(this.removals.among(this.entries), this.order));
  /** Of the entries: what was published while the reader was away. */
  unreadEntries = $derived.by(() => this.unread.among(this.entries));
  /** All that is here is new, and there may be more of it than that. */
  isMoreUnread = $derived.by(() => this.older !== null && this.unreadEntries.length === this.entries.length);
  pending = $derived.by(() => this.#latest.entries.filter((entry) => this.#isPending(entry)));

  readonly #openedAt: string;
  #follower: Follower | null = null;
  readonly #begin: (options: FollowOptions) => Follower;
  readonly #paced = pace((blog: Blog) => this.#receive(blog), whenStill);
  /** Where the page was scrolled when new entries were last brought in. */
  #settledAt = 0;

  /** `begin` begins to follow what is shown, and is given what it tells of that. */
  constructor(blog: Blog, older: boolean, begin: (options: FollowOptions) => Follower = follow) {
    this.#begin = begin;
    this.isOlderPage = older;
    this.#openedAt = blog.head.updatedAt;
    this.slug = blog.slug;
    this.#latest = blog;
    this.#put(blog);
    this.#shown = new Set(blog.entries.map(({ id }) => id));
    this.#pinnedId = older ? null : (blog.head.pinned?.id ?? null);
    this.hearing = new Hearing(blog.head.updatedAt);
    this.unread = new Unread(blog.slug);
  }

  get locale(): Locale {
    return { language: this.#language, timezone: this.#timezone };
  }

  /** The blog's clock, as the service told it last. */
  get seq(): number {
    return this.#latest.seq;
  }

  get older(): string | null {
    return this.#blog.older;
  }

  /** Something has been published, whether or not it is on this page. */
  get hasBegun(): boolean {
    return this.isOlderPage || this.older !== null || this.entries.length > 0 || this.head.pinned !== null;
  }

  /** Follows the blog until the function that it gives back is called. `onRemoved` is given the ids of what is no more. */
  start(onRemoved: (ids: string[]) => void): () => void {
    const stopClock = this.clock.start();
    const stopAttending = attend({
      leave: () => this.unread.leave(),
      comeBack: () => void this.clock.set(),
      wake: () => this.#wake(),
      scroll: () => whenStill(this.#reachEnd),
    });
    this.hearing.open();
    this.unread.open(this.entries[0]);
    // A page that begins at an entry stays there.
    if (!this.isOlderPage && recall('device', 'order', this.slug) === 'oldest') this.order = 'oldest';
    if (recall('tab', 'paused', this.slug)) this.pause();
    this.aloud.open();
    this.isReady = true;
    this.#follower = this.#begin({
      origin: location.origin,
      blog: this.#latest,
      onBlog: this.#paced.take,
      isOlderPage: this.isOlderPage,
      onRemoved: (ids, isCertain) => {
        if (isCertain) this.removals.tell(ids);
        onRemoved(ids);
      },
      onConnection: (connection) => this.hearing.change(connection, this.clock.read()),
      onReaders: (readers) => void (this.isPaused || (this.readers = readers)),
    });
    return () => {
      stopAttending();
      stopClock();
      this.#paced.rest(0);
      this.#follower?.close();
    };
  }

  /** Of what has come and is not said yet, what is wanted: as it is by now, edited since, or gone again. Newest first. */
  arrivals(): Entry[] {
    return this.aloud.among(this.#latest.entries.filter(({ id }) => this.aloud.arrived.has(id)));
  }

  /** Whether the entry is still there, as far as the page knows. */
  holds(id: string): boolean {
    return this.head.pinned?.id === id || this.#latest.entries.some((entry) => entry.id === id);
  }

  /** From here on nothing on the page changes by itself, but that removed entries go [R7]. */
  pause(): void {
    this.isPaused = this.clock.isFrozen = true;
    remember('tab', 'paused', this.slug, 'yes');
  }

  resume(): void {
    this.#paced.catchUp();
    this.isPaused = this.clock.isFrozen = false;
    remember('tab', 'paused', this.slug, '');
    this.clock.tick();
    this.aloud.arrive(this.pending);
    this.#receive(this.#latest);
  }

  sort(order: Order): void {
    this.order = order;
    remember('device', 'order', this.slug, order);
  }

  /** Brings in what is pending, and gives back the one of it that is to be read first. */
  showPending(): Entry | undefined {
    const [first] = inOrder(this.pending, this.order);
    this.#show();
    return first;
  }

  /** Call it once the page is scrolled to where showPending() has put something. */
  settle(): void {
    this.#settledAt = window.scrollY;
  }

  /** Puts one more page of older entries behind the others, and gives back the first of them. */
  async showMore(): Promise<Entry | undefined> {
    if (this.showingMore === 'busy') return undefined;
    this.showingMore = 'busy';
    const last = this.#blog.entries.at(-1);
    try {
      await this.#follower?.loadOlder();
      this.#paced.catchUp();
      this.showingMore = 'no';
      return this.#blog.entries.find(isBehind(last));
    } catch {
      this.showingMore = 'failed';
      return undefined;
    }
  }

  #wake(): void {
    this.unread.comeBack(this.clock.read());
    this.unread.see(this.entries[0]);
    this.clock.tick();
    this.#follower?.wake();
  }

  #receive(blog: Blog): void {
    const isWatching = this.#isWatching();
    const removals = this.removals.lookFor(this, blog, this.clock.read());
    const change = (): void => {
      this.removals.add(removals);
      this.#hold(blog);
      // Also after too long away: nothing of what was on the page is within reach any more.
      if (isWatching || !(this.isOlderPage || blog.entries.some(({ id }) => this.#shown.has(id))))
        this.#show();
    };
    const hasNews = blog.entries.some((entry) => this.#isPending(entry));
    // With the newest last, what grows or goes above must not push away what is read at the end.
    if (isWatching && this.order === 'newest' && (hasNews || removals.length === 0))
      this.#paced.rest(glide(change));
    else keepSteady(change);
    if (isWatching && this.order === 'newest' && blog.entries.length > MOST) this.#follower?.keep(KEPT);
  }

  /** What comes behind the last entry moves nothing, and is no news: it's there at once. */
  #hold(blog: Blog): void {
    const known = new Set(this.#latest.entries.map(({ id }) => id));
    const behind = blog.entries.filter(isBehind(this.#latest.entries.at(-1))).map(({ id }) => id);
    if (behind.length > 0) this.#shown = new Set([...this.#shown, ...behind]);
    this.#latest = blog;
    this.#put(this.isPaused ? frozen(this.#blog, blog) : blog);
    if (!this.isPaused)
      this.aloud.arrive(blog.entries.filter((entry) => !known.has(entry.id) && this.#isPending(entry)));
  }

  #put(blog: Blog): void {
    this.aloud.compare((this.#blog as Blog | undefined) ?? blog, blog);
    this.#blog = blog;
    ({ language: this.#language, timezone: this.#timezone, showChanges: this.showsChanges } = blog.head);
  }

  #show(): void {
    this.fresh = new Set(this.pending.map(({ id }) => id));
    this.#put(this.#latest);
    this.#shown = new Set(this.#blog.entries.map(({ id }) => id));
    if (!this.isOlderPage) this.#pinnedId = this.head.pinned?.id ?? null;
    this.unread.see(this.#blog.entries[0]);
  }

  #isWatching(): boolean {
    if (this.isOlderPage || this.isPaused || document.visibilityState !== 'visible') return false;
    return this.order === 'newest' ? isNearTop(this.#settledAt) : isNearEnd();
  }

  /** With the newest last, who reads on finds them there. */
  readonly #reachEnd = (): void => {
    if (this.order === 'oldest' && this.pending.length > 0 && this.#isWatching())
      keepSteady(() => this.#show());
  };

  /** A page of older entries doesn't hold what lies between: an edit there is no new entry. */
  #isPending({ id, publishedAt }: Entry): boolean {
    return !this.#shown.has(id) && (!this.isOlderPage || publishedAt > this.#openedAt);
  }
}
