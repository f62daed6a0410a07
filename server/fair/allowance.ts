/** So many a second, and a burst above that: a token bucket. */
export class Allowance {
  readonly #perSecond: number;
  readonly #burst: number;
  #left: number;
  #since = performance.now();

  constructor(perSecond: number, burst: number) {
    this.#perSecond = perSecond;
    this.#burst = burst;
    this.#left = burst;
  }

  /** False where it is used up. */
  take(): boolean {
    const now = performance.now();
    const earned = ((now - this.#since) / 1_000) * this.#perSecond;
    this.#left = Math.min(this.#burst, this.#left + earned);
    this.#since = now;
    if (this.#left < 1) return false;
    this.#left -= 1;
    return true;
  }
}
