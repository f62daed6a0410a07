/** A few at a time of each: more of the same wait for their own, and nobody else for them. */

interface Lane {
  busy: number;
  waiting: (() => void)[];
}

export class Lanes {
  readonly #lanes = new Map<string, Lane>();
  readonly #width: number;
  readonly #mostWaiting: number;

  constructor(width: number, mostWaiting: number) {
    this.#width = width;
    this.#mostWaiting = mostWaiting;
  }

  /** Runs `work`, now or when it may; it calls `leave`, once, when it is done. False where too many of `who` wait already. */
  enter(who: string, work: (leave: () => void) => void): boolean {
    const lane = this.#lanes.get(who) ?? { busy: 0, waiting: [] };
    this.#lanes.set(who, lane);
    const begin = () => work(() => this.#leave(who, lane));
    if (lane.busy < this.#width) {
      lane.busy += 1;
      begin();
    } else if (lane.waiting.length < this.#mostWaiting) lane.waiting.push(begin);
    else return false;
    return true;
  }

  #leave(who: string, lane: Lane): void {
    const next = lane.waiting.shift();
    if (next) return next();
    lane.busy -= 1;
    if (lane.busy === 0) this.#lanes.delete(who);
  }
}
