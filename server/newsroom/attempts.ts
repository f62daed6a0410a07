/** Guessing a password gets slower with every guess, on each node. Nothing is locked for good. */

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 15 * 60_000;
/** After so long without an attempt, it starts anew. */
const FORGET_AFTER_MS = 60 * 60_000;
/** Keys that are remembered; beyond them, the one tried longest ago is forgotten. */
const MOST_REMEMBERED = 10_000;

interface Tries {
  count: number;
  at: number;
}

export class Attempts {
  readonly #tries = new Map<string, Tries>();
  readonly #free: number;
  readonly #now: () => number;

  /** The first `free` attempts cost no wait; `now` in milliseconds. */
  constructor(free: number, now: () => number = Date.now) {
    this.#free = free;
    this.#now = now;
  }

  /**
   * Counts an attempt for this key before it is made, so that many at once count, too. Returns 0 where it may be
   * made, else the milliseconds until it may.
   */
  begin(key: string): number {
    const now = this.#now();
    const known = this.#tries.get(key);
    const { count, at } = known && now - known.at < FORGET_AFTER_MS ? known : { count: 0, at: 0 };
    const wait =
      count < this.#free ? 0 : Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (count - this.#free));
    if (at + wait > now) return at + wait - now;

    this.#tries.delete(key);
    this.#tries.set(key, { count: count + 1, at: now });
    if (this.#tries.size > MOST_REMEMBERED) this.#tries.delete(this.#tries.keys().next().value!);
    return 0;
  }

  succeeded(key: string): void {
    this.#tries.delete(key);
  }
}
