/** Who listens to which channel on this node. */
import type { Bell } from './bus.ts';

type Listener = (seq: number, epoch?: string) => void;

export class Listeners {
  readonly #heard = new Map<string, Set<Listener>>();

  channels(): Iterable<string> {
    return this.#heard.keys();
  }

  /** True for the first one of its channel. */
  add(channel: string, listener: Listener): boolean {
    const listeners = this.#heard.get(channel);
    this.#heard.set(channel, (listeners ?? new Set()).add(listener));
    return listeners === undefined;
  }

  /** True for the last one of its channel. */
  remove(channel: string, listener: Listener): boolean {
    const listeners = this.#heard.get(channel);
    if (!listeners?.delete(listener) || listeners.size > 0) return false;
    return this.#heard.delete(channel);
  }

  /** Rings a little later: whoever rings is never in the middle of what it starts. */
  ring({ channel, seq, epoch }: Bell): void {
    for (const listener of this.#heard.get(channel) ?? []) {
      queueMicrotask(() => {
        if (this.#heard.get(channel)?.has(listener)) listener(seq, epoch);
      });
    }
  }

  clear(): void {
    this.#heard.clear();
  }
}
