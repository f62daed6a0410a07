/** What time it is, by the server: a device whose clock is wrong tells readers the right times too. */

const TICK_MS = 15_000;
/** The server says its time in whole seconds: less than this is no difference. */
const NO_SKEW_MS = 2_000;

export class Clock {
  /** For relative times, in milliseconds; null on the server and until hydrated. */
  now: number | null = $state(null);
  /** Relative times stand still, too, for whoever wants nothing to move. */
  isFrozen = false;
  #skew = 0;

  /** Ticks until the function that it gives back is called. */
  start(): () => void {
    const ticking = setInterval(() => this.tick(), TICK_MS);
    this.tick();
    void this.set();
    return () => clearInterval(ticking);
  }

  read(): number {
    return Date.now() + this.#skew;
  }

  tick(): void {
    if (!this.isFrozen || this.now === null) this.now = this.read();
  }

  /** Asks the server for the time, and does without where there is no answer. */
  async set(): Promise<void> {
    if (!navigator.onLine) return;
    const askedAt = Date.now();
    const answer = await fetch('/healthz', { method: 'HEAD', cache: 'no-store' }).catch(() => null);
    const date = Date.parse(answer?.headers.get('Date') ?? '');
    if (Number.isNaN(date)) return;
    const skew = date + 500 - (askedAt + Date.now()) / 2;
    this.#skew = Math.abs(skew) < NO_SKEW_MS ? 0 : skew;
    this.tick();
  }
}
