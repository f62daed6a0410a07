/** Who may open another reader socket: so many on this node, so many from one address, so many a second. */
import type { IncomingMessage } from 'node:http';
import type { Config } from '../config.ts';

type Limits = Pick<
  Config,
  'READERS_PER_NODE' | 'READERS_PER_ADDRESS' | 'CONNECTS_PER_SECOND' | 'TRUST_PROXY'
>;

export class Admission {
  readonly #limits: Limits;
  readonly #open = new Map<string, number>();
  #total = 0;
  #second = 0;
  #connectsThisSecond = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** A function to call when the socket has closed; undefined where it may not open. */
  admit(request: IncomingMessage): (() => void) | undefined {
    const address = addressOf(request, this.#limits.TRUST_PROXY);
    const fromAddress = this.#open.get(address) ?? 0;
    const isFull =
      this.#total >= this.#limits.READERS_PER_NODE || fromAddress >= this.#limits.READERS_PER_ADDRESS;
    if (isFull || !this.#isInTime()) return undefined;

    this.#total += 1;
    this.#open.set(address, fromAddress + 1);
    return () => {
      this.#total -= 1;
      const left = this.#open.get(address)! - 1;
      if (left > 0) this.#open.set(address, left);
      else this.#open.delete(address);
    };
  }

  #isInTime(): boolean {
    const second = Math.floor(Date.now() / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#connectsThisSecond = 0;
    }
    this.#connectsThisSecond += 1;
    return this.#connectsThisSecond <= this.#limits.CONNECTS_PER_SECOND;
  }
}

/** Where the request came from: the peer, or what the outermost of our own `proxies` saw. */
function addressOf(request: IncomingMessage, proxies: number): string {
  const forwarded = request.headers['x-forwarded-for']?.toString().split(',') ?? [];
  return (proxies > 0 && forwarded.at(-proxies)?.trim()) || request.socket.remoteAddress || '';
}
