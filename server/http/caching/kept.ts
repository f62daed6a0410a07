/**
 * Answers that many share: made once for each state of what they show, when it is the asker's turn, and kept within a
 * bound in bytes. What was asked for longest ago goes first.
 */
import type { IncomingMessage } from 'node:http';
import { networkFrom } from '../../fair/network.ts';
import type { Turns } from '../../fair/turns.ts';
import type { Body } from './cached.ts';

interface Parts {
  /** The setting CACHE_BYTES. */
  bytes: number;
  /** The setting TRUST_PROXY. */
  proxies: number;
  turns: Turns;
}

interface Held {
  body: Body;
  /** As counted last: it grows with each encoding that somebody asks for. */
  bytes: number;
}

export class Kept {
  readonly #parts: Parts;
  readonly #held = new Map<string, Held>();
  readonly #making = new Map<string, Promise<Body>>();
  readonly #states = new WeakMap<object, number>();
  #latest = 0;
  #bytes = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** What is kept of this source under this name. `source` is an object that is another one with each change. */
  known(source: object, name: string): Body | undefined {
    return this.#find(this.#keyOf(source, name));
  }

  /** The same, or else what `make` makes of it, already in the asker's encoding. Throws TooMany, and what `make` throws. */
  async get(
    request: IncomingMessage,
    source: object,
    name: string,
    make: () => Body | Promise<Body>,
  ): Promise<Body> {
    const key = this.#keyOf(source, name);
    const known = this.#find(key);
    if (known) return known;
    const making = this.#making.get(key);
    if (making) return making;
    const { turns, proxies } = this.#parts;
    return turns.take(networkFrom(request, proxies), async () => {
      const meanwhile = this.#find(key);
      if (meanwhile) return meanwhile;
      const making = this.#make(key, request, make);
      this.#making.set(key, making);
      return making.finally(() => this.#making.delete(key));
    });
  }

  async #make(key: string, request: IncomingMessage, make: () => Body | Promise<Body>): Promise<Body> {
    const body = await make();
    await body.as(body.codingFor(request));
    this.#keep(key, body);
    return body;
  }

  #keyOf(source: object, name: string): string {
    const state = this.#states.get(source) ?? (this.#latest += 1);
    this.#states.set(source, state);
    return `${state} ${name}`;
  }

  #find(key: string): Body | undefined {
    const held = this.#held.get(key);
    if (held) this.#keep(key, held.body);
    return held?.body;
  }

  #keep(key: string, body: Body): void {
    this.#forget(key);
    const { bytes } = body;
    this.#held.set(key, { body, bytes });
    this.#bytes += bytes;
    for (const oldest of this.#held.keys()) {
      if (this.#bytes <= this.#parts.bytes) break;
      this.#forget(oldest);
    }
  }

  #forget(key: string): void {
    this.#bytes -= this.#held.get(key)?.bytes ?? 0;
    this.#held.delete(key);
  }
}
