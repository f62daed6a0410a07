/** One node's copy of one blog: its newest page, and what has changed lately. All readers are answered from it. */
import {
  areApart,
  type Blog,
  type Entry,
  type Tombstone,
  type Update,
  cursorAt,
  placeOf,
} from '../../shared/blog.ts';
import { extend, merge } from '../../shared/merge.ts';
import { CATCH_UP_LIMIT, type News, PAGE_SIZE, type Picture, type Public } from '../store/public.ts';

export type PicturedBlog = Blog & Picture;

interface Parts {
  read: Public;
  /** Gets every later update, in order. */
  emit(update: Update): void;
  /** Called when the record turns out to have another past than this epoch's: from then on it has another epoch. */
  renew(epoch: string): Promise<void>;
}

export class Feed {
  readonly #read: Public;
  readonly #parts: Parts;
  #blog: PicturedBlog;
  /** The last change of each entry since `#horizon`, oldest change first. */
  #recent = new Map<string, Entry | Tombstone>();
  /** Who holds this seq or a later one can be told what changed since. */
  #horizon: number;
  #headSeq: number;
  #stale = false;
  #isGone = false;
  readonly #waiting = new Set<() => void>();
  #catching: Promise<void> | undefined;

  private constructor(parts: Parts, snapshot: PicturedBlog) {
    this.#read = parts.read;
    this.#parts = parts;
    this.#blog = snapshot;
    this.#horizon = snapshot.seq;
    this.#headSeq = snapshot.seq;
  }

  /** Undefined where there is no such blog, or readers may not see it yet. */
  static async load(parts: Parts, slug: string): Promise<Feed | undefined> {
    const news = await parts.read.newsSince(slug, 0);
    if (!news) return undefined;
    const feed = new Feed(parts, { ...(merge(null, news.update) as Blog), ...news.picture });
    await feed.#remember(news.update.to);
    return feed;
  }

  /** True once the record knows no such blog any more. */
  get isGone(): boolean {
    return this.#isGone;
  }

  /** The newest page. A new object with each change, and only then: whatever is made from it can be kept beside it. */
  get blog(): PicturedBlog {
    return this.#blog;
  }

  /** Whether a reader who holds `after` of this epoch can be told what changed since, and it is not too much [R3]. */
  canTell(after: number, epoch?: string): boolean {
    if (areApart({ epoch }, this.#blog)) return false;
    const { seq } = this.#blog;
    return after >= Math.max(this.#horizon, seq - CATCH_UP_LIMIT) && after <= seq;
  }

  /** What a reader who holds `after` lacks; a snapshot where that can't be told. */
  updateSince(after: number, epoch?: string): Update {
    const { slug, seq, head } = this.#blog;
    if (!this.canTell(after, epoch)) return snapshotOf(this.#blog);
    const changes = [...this.#recent.values()].filter((entry) => entry.seq > after);
    return {
      blog: slug,
      epoch: this.#blog.epoch,
      from: after,
      to: seq,
      ...(this.#headSeq > after && { head }),
      entries: changes,
    };
  }

  /**
   * Looks into the store where somebody holds more than this feed, or something of another epoch: another node told
   * them what this one has not heard of yet. Rejects where the store can't be reached.
   */
  async catchUpTo(seq: number, epoch?: string): Promise<void> {
    if (seq > this.#blog.seq || areApart({ epoch }, this.#blog)) await this.catchUp();
  }

  /** The only way a feed changes. A ring during a read causes one more read. */
  catchUp(): Promise<void> {
    this.#stale = true;
    return (this.#catching ??= this.#catchUp());
  }

  async #catchUp(): Promise<void> {
    try {
      while (this.#stale) {
        this.#stale = false;
        const news = await this.#read.newsSince(this.#blog.slug, this.#blog.seq);
        this.#isGone = !news;
        if (!news) continue;
        if (this.#isOfAnotherPast(news)) {
          await this.#parts.renew(this.#blog.epoch!);
          this.#stale = true;
        } else if (news.update.to !== this.#blog.seq || areApart(news.update, this.#blog))
          await this.#apply(news);
      }
    } finally {
      this.#catching = undefined; // here and not in a .finally(): no ring may fall in between
    }
  }

  /**
   * Whether the record has lost something that this feed has told: its clock has gone backwards, or says something
   * else of the moment at which this feed is.
   */
  #isOfAnotherPast({ update, known }: News): boolean {
    if (areApart(update, this.#blog)) return false; // somebody has noticed before
    if (update.to < this.#blog.seq) return true;
    if (update.from === 0 || this.#recent.size === 0) return false;
    const told = [...this.#recent.values()].filter(({ seq }) => seq === update.from);
    const texts = new Set(told.map(asText));
    if (known.some((entry) => !texts.has(asText(entry)))) return true;
    const there = new Set([...known, ...update.entries].map(({ id }) => id));
    return told.some(({ id }) => !there.has(id));
  }

  async #apply({ update, picture }: News): Promise<void> {
    const isSnapshot = update.from === 0;
    const merged = merge(isSnapshot ? null : this.#blog, update) as Blog;
    this.#blog = { ...(await this.#withWholePage(merged)), ...picture };
    if (update.head) this.#headSeq = update.to;
    if (isSnapshot) this.#recent.clear();
    for (const entry of isSnapshot ? [] : update.entries) this.#note(entry);
    this.#horizon = isSnapshot ? update.to : Math.max(this.#horizon, update.to - CATCH_UP_LIMIT);
    this.#parts.emit(update);
    this.wake();
  }

  /** Resolves with the next change, or when `signal` says that nobody waits any longer. */
  next(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        this.#waiting.delete(done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      this.#waiting.add(done);
      signal.addEventListener('abort', done);
      if (signal.aborted) done();
    });
  }

  /** Ends all waiting for the next change: there was one, or there will be none. */
  wake(): void {
    for (const done of [...this.#waiting]) done();
  }

  /** Fills the memory of recent changes from the store, so that a restart costs nobody a snapshot. */
  async #remember(seq: number): Promise<void> {
    const news = await this.#read.newsSince(this.#blog.slug, Math.max(1, seq - CATCH_UP_LIMIT));
    if (!news) return;
    const { update, picture } = news;
    // Where it has moved on between the two questions, so much is too far back by now.
    if (update.from === 0) return update.to > seq ? this.#remember(update.to) : undefined;
    for (const entry of update.entries) this.#note(entry);
    this.#horizon = update.from;
    this.#blog = { ...(merge(this.#blog, update) as Blog), ...picture };
    this.#headSeq = this.#blog.seq;
  }

  #note(entry: Entry | Tombstone): void {
    this.#recent.delete(entry.id);
    this.#recent.set(entry.id, entry);
    for (const [id, { seq }] of this.#recent) {
      if (seq > entry.seq - CATCH_UP_LIMIT) break;
      this.#recent.delete(id);
    }
  }

  /** The newest page keeps between one and two pages' entries: more go to the older ones, too few come back. */
  async #withWholePage(blog: Blog): Promise<Blog> {
    if (blog.entries.length >= 2 * PAGE_SIZE) {
      const entries = blog.entries.slice(0, PAGE_SIZE + (blog.entries.length % PAGE_SIZE));
      return { ...blog, entries, older: cursorAt(entries.at(-1)!) };
    }
    const border = blog.older === null ? null : placeOf(blog.older);
    if (blog.entries.length >= PAGE_SIZE || border === null) return blog;
    const page = await this.#read.page(blog.slug, border, PAGE_SIZE);
    const extended = page ? extend(blog, page) : blog;
    return extended === 'stale' ? blog : extended;
  }
}

const asText = (entry: Entry | Tombstone): string => JSON.stringify(entry);

/** The update that replaces all that is held. */
export function snapshotOf({ slug, epoch, seq, head, entries, older }: Blog): Update {
  return { blog: slug, epoch, from: 0, to: seq, head, entries, older };
}
