/** The blogs that the widgets of a page show: each is read once, and all are followed over one line. */
import type { Blog } from '../../shared/blog.ts';
import { type Connection, follow, type Follower } from '../live.ts';
import { openLine } from '../line.ts';
import { Gone, readBlog } from '../reads.ts';
import { FROM, HOME } from './home.ts';

export interface Held {
  /** Null until it has been read. */
  blog: Blog | null;
  connection: Connection;
}

type Listener = (held: Held) => void;

const MOST_WAIT_MS = 60_000;
/** An element that is moved leaves the page for a moment. */
const LINGER_MS = 1_000;
/** People flick through tabs; each check costs the service a join a blog. */
const WAKE_EVERY_MS = 10_000;

const line = openLine(HOME, FROM);
const sources = new Map<string, Source>();

/** Tells the listener what is held of this blog, now and whenever it changes, until the given function is called. */
export function watch(slug: string, listener: Listener): () => void {
  let source = sources.get(slug);
  if (!source) sources.set(slug, (source = new Source(slug)));
  return source.add(listener);
}

class Source {
  readonly #slug: string;
  readonly #listeners = new Set<Listener>();
  #held: Held = { blog: null, connection: 'connecting' };
  #follower: Follower | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor(slug: string) {
    this.#slug = slug;
    void this.#read(0);
  }

  add(listener: Listener): () => void {
    this.#listeners.add(listener);
    listener(this.#held);
    return () => {
      this.#listeners.delete(listener);
      setTimeout(() => this.#closeIfUnused(), LINGER_MS);
    };
  }

  wake(): void {
    this.#follower?.wake();
  }

  async #read(attempt: number): Promise<void> {
    try {
      const blog = await readBlog(HOME, this.#slug);
      if (!this.#isUsed()) return;
      this.#tell({ blog });
      this.#follower = follow({
        origin: HOME,
        line,
        blog,
        onBlog: (blog) => this.#tell({ blog }),
        onConnection: (connection) => this.#tell(connection === 'gone' ? GONE : { connection }),
      });
    } catch (error) {
      if (error instanceof Gone) return this.#tell(GONE);
      if (!this.#isUsed()) return;
      const wait = Math.min(MOST_WAIT_MS, 2_000 * 2 ** attempt) * (0.5 + Math.random());
      this.#retry = setTimeout(() => void this.#read(attempt + 1), wait);
    }
  }

  #isUsed(): boolean {
    return sources.get(this.#slug) === this;
  }

  #tell(change: Partial<Held>): void {
    this.#held = { ...this.#held, ...change };
    for (const listener of this.#listeners) listener(this.#held);
  }

  #closeIfUnused(): void {
    if (this.#listeners.size > 0 || !this.#isUsed()) return;
    sources.delete(this.#slug);
    clearTimeout(this.#retry);
    this.#follower?.close();
  }
}

/** Nothing of it may be shown any more. */
const GONE: Held = { blog: null, connection: 'gone' };

const wake = (): void => sources.forEach((source) => source.wake());

let wokenAt = 0;
function wakeOnReturn(): void {
  if (document.visibilityState === 'hidden' || Date.now() - wokenAt < WAKE_EVERY_MS) return;
  wokenAt = Date.now();
  wake();
}

document.addEventListener('visibilitychange', wakeOnReturn);
for (const type of ['online', 'offline', 'pageshow']) window.addEventListener(type, wake);
