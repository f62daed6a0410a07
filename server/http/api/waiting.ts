/** `updates?after=SEQ&wait=30`: an answer that is held until there is news, for whoever can neither socket nor stream. */
import type { Request, Response } from 'express';
import type { Config } from '../../config.ts';
import { networkFrom } from '../../fair/network.ts';
import type { Feed } from '../../feeds/feed.ts';
import type { Feeds } from '../../feeds/feeds.ts';

export type WaitingLimits = Pick<Config, 'READERS_PER_NODE' | 'READERS_PER_ADDRESS' | 'TRUST_PROXY'>;

/** Shorter than proxies wait for an answer. */
export const MOST_WAIT_SECONDS = 30;

export class Waiting {
  readonly #feeds: Feeds;
  readonly #limits: WaitingLimits;
  readonly #open = new Map<string, number>();
  #total = 0;

  constructor(feeds: Feeds, limits: WaitingLimits) {
    this.#feeds = feeds;
    this.#limits = limits;
  }

  /** Resolves when there is news after `after`, when `seconds` are over, and at once where too many wait already. */
  async forNews(
    request: Request,
    response: Response,
    feed: Feed,
    after: number,
    seconds: number,
  ): Promise<void> {
    const network = networkFrom(request, this.#limits.TRUST_PROXY);
    if (!this.#hasRoom(network)) return;
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const signal = AbortSignal.any([gone.signal, AbortSignal.timeout(seconds * 1_000)]);
    this.#count(network, 1);
    try {
      while (feed.blog.seq === after && !signal.aborted && this.#feeds.isWaitedFor) await feed.next(signal);
    } finally {
      this.#count(network, -1);
    }
  }

  #hasRoom(network: string): boolean {
    const { READERS_PER_NODE, READERS_PER_ADDRESS } = this.#limits;
    return this.#total < READERS_PER_NODE && (this.#open.get(network) ?? 0) < READERS_PER_ADDRESS;
  }

  #count(network: string, by: 1 | -1): void {
    this.#total += by;
    const open = (this.#open.get(network) ?? 0) + by;
    if (open > 0) this.#open.set(network, open);
    else this.#open.delete(network);
  }
}
