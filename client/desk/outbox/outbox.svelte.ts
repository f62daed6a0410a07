/** Commands on their way: kept on this machine first, sent one after the other, each of them once [R9]. */
import { monotonicFactory } from 'ulid';
import type { DeskEntry } from '../../../shared/commands.ts';
import { Refused } from '../api.ts';
import { alone } from '../locks.ts';
import { TIMEZONE_HERE } from '../parts/time.ts';
import { reasonOf } from '../refusal.ts';
import { Full, Shelf } from '../shelf.ts';
import { isBrowserOf } from '../browser-account.ts';
import { asNew, type Hindrance, isOnItsWay, isUnsent, type Item, type NewItem } from './item.ts';
import { isLost, type Outcome, send, takeBack } from './send.ts';

const BACKOFF_MS = { first: 500, most: 4_000 };
const TICK_MS = 500;
/** How long an item that arrived can still be seen. */
const SHOWN_MS = 60_000;

const nextKey = monotonicFactory();

export class Outbox {
  items: readonly Item[] = $state.raw([]);
  /** Nothing is sent until its account has signed in again. */
  isSignedOut = $state(false);
  /** What keeps the first of them from arriving; null where nothing does. */
  hindrance: Hindrance | null = $state(null);
  now = $state(Date.now());
  /** The composer on this page, for those who want to go on with an item's text. */
  composer: {
    slug: string;
    /** The blog's. */
    timezone: string;
    open(item: Item): void;
    edit(entry: DeskEntry): void;
    putAside(item: Item): void;
  } | null = $state.raw(null);

  readonly onItsWay = $derived(this.items.filter(isOnItsWay));
  readonly unsent = $derived(this.items.filter(isUnsent));

  readonly #account: string;
  readonly #shelf: Shelf<Item>;
  readonly #sentListeners = new Set<(item: Item) => void>();
  #isSending = false;
  #failures = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;

  /** One for each account that signs in on a page; it lives as long as the page. */
  constructor(accountId: string) {
    this.#account = accountId;
    this.#shelf = new Shelf(`outbox.${accountId}`);
    this.#shelf.watch(() => this.#read());
    for (const type of ['online', 'pageshow']) window.addEventListener(type, () => this.wake());
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') this.wake();
    });
    setInterval(() => this.#tick(), TICK_MS);
    this.resume();
  }

  /** On this machine, and on its way, when it returns. Throws Full where it can't be kept. */
  add(added: NewItem): Item {
    const item: Item = { ...added, key: nextKey(), state: 'waiting', at: new Date().toISOString() };
    this.#shelf.put(item.key, item);
    this.#read();
    void this.#send();
    return item;
  }

  /** Sends again what failed, as a new command. */
  retry(key: string): void {
    const item = this.#shelf.take(key);
    if (item?.state !== 'failed') return;
    const again = asNew(item);
    // Where nothing is known of what it was to follow, somebody has looked by now: it is an entry of its own.
    if ('after' in again && isLost(item, this.find(again.after!))) delete again.after;
    this.add(again);
    this.drop(key);
  }

  /** Sends one's own version again, in the place of what somebody else made of the entry meanwhile. */
  insist(key: string): void {
    const item = this.#shelf.take(key);
    if (item?.state !== 'conflict' || item.kind !== 'change') return;
    const { id: entryId, revision } = item.problem!.current as DeskEntry;
    const { kind, slug, writing, command } = item;
    this.add({ kind, slug, writing, command, entryId, revision });
    this.drop(key);
  }

  /** As it is now, whichever tab has changed it last. */
  find(key: string): Item | undefined {
    return this.#shelf.take(key);
  }

  /** Forgets it. What is being sent may arrive all the same. */
  drop(key: string): void {
    this.#shelf.drop(key);
    this.#read();
  }

  /** Forgets all of it. */
  clear(): void {
    for (const { key } of this.items) this.#shelf.drop(key);
    this.#read();
  }

  /** Takes back what is held; it goes on as a draft in the composer. */
  async undo(key: string): Promise<void> {
    const item = this.#shelf.take(key);
    if (!item?.answer) return;
    try {
      const draft = await takeBack(item, item.answer);
      this.composer?.edit(draft);
      this.drop(key);
    } catch (error) {
      const why = error instanceof Refused ? reasonOf(error.problem) : 'The network is gone. Try again.';
      this.#mark({ ...item, why: `Not taken back: ${why}` });
    }
  }

  /** Tries now rather than later. */
  wake(): void {
    clearTimeout(this.#retry);
    this.#failures = 0;
    void this.#send();
  }

  /** In which the times of an item are told: its blog's, where that is on this page. */
  timezoneOf({ slug }: Item): string {
    return this.composer?.slug === slug ? this.composer.timezone : TIMEZONE_HERE;
  }

  /** After signing in (again). */
  resume(): void {
    this.isSignedOut = false;
    this.#read();
    this.wake();
  }

  /** Hears of each item that this tab has brought to the newsroom. Returns how to stop listening. */
  onSent(listener: (item: Item) => void): () => void {
    this.#sentListeners.add(listener);
    return () => void this.#sentListeners.delete(listener);
  }

  async #send(): Promise<void> {
    if (this.#isSending || !this.#next()) return;
    this.#isSending = true;
    clearTimeout(this.#retry);
    let isThrough = false;
    try {
      isThrough = await alone(`dateline.outbox.${this.#account}`, () => this.#sendAll());
    } finally {
      this.#isSending = false;
    }
    if (isThrough) void this.#send();
    else this.#retry = setTimeout(() => void this.#send(), this.#pause());
  }

  /** False where the first of them has to wait. */
  async #sendAll(): Promise<boolean> {
    for (let item = this.#next(); item; item = this.#next()) {
      const sending = {
        ...item,
        state: 'sending' as const,
        triedAt: item.triedAt ?? new Date().toISOString(),
      };
      this.#mark(sending);
      const outcome = await send(item, (key) => this.find(key));
      this.hindrance = outcome.state === 'waiting' ? outcome.hindrance : null;
      if (outcome.state === 'signed-out') this.isSignedOut = true;
      const isSettled = this.#settle(sending, outcome);
      this.#failures = isSettled ? 0 : this.#failures + 1;
      if (!isSettled) return false;
    }
    return true;
  }

  /** False where it has to be sent again: it did not arrive, or there is no room to note what became of it. */
  #settle(item: Item, outcome: Outcome): boolean {
    if (outcome.state === 'waiting' || outcome.state === 'signed-out') {
      // It may have been discarded meanwhile.
      if (this.find(item.key)) this.#mark({ ...item, state: 'waiting' });
      return outcome.state === 'signed-out';
    }
    const settled = { ...item, ...outcome, at: new Date().toISOString() };
    const isMarked = this.#mark(settled);
    if (settled.answer) {
      for (const listener of this.#sentListeners) listener(settled);
      return true;
    }
    // Without the other version there is more room; sent once more, it brings that back.
    return isMarked || this.#mark({ ...item, state: 'failed', why: settled.why!, at: settled.at });
  }

  /** What is to be sent next, by this account alone, and in the order in which it was added. */
  #next(): Item | undefined {
    if (!isBrowserOf(this.#account)) this.isSignedOut = true;
    if (this.isSignedOut) return undefined;
    this.#read();
    return this.onItsWay[0];
  }

  /** False where there is no room for it. */
  #mark(item: Item): boolean {
    try {
      this.#shelf.put(item.key, item);
      return true;
    } catch (error) {
      if (!(error instanceof Full)) throw error;
      // Its text is there already; only what has arrived must not be sent again.
      if (item.answer) this.#shelf.drop(item.key);
      return false;
    } finally {
      this.#read();
    }
  }

  #read(): void {
    this.items = this.#shelf.all().map(([, item]) => item);
  }

  /** Lets go of what has been seen for long enough. */
  #tick(): void {
    if (this.items.length === 0) return;
    this.now = Date.now();
    for (const item of this.items) {
      const { key, state, at, heldUntil } = item;
      if (state === 'held' && Date.parse(heldUntil!) <= this.now)
        this.#mark({ ...item, state: 'sent', at: heldUntil! });
      const isAwaited = this.items.some(({ after }) => after === key);
      if (state === 'sent' && !isAwaited && Date.parse(at) + SHOWN_MS < this.now) this.drop(key);
    }
  }

  #pause(): number {
    return Math.random() * Math.min(BACKOFF_MS.most, BACKOFF_MS.first * 2 ** this.#failures);
  }
}
