/**
 * WebSub (https://www.w3.org/TR/websub/): whoever subscribes to a feed at the hub is sent its news. After each change that
 * readers see the hub is told which feeds to fetch; what it can't be told now it learns with the next change.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { feedAddresses } from '../../http/syndication/syndication.ts';
import type { Store } from '../../store/store.ts';

interface Parts {
  address: string;
  store: Store;
  /** Where the service is found. */
  url(): string;
  onError(error: unknown, doing: string): void;
}

/** Milliseconds until the hub is told, for all that changes meanwhile: until then a cache may have the feed of before. */
const GATHER_MS = 2_500;
/** Milliseconds after which it is told again, where it did not listen. */
const AGAIN_MS = [5_000, 60_000];
const PATIENCE_MS = 10_000;

export class Hub {
  readonly #parts: Parts;
  readonly #waiting = new Map<string, NodeJS.Timeout>();
  readonly #closing = new AbortController();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Something of this blog has changed for readers. */
  note(slug: string): void {
    if (this.#waiting.has(slug) || this.#closing.signal.aborted) return;
    const tell = () => {
      this.#waiting.delete(slug);
      void this.#tellOf(slug);
    };
    this.#waiting.set(slug, setTimeout(tell, GATHER_MS));
  }

  async #tellOf(slug: string): Promise<void> {
    const { store, url, onError } = this.#parts;
    try {
      if (!(await store.public.blog(slug))) return;
      await Promise.all(feedAddresses(url(), slug).map((topic) => this.#tell(topic, AGAIN_MS)));
    } catch (error) {
      if (!this.#closing.signal.aborted) onError(error, `telling the hub of "${slug}"`);
    }
  }

  async #tell(topic: string, again: number[]): Promise<void> {
    const { signal } = this.#closing;
    try {
      const response = await fetch(this.#parts.address, {
        method: 'POST',
        body: new URLSearchParams({ 'hub.mode': 'publish', 'hub.url': topic }),
        signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]),
      });
      await response.body?.cancel();
      if (!response.ok) throw new Error(`The hub answered ${response.status}.`);
    } catch (error) {
      const [wait, ...later] = again;
      if (wait === undefined || signal.aborted) throw error;
      await pause(wait, undefined, { signal });
      await this.#tell(topic, later);
    }
  }

  close(): void {
    this.#closing.abort();
    for (const timer of this.#waiting.values()) clearTimeout(timer);
  }
}
