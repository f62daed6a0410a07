/** How many messages a socket may send: a burst of ten seconds' worth, then `perSecond` [R10]. */
export class Allowance {
  readonly #perSecond: number;
  #left: number;
  #since = Date.now();

  constructor(perSecond: number) {
    this.#perSecond = perSecond;
    this.#left = perSecond * 10;
  }

  /** False where the sender has used it up. */
  take(): boolean {
    const now = Date.now();
    this.#left = Math.min(this.#perSecond * 10, this.#left + ((now - this.#since) / 1000) * this.#perSecond);
    this.#since = now;
    this.#left -= 1;
    return this.#left >= 0;
  }
}
