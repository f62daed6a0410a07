/** The blogs that the widgets of a page show: each is read once, and all are followed over one line. */
import type { Blog } from '../../shared/blog.ts';
import { ownZone, writeIn } from '../times/format.ts';
import { follow, type Follower } from '../follow/follow.ts';
import { openLine } from '../follow/line.ts';
import { isHidden } from '../follow/polls.ts';
import { Gone, readBlog } from '../follow/reads.ts';
import type { Connection } from '../follow/state.ts';
import { whenWoken } from '../waking.ts';
import { FROM, HOME } from './home.ts';

export interface Held {
  /** Null until it has been read, and while it may not be shown. */
  blog: Blog | null;
  connection: Connection;
}

type Listener = (held: Held) => void;

/** Nothing of it may be shown any more, or yet. */
const GONE: Held = { blog: null, connection: 'gone' };

const LEAST_WAIT_MS = 2_000;
/** Also what lies between two looks whether a blog that is gone is back. */
const MOST_WAIT_MS = 60_000;
/** An element that is moved leaves the page for a moment. */
const LINGER_MS = 1_000;
/** People flick through tabs; each check costs the service a join or a read a blog. */
const WAKE_EVERY_MS = 10_000;

const line = openLine(HOME, FROM);
const sources = new Map<string, Source>();

/** Tells the listener what is held of this blog, now and whenever it changes, until the given function is called. */
export function watch(slug: string, listener: Listener): () => void {
  let source = sources.get(slug);
  if (!source) sources.set(slug, (source = new Source(slug)));
  return source.add(listener);
}

/** A zone that is younger than this browser takes more to write in; a change of zone meanwhile does without. */
async function knowZone(timezone: string): Promise<void> {
  if (ownZone(timezone).isUtc) writeIn((await import('../times/zones.ts')).mannerOf());
}

class Source {
  readonly #slug: string;
  readonly #listeners = new Set<Listener>();
  #held: Held = { blog: null, connection: 'connecting' };
  #follower: Follower | undefined;
  /** Set while it waits to be read again. */
  #retry: ReturnType<typeof setTimeout> | undefined;
  #wait = LEAST_WAIT_MS;
  #readAt = 0;

  constructor(slug: string) {
    this.#slug = slug;
    void this.#read();
  }

  add(listener: Listener): () => void {
    this.#listeners.add(listener);
    this.#tellOne(listener);
    return () => {
      this.#listeners.delete(listener);
      setTimeout(() => this.#closeIfUnused(), LINGER_MS);
    };
  }

  wake(): void {
    this.#follower?.wake();
    if (this.#retry !== undefined && Date.now() - this.#readAt >= WAKE_EVERY_MS) void this.#read();
  }

  async #read(): Promise<void> {
    clearTimeout(this.#retry);
    this.#retry = undefined;
    this.#readAt = Date.now();
    let blog: Blog;
    try {
      blog = await readBlog(HOME, this.#slug, FROM);
      await knowZone(blog.head.timezone);
    } catch (error) {
      if (!this.#isUsed()) return;
      if (error instanceof Gone) this.#end();
      else this.#readLater();
      return;
    }
    if (this.#isUsed()) this.#follow(blog);
  }

  #follow(blog: Blog): void {
    this.#wait = LEAST_WAIT_MS;
    this.#tell({ blog, connection: 'connecting' });
    this.#follower = follow({
      origin: HOME,
      line,
      blog,
      onBlog: (blog) => this.#tell({ blog }),
      onConnection: (connection) => (connection === 'gone' ? this.#end() : this.#tell({ connection })),
    });
  }

  /** A partner may be put back, a blog opened again: it is looked at now and then. */
  #end(): void {
    this.#follower = undefined;
    this.#tell(GONE);
    this.#wait = MOST_WAIT_MS;
    this.#readLater();
  }

  /** Not all of a crowd at once, and not while nobody sees the page. */
  #readLater(): void {
    const read = (): void => void (isHidden() ? this.#readLater() : this.#read());
    this.#retry = setTimeout(read, this.#wait * (0.5 + Math.random()));
    this.#wait = Math.min(MOST_WAIT_MS, 2 * this.#wait);
  }

  #isUsed(): boolean {
    return sources.get(this.#slug) === this;
  }

  #tell(change: Partial<Held>): void {
    this.#held = { ...this.#held, ...change };
    for (const listener of this.#listeners) this.#tellOne(listener);
  }

  /** A widget that its page has broken is no trouble of the network's, and none of the others'. */
  #tellOne(listener: Listener): void {
    try {
      listener(this.#held);
    } catch (error) {
      reportError(error);
    }
  }

  #closeIfUnused(): void {
    if (this.#listeners.size > 0 || !this.#isUsed()) return;
    sources.delete(this.#slug);
    clearTimeout(this.#retry);
    this.#follower?.close();
  }
}

let wokenAt = 0;

whenWoken((why) => {
  if (why === 'visibilitychange' && (isHidden() || Date.now() - wokenAt < WAKE_EVERY_MS)) return;
  if (!isHidden()) wokenAt = Date.now();
  sources.forEach((source) => source.wake());
});
