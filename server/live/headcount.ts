/** How many readers a blog has on all nodes: each says now and then how many it has, and hears of the others'. */
import { randomUUID } from 'node:crypto';
import type { Store } from '../store/store.ts';

export class Headcount {
  readonly #node = randomUUID();
  readonly #store: Store;
  #others = new Map<string, number>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** Rejects where the record can't be reached; what was heard last then stands. */
  async exchange(own: Map<string, number>): Promise<void> {
    this.#others = await this.#store.transaction(({ present }) =>
      present.count(this.#node, own, this.#store.clock.now()),
    );
  }

  onOtherNodes(slug: string): number {
    return this.#others.get(slug) ?? 0;
  }
}
