/** Who may open another reader socket: so many on this node, so many from one network, so many a second. */
import { Allowance } from '../fair/allowance.ts';
import { Queue } from '../fair/queue.ts';
import type { Config } from '../config.ts';

type Limits = Pick<Config, 'READERS_PER_NODE' | 'READERS_PER_ADDRESS' | 'CONNECTS_PER_SECOND'>;

/** Somebody at the door. */
interface Guest {
  network: string;
  isGone(): boolean;
  /** `leave` is to be called when the socket has closed; undefined where it may not open. */
  answer(leave: (() => void) | undefined): void;
}

/** Seconds' worth of sockets that may wait from one network, before more of them are told to come back. */
const PATIENCE_SECONDS = 0.25;
const LOOK_EVERY_MS = 5;
/** Milliseconds from being told of a node that leaves until its last reader has come. */
const EXPECTED_MS = 20_000;

export class Admission {
  readonly #limits: Limits;
  readonly #open = new Map<string, number>();
  readonly #connects: Allowance;
  /** For those whom another node sends here, until it has sent them all. */
  #sent: { allowance: Allowance; until: number } | undefined;
  readonly #waiting: Queue<Guest>;
  #total = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(limits: Limits) {
    this.#limits = limits;
    const perSecond = limits.CONNECTS_PER_SECOND;
    // A small burst only, so that no second sees much more than its share of a crowd that comes back.
    this.#connects = new Allowance(perSecond, Math.max(1, perSecond / 10));
    this.#waiting = new Queue(Math.max(1, perSecond * PATIENCE_SECONDS));
  }

  /** Answers at once where there is room; else when it is the network's turn, or when there is no hope. */
  ask(guest: Guest): void {
    if (!this.#hasRoom(guest.network) || !this.#waiting.add(guest.network, guest)) guest.answer(undefined);
    else this.#letIn();
  }

  /** Another node is about to send so many here, over so many milliseconds: they are let in beside everybody else. */
  expect(readers: number, over: number): void {
    // Not all in step: some are early, some have waited for the balancer.
    const perSecond = (2 * readers) / (over / 1_000);
    const allowance = new Allowance(perSecond, Math.max(1, perSecond / 2));
    this.#sent = { allowance, until: performance.now() + 2 * over + EXPECTED_MS };
  }

  /** Whoever still waits is told no. */
  close(): void {
    clearTimeout(this.#timer);
    for (let guest = this.#waiting.next(); guest; guest = this.#waiting.next()) guest.answer(undefined);
  }

  #hasRoom(network: string): boolean {
    const { READERS_PER_NODE, READERS_PER_ADDRESS } = this.#limits;
    return this.#total < READERS_PER_NODE && (this.#open.get(network) ?? 0) < READERS_PER_ADDRESS;
  }

  #letIn(): void {
    clearTimeout(this.#timer);
    while (!this.#waiting.isEmpty && this.#mayEnter()) this.#answer(this.#waiting.next()!);
    if (!this.#waiting.isEmpty) this.#timer = setTimeout(() => this.#letIn(), LOOK_EVERY_MS);
  }

  #mayEnter(): boolean {
    if (this.#connects.take()) return true;
    if (this.#sent && performance.now() > this.#sent.until) this.#sent = undefined;
    return this.#sent?.allowance.take() ?? false;
  }

  #answer(guest: Guest): void {
    if (guest.isGone()) return;
    guest.answer(this.#hasRoom(guest.network) ? this.#enter(guest.network) : undefined);
  }

  #enter(network: string): () => void {
    this.#total += 1;
    this.#open.set(network, (this.#open.get(network) ?? 0) + 1);
    return () => {
      this.#total -= 1;
      const left = this.#open.get(network)! - 1;
      if (left > 0) this.#open.set(network, left);
      else this.#open.delete(network);
    };
  }
}
