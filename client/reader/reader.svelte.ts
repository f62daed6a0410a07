import { type Blog, type Entry, compare } from '../../shared/blog.ts';
import { type Connection, type Follower, follow } from '../live.ts';
import { keepSteady } from './steady.ts';

/** Scrolled less than this, a reader is still at the top and sees new entries come in. */
const NEAR = 64;
const TICK = 20_000;

/** One open page: what is known of the blog, and how much of it the reader has been shown. */
export class Reader {
  #blog: Blog = $state.raw()!;
  #shown: ReadonlySet<string> = $state.raw(new Set());
  #pinnedId: string | null = $state(null);

  connection: Connection = $state('connecting');
  readers = $state(0);
  /** When the last word came, for whoever is offline. */
  heardAt: string = $state('');
  /** What time it is, for relative times; null on the server and until hydrated. */
  now: number | null = $state(null);
  /** Entries that came in while the page was open. */
  fresh: ReadonlySet<string> = $state.raw(new Set());
  showingMore: 'no' | 'busy' | 'failed' = $state('no');

  head = $derived.by(() => this.#blog.head);
  slug = $derived.by(() => this.#blog.slug);
  older = $derived.by(() => this.#blog.older);
  pinned = $derived.by(() => this.#findPinned());
  entries = $derived.by(() =>
    this.#blog.entries.filter(({ id }) => this.#shown.has(id) && id !== this.pinned?.id),
  );
  pending = $derived.by(() => this.#blog.entries.filter((entry) => this.#isPending(entry)));

  readonly #onOlderPage: boolean;
  readonly #openedAt: string;
  #follower: Follower | null = null;
  /** Where the page was scrolled when new entries were last brought in. */
  #top = 0;

  constructor(blog: Blog, older: boolean) {
    this.#onOlderPage = older;
    this.#openedAt = blog.head.updatedAt;
    this.#blog = blog;
    this.#shown = new Set(blog.entries.map(({ id }) => id));
    this.#pinnedId = older ? null : (blog.head.pinned?.id ?? null);
    this.heardAt = blog.head.updatedAt;
  }

  /** Follows the blog until the function that it gives back is called. */
  start(): () => void {
    const tick = (): void => void (this.now = Date.now());
    const wake = (): void => {
      if (document.visibilityState === 'hidden') return;
      tick();
      this.#follower?.wake();
    };
    const ticking = setInterval(tick, TICK);
    const listening = new AbortController();
    const { signal } = listening;
    document.addEventListener('visibilitychange', wake, { signal });
    for (const type of ['online', 'offline', 'pageshow']) window.addEventListener(type, wake, { signal });
    tick();
    this.#follow();
    return () => {
      listening.abort();
      clearInterval(ticking);
      this.#follower?.close();
    };
  }

  /** Brings in what is pending, and gives back the newest of it. */
  showPending(): Entry | undefined {
    const [newest] = this.pending;
    this.#show();
    return newest;
  }

  /** Call it once the page is scrolled to where showPending() has put something. */
  settle(): void {
    this.#top = window.scrollY;
  }

  /** Puts one more page of older entries behind the others, and gives back the first of them. */
  async showMore(): Promise<Entry | undefined> {
    if (this.showingMore === 'busy') return undefined;
    this.showingMore = 'busy';
    const last = this.#blog.entries.at(-1);
    try {
      await this.#follower?.loadOlder();
      this.showingMore = 'no';
      return this.#blog.entries.find(isBehind(last));
    } catch {
      this.showingMore = 'failed';
      return undefined;
    }
  }

  #follow(): void {
    this.#follower = follow({
      origin: location.origin,
      blog: this.#blog,
      onBlog: (blog) => this.#receive(blog),
      onConnection: (connection) => this.#connect(connection),
      onReaders: (readers) => void (this.readers = readers),
    });
  }

  #connect(connection: Connection): void {
    if (isHearing(this.connection) && !isHearing(connection)) this.heardAt = new Date().toISOString();
    this.connection = connection;
  }

  #receive(blog: Blog): void {
    if (this.#isWatching()) {
      this.#hold(blog);
      this.#show();
    } else {
      keepSteady(() => {
        this.#hold(blog);
        // Too long away: nothing of what was on the page is within reach any more.
        if (!blog.entries.some(({ id }) => this.#shown.has(id))) this.#show();
      });
    }
  }

  /** What comes behind the last entry moves nothing, and is no news: it's there at once. */
  #hold(blog: Blog): void {
    const behind = blog.entries.filter(isBehind(this.#blog.entries.at(-1)));
    if (behind.length > 0) this.#shown = new Set([...this.#shown, ...behind.map(({ id }) => id)]);
    this.#blog = blog;
  }

  #show(): void {
    this.fresh = new Set([...this.fresh, ...this.pending.map(({ id }) => id)]);
    this.#shown = new Set(this.#blog.entries.map(({ id }) => id));
    if (!this.#onOlderPage) this.#pinnedId = this.head.pinned?.id ?? null;
  }

  #isWatching(): boolean {
    return !this.#onOlderPage && document.visibilityState === 'visible' && window.scrollY - this.#top < NEAR;
  }

  /** A page of older entries doesn't hold what lies between: an edit there is no new entry. */
  #isPending({ id, publishedAt }: Entry): boolean {
    return !this.#shown.has(id) && (!this.#onOlderPage || publishedAt > this.#openedAt);
  }

  /** The pinned box changes with the top of the page: an entry that someone is reading does not go there from the feed. */
  #findPinned(): Entry | null {
    const { pinned } = this.head;
    if (pinned?.id === this.#pinnedId) return pinned;
    return this.#blog.entries.find(({ id }) => id === this.#pinnedId) ?? null;
  }
}

const isHearing = (connection: Connection): boolean =>
  connection === 'live' || connection === 'polling' || connection === 'delayed';

const isBehind = (last: Entry | undefined) => (entry: Entry) =>
  last !== undefined && compare(entry, last) > 0;
