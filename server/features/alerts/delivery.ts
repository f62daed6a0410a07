/** One alert on its way to all its subscribers. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Alert, Withdrawal } from '../../../shared/alerts.ts';
import type { Store } from '../../store/store.ts';
import { alertOf, withdrawalOf } from './news.ts';
import type { Push } from './push.ts';
import { AlertReads } from './reads.ts';
import type { AlertRow, AlertTables, SubscriberRow } from './tables.ts';
import { AlertWrites } from './writes.ts';

/** For how long a claim holds. Longer than a page takes, or a wait; each of them renews it. */
export const CLAIM_MS = 60_000;
/** For as long as a notification may stay on a screen, it can be taken back. */
const REMEMBERED_MS = 7 * 24 * 60 * 60_000;
/** Subscribers told at once. */
const PAGE = 100;
/** The first of them for everybody; the others for those whose push service had trouble. */
const TRIES = 3;
const LEAST_WAIT_MS = 2_000;
const MOST_WAIT_MS = 30_000;

export class Delivery {
  readonly #store: Store;
  readonly #reads: AlertReads;
  readonly #push: Push;
  readonly #over: AbortSignal;
  #alert: AlertRow;
  #missed: SubscriberRow[] = [];
  /** Milliseconds. */
  #wait = LEAST_WAIT_MS;
  /** Status → how often push services have answered it. */
  readonly #refusals = new Map<number, number>();

  /** `alert` is claimed; it is let go of when `over` is aborted. */
  constructor(store: Store, push: Push, alert: AlertRow, over: AbortSignal) {
    this.#store = store;
    this.#reads = new AlertReads(store.reading<AlertTables>());
    this.#push = push;
    this.#alert = alert;
    this.#over = over;
  }

  /** Throws what the store throws, and where push services refuse: there is something to set right. */
  async run(): Promise<void> {
    try {
      const message = await this.#message();
      if (message) await this.#tellAll(message);
      await this.#hold({ is_done: 1 });
    } catch (error) {
      if (error instanceof Lost) return;
      // What has failed waits until the claim is over; what was broken off, another node may go on with at once.
      if (this.#over.aborted) await this.#hold({ claimed_until: '' });
      throw error;
    }
    await this.#write((alerts) => alerts.forgetBefore(this.#store.clock.now(-REMEMBERED_MS)));
    if (this.#refusals.size > 0) throw new Error(`Push services refuse: ${describe(this.#refusals)}`);
  }

  async #tellAll(message: Alert | Withdrawal): Promise<void> {
    for (;;) {
      const page = await this.#reads.nextToTell(this.#alert, PAGE);
      if (page.length === 0) break;
      await this.#tell(page, message);
      await this.#hold({ reached: page.at(-1)!.id });
    }
    for (let tries = 1; tries < TRIES && this.#missed.length > 0; tries += 1) {
      await pause(Math.min(this.#wait * tries, MOST_WAIT_MS), undefined, { signal: this.#over });
      await this.#hold({});
      for (const missed = this.#missed.splice(0); missed.length > 0;)
        await this.#tell(missed.splice(0, PAGE), message);
    }
  }

  async #tell(page: SubscriberRow[], message: Alert | Withdrawal): Promise<void> {
    const gone: string[] = [];
    await Promise.all(
      page.map(async (subscriber) => {
        const outcome = await this.#push.send(subscriber, message, this.#over);
        if (outcome === 'gone') gone.push(subscriber.id);
        else if (outcome !== 'sent') this.#note(subscriber, outcome);
      }),
    );
    await this.#write((alerts) => alerts.forgetSubscribers(gone));
  }

  #note(subscriber: SubscriberRow, { refused, later }: { refused?: number; later?: number }): void {
    if (refused !== undefined) this.#refusals.set(refused, (this.#refusals.get(refused) ?? 0) + 1);
    if (later === undefined) return;
    this.#missed.push(subscriber);
    this.#wait = Math.max(this.#wait, later);
  }

  /** Undefined where there is nothing to tell any more. */
  async #message(): Promise<Alert | Withdrawal | undefined> {
    const { blog, entry } = await this.#reads.subject(this.#alert);
    if (this.#alert.is_withdrawn) return withdrawalOf(blog, entry.id);
    return entry.state === 'published' ? alertOf(blog, entry) : undefined;
  }

  /** Keeps the claim. Throws Lost where the alert was withdrawn since, or is another node's. */
  async #hold(changes: Partial<Pick<AlertRow, 'reached' | 'is_done' | 'claimed_until'>>): Promise<void> {
    const alert = await this.#write((alerts) =>
      alerts.progress(this.#alert, { claimed_until: this.#store.clock.now(CLAIM_MS), ...changes }),
    );
    if (!alert) throw new Lost();
    this.#alert = alert;
  }

  #write<T>(work: (alerts: AlertWrites) => Promise<T>): Promise<T> {
    return this.#store.transaction((transaction) => work(new AlertWrites(transaction)));
  }
}

/** Somebody else goes on with the alert. */
class Lost extends Error {}

const describe = (refusals: Map<number, number>): string =>
  [...refusals].map(([status, count]) => `${status} (${count} times)`).join(', ');
