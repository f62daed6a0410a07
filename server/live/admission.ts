/** Who may open another reader socket: so many on this node, so many from one address, so many a second. */
import type { IncomingMessage } from 'node:http';
import type { Config } from '../config.ts';
import { Allowance } from './allowance.ts';

type Limits = Pick<
  Config,
  'READERS_PER_NODE' | 'READERS_PER_ADDRESS' | 'CONNECTS_PER_SECOND' | 'TRUST_PROXY'
>;

export class Admission {
  readonly #limits: Limits;
  readonly #open = new Map<string, number>();
  readonly #connects: Allowance;
  #total = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
    // A small burst only, so that no second sees much more than its share of a crowd that comes back.
    this.#connects = new Allowance(limits.CONNECTS_PER_SECOND, Math.max(1, limits.CONNECTS_PER_SECOND / 10));
  }

  /** A function to call when the socket has closed; undefined where it may not open. */
  admit(request: IncomingMessage): (() => void) | undefined {
    const address = addressOf(request, this.#limits.TRUST_PROXY);
    const fromAddress = this.#open.get(address) ?? 0;
    const isFull =
      this.#total >= this.#limits.READERS_PER_NODE || fromAddress >= this.#limits.READERS_PER_ADDRESS;
    if (isFull || !this.#connects.take()) return undefined;

    this.#total += 1;
    this.#open.set(address, fromAddress + 1);
    return () => {
      this.#total -= 1;
      const left = this.#open.get(address)! - 1;
      if (left > 0) this.#open.set(address, left);
      else this.#open.delete(address);
    };
  }
}

/** Where the request came from: the peer, or what the outermost of our own `proxies` saw. */
function addressOf(request: IncomingMessage, proxies: number): string {
  const forwarded = request.headers['x-forwarded-for']?.toString().split(',') ?? [];
  return (proxies > 0 && forwarded.at(-proxies)?.trim()) || request.socket.remoteAddress || '';
}
