/** Counts what partners show, without cookies: in memory, and every so often into the record. Lossy, and no more is needed. */
import { randomUUID } from 'node:crypto';
import type { Store } from '../../store/store.ts';
import { dayOf } from './partners.ts';
import { PartnerWrites } from './writes.ts';

const SAVE_EVERY_MS = 5_000;
/** Whoever asks says from which site; anybody may say anything. */
const MOST_SITES = 10_000;

interface Parts {
  store: Store;
  /** How many widgets are open on this node, by the site that they are on. */
  open(): Map<string, number>;
  onError(error: unknown, doing: string): void;
}

type Counts = Map<string, number>;

export class Visits {
  readonly #parts: Parts;
  readonly #node = randomUUID();
  readonly #timer: NodeJS.Timeout;
  /** By site. */
  #views: Counts = new Map();
  #hadOpen = false;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#timer = setInterval(() => void this.save(), SAVE_EVERY_MS);
  }

  /** A blog was opened on a page of this site (an origin); counted where the site is a partner's. */
  note(site: string): void {
    if (this.#views.size < MOST_SITES || this.#views.has(site)) add(this.#views, site, 1);
  }

  async save(): Promise<void> {
    const { store, open, onError } = this.#parts;
    const views = this.#views;
    this.#views = new Map();
    const sites = open();
    if (views.size === 0 && sites.size === 0 && !this.#hadOpen) return;
    this.#hadOpen = sites.size > 0;
    try {
      await store.transaction(async (transaction) => {
        const partners = new PartnerWrites(transaction);
        const of = partnersBySite(await partners.all());
        const today = dayOf(store.clock.milliseconds());
        for (const [partner, count] of byPartner(views, of)) await partners.addViews(partner, today, count);
        await partners.setOpen(this.#node, byPartner(sites, of), store.clock.now());
      });
    } catch (error) {
      onError(error, 'counting what partners show');
    }
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.save();
  }
}

/** Of two partners that name one site, the first has it. */
const partnersBySite = (rows: readonly { id: string; origins: string }[]): Map<string, string> =>
  new Map(
    rows.toReversed().flatMap(({ id, origins }) => sitesOf(origins).map((site) => [site, id] as const)),
  );

const sitesOf = (origins: string): string[] => JSON.parse(origins) as string[];

function byPartner(sites: Counts, partners: Map<string, string>): Counts {
  const counts: Counts = new Map();
  for (const [site, count] of sites) {
    const partner = partners.get(site);
    if (partner !== undefined) add(counts, partner, count);
  }
  return counts;
}

const add = (counts: Counts, name: string, count: number): void =>
  void counts.set(name, (counts.get(name) ?? 0) + count);
