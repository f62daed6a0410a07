/** Who listens to which blog on this node. */
import type { Bell } from './bus.ts';

type Listener = (seq: number) => void;

export class Listeners {
  readonly #heard = new Map<string, Set<Listener>>();

  blogs(): Iterable<string> {
    return this.#heard.keys();
  }

  /** True for the first one of its blog. */
  add(blog: string, listener: Listener): boolean {
    const listeners = this.#heard.get(blog);
    this.#heard.set(blog, (listeners ?? new Set()).add(listener));
    return listeners === undefined;
  }

  /** True for the last one of its blog. */
  remove(blog: string, listener: Listener): boolean {
    const listeners = this.#heard.get(blog);
    if (!listeners?.delete(listener) || listeners.size > 0) return false;
    return this.#heard.delete(blog);
  }

  /** Rings a little later: whoever rings is never in the middle of what it starts. */
  ring({ blog, seq }: Bell): void {
    for (const listener of this.#heard.get(blog) ?? []) {
      queueMicrotask(() => {
        if (this.#heard.get(blog)?.has(listener)) listener(seq);
      });
    }
  }

  clear(): void {
    this.#heard.clear();
  }
}
