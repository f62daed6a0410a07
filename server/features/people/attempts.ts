/** Guessing a password gets slower with every guess, on all nodes together. Nothing is locked for good. */
import type { Store } from '../../store/store.ts';

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
    const wait = waitAfter(count, this.#free);
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

/** What is counted: by whom or on whom, and how many attempts of it cost no wait. */
export interface Counted {
  key: string;
  free: number;
  /** Milliseconds that it makes anybody wait at most. */
  longest?: number;
}

/**
 * Counts one attempt in the record before it is made, under each key. Returns 0 where it may be made; else the
 * milliseconds until it may, and nothing is counted: who is refused makes nobody wait longer, themselves included.
 */
export function beginShared(store: Store, counted: readonly Counted[]): Promise<number> {
  return store.transaction(async (transaction) => {
    const now = await transaction.now();
    const forgotten = new Date(Date.parse(now) - FORGET_AFTER_MS).toISOString();
    const waits: number[] = [];
    for (const { key, free, longest } of counted) {
      const { count, at } = await transaction.accounts.tries(key, forgotten);
      const wait = count === 0 ? 0 : Date.parse(at) + waitAfter(count, free, longest) - Date.parse(now);
      waits.push(wait);
    }
    const longest = Math.max(0, ...waits);
    if (longest === 0) for (const { key } of counted) await transaction.accounts.addTry(key, now);
    return longest;
  });
}

export const forgetShared = (store: Store, keys: readonly string[]): Promise<void> =>
  store.transaction(({ accounts }) => accounts.forgetTries(keys));

/** Milliseconds after the last of `count` attempts until the next may be made. */
const waitAfter = (count: number, free: number, longest = LONGEST_WAIT_MS): number =>
  count < free ? 0 : Math.min(longest, FIRST_WAIT_MS * 2 ** (count - free));
