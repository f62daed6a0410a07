/** Counts what partners show, without cookies: in memory, and every so often into the store. Lossy, and no more is needed. */
import { randomUUID } from 'node:crypto';
import type { Store } from '../store/store.ts';
import type { Embedding } from './embedding.ts';
import { dayOf } from './partners.ts';

const SAVE_EVERY_MS = 5_000;

interface Parts {
  store: Store;
  embedding: Embedding;
  /** How many widgets are open on this node, by the site that they are on. */
  open(): Map<string, number>;
  onError(error: unknown, doing: string): void;
}

export class Visits {
  readonly #parts: Parts;
  readonly #node = randomUUID();
  readonly #timer: NodeJS.Timeout;
  #views = new Map<string, number>();
  #hadOpen = false;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#timer = setInterval(() => void this.save(), SAVE_EVERY_MS);
  }

  /** A widget was opened on this site; counted where the site is a partner's. */
  async note(site: string): Promise<void> {
    const partner = await this.#parts.embedding.partnerAt(site);
    if (partner !== undefined) this.#views.set(partner, (this.#views.get(partner) ?? 0) + 1);
  }

  async save(): Promise<void> {
    const { store, onError } = this.#parts;
    const views = this.#views;
    this.#views = new Map();
    try {
      const open = await this.#openByPartner();
      const isNews = views.size > 0 || open.size > 0 || this.#hadOpen;
      this.#hadOpen = open.size > 0;
      if (!isNews) return;
      await store.transaction(async ({ partners }) => {
        for (const [partner, count] of views)
          await partners.addViews(partner, dayOf(store.clock.milliseconds()), count);
        await partners.setOpen(this.#node, open, store.clock.now());
      });
    } catch (error) {
      onError(error, 'counting what partners show');
    }
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.save();
  }

  async #openByPartner(): Promise<Map<string, number>> {
    const { embedding, open } = this.#parts;
    const byPartner = new Map<string, number>();
    for (const [site, widgets] of open()) {
      const partner = await embedding.partnerAt(site);
      if (partner !== undefined) byPartner.set(partner, (byPartner.get(partner) ?? 0) + widgets);
    }
    return byPartner;
  }
}
