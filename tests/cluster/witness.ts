/** A reader under oath: the page's own client, and a note of everything that it was ever shown. */
import { follow } from '../../client/follow/follow.ts';
import type { Connection } from '../../client/follow/state.ts';
import type { Blog, Update } from '../../shared/blog.ts';
import { merge } from '../../shared/merge.ts';
import { onTestFinished } from 'vitest';

export class Witness {
  blog: Blog;
  connection: Connection = 'connecting';
  /** Entries that appeared, counted each time. */
  delivered = 0;
  /** Milliseconds from sending the command to being shown the entry, per entry. */
  lags: { at: number; lag: number }[] = [];
  /** The longest time, in milliseconds, that it lacked an entry while it said that it was live. */
  unmarked = 0;
  /** An older state after a newer one. */
  backwards = 0;
  /** An entry twice in one blog, or again after it was there. */
  doubled = 0;
  readonly #seen = new Set<string>();
  #liveSince = Infinity;
  readonly wake: () => void;

  private constructor(url: string, blog: Blog) {
    this.blog = blog;
    for (const { id } of blog.entries) this.#seen.add(id);
    const follower = follow({
      origin: url,
      blog,
      onBlog: (next) => this.#shown(next),
      onConnection: (connection) => {
        this.connection = connection;
        this.#liveSince = connection === 'live' ? Date.now() : Infinity;
      },
    });
    this.wake = () => follower.wake();
    onTestFinished(() => follower.close());
  }

  static async open(url: string, slug: string): Promise<Witness> {
    const snapshot = (await (await fetch(`${url}/api/v1/blogs/${slug}`)).json()) as Update;
    return new Witness(url, merge(null, snapshot) as Blog);
  }

  /** Counts from here on. */
  forget(): void {
    this.delivered = 0;
    this.lags = [];
    this.unmarked = 0;
  }

  #shown(next: Blog): void {
    if (next.seq < this.blog.seq) this.backwards += 1;
    if (new Set(next.entries.map(({ id }) => id)).size !== next.entries.length) this.doubled += 1;
    const before = new Set(this.blog.entries.map(({ id }) => id));
    for (const { id, headline, publishedAt } of next.entries) {
      if (before.has(id)) continue;
      if (this.#seen.has(id)) this.doubled += 1;
      this.#seen.add(id);
      this.delivered += 1;
      const now = Date.now();
      const sentAt = Number.parseInt(headline ?? '', 10);
      this.lags.push({ at: now, lag: now - sentAt });
      // Nobody can lack what the record does not have yet.
      const there = Math.max(sentAt, Date.parse(publishedAt));
      this.unmarked = Math.max(this.unmarked, now - Math.max(there, this.#liveSince));
    }
    this.blog = next;
  }
}
