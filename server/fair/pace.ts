/**
 * Requests, a few of each network in one turn of the loop; more of them wait for the next turn. Nobody is turned away by
 * it, and where the loop has nothing else to do nobody is slower for it: but between two handfuls of one network's
 * requests there is always room for news and for everybody else [R12].
 */
import { Queue } from './queue.ts';

/** Requests of one network that are begun at once. */
const AT_ONCE = 8;
/** Milliseconds of a turn that go to those who waited. */
const SHARE_MS = 3;

export class Pace {
  /** Requests begun in this turn, by network. */
  readonly #begun = new Map<string, number>();
  readonly #waiting: Queue<() => void>;
  #isPlanned = false;

  /** `most` of one network may wait; they are as many as its connections, or come in one after the other unasked. */
  constructor(most: number) {
    this.#waiting = new Queue(most);
  }

  /** Runs `work`, now or in a later turn. False where too much of this network waits already. */
  begin(network: string, work: () => void): boolean {
    const begun = this.#begun.get(network) ?? 0;
    if (begun >= AT_ONCE && !this.#waiting.add(network, work)) return false;
    if (!this.#isPlanned) this.#plan();
    if (begun >= AT_ONCE) return true;
    this.#begun.set(network, begun + 1);
    work();
    return true;
  }

  #plan(): void {
    this.#isPlanned = true;
    setImmediate(() => this.#turn());
  }

  #turn(): void {
    this.#begun.clear();
    this.#isPlanned = !this.#waiting.isEmpty;
    if (!this.#isPlanned) return;
    const end = performance.now() + SHARE_MS;
    do this.#waiting.next()!();
    while (!this.#waiting.isEmpty && performance.now() < end);
    this.#plan();
  }
}
