/** The text in the composer: where it comes from, how it is kept, and how it leaves for the outbox. */
import type { Author } from '../../../shared/blog.ts';
import type { DeskEntry } from '../../../shared/commands.ts';
import { alone } from '../locks.ts';
import type { Item } from '../outbox/item.ts';
import type { Outbox } from '../outbox/outbox.svelte.ts';
import { Preference } from '../preference.ts';
import { Full } from '../shelf.ts';
import { type Aim, emptyDraft, filledUp, isChanged, itemOf, newWriting, writingOn } from './draft.ts';
import { type Kept, Keeper } from './kept.ts';
import { takenUp } from './from-outbox.ts';
import type { Draft, On, Writing } from './writing.ts';

export class Composing {
  draft: Draft = $state(emptyDraft([]));
  base: Draft = $state.raw(emptyDraft([]));
  on: On | null = $state.raw(null);
  /** What somebody else made of the entry, after a conflict. */
  theirs: DeskEntry | null = $state.raw(null);
  /** Grows whenever another text is in the composer. */
  turn = $state(0);
  /** This text comes from an earlier visit. */
  isRestored = $state(false);
  /** Other texts that were begun and never sent. */
  others: readonly Kept[] = $state.raw([]);
  /** This machine has no room left. */
  isFull = $state(false);

  readonly #slug: string;
  readonly #timezone: () => string;
  readonly #outbox: Outbox;
  readonly #keeper: Keeper;
  readonly #lastByline: Preference<Author[]>;
  #id = '';
  /** The new entry that was put aside for an older one. */
  #aside: Pick<Kept, 'id' | 'writing'> | null = null;

  /** `timezone` is the blog's, as it is at the time. */
  constructor(accountId: string, slug: string, timezone: () => string, outbox: Outbox) {
    this.#slug = slug;
    this.#timezone = timezone;
    this.#outbox = outbox;
    this.#keeper = new Keeper(accountId, slug);
    this.#lastByline = new Preference(`byline.${accountId}.${slug}`, []);
    this.#show(newWriting(this.#lastByline.last()));
    void this.#restore(null);
  }

  get writing(): Writing {
    return {
      draft: $state.snapshot(this.draft),
      base: this.base,
      on: this.on,
      ...(this.theirs && { theirs: this.theirs }),
    };
  }

  /** Call it on every change. */
  keep(): void {
    const { writing } = this;
    try {
      if (isChanged(writing)) this.#keeper.keep(this.#id, writing);
      else this.#keeper.discard(this.#id);
      this.isFull = false;
    } catch (error) {
      if (!(error instanceof Full)) throw error;
      this.isFull = true;
    }
  }

  /** False where the outbox has no room for it; then it stays. */
  send(aim: Aim, hold: number): boolean {
    const { writing } = this;
    try {
      this.#outbox.add(itemOf(this.#slug, writing, aim, hold, this.#timezone()));
    } catch (error) {
      if (!(error instanceof Full)) throw error;
      this.isFull = true;
      return false;
    }
    if (!writing.on) this.#lastByline.keep(writing.draft.authors);
    this.#keeper.discard(this.#id);
    this.leave();
    return true;
  }

  /** Goes on with the new entry that was put aside, or with an empty one. */
  leave(): void {
    const aside = this.on ? this.#aside : null;
    this.#aside = null;
    if (aside) this.#adopt(aside);
    else this.#show(newWriting(this.#lastByline.last()));
  }

  /** An entry from the lists, or what is on its way of it. */
  edit(entry: DeskEntry): void {
    const items = this.#outbox.items.filter((item) => (item.answer?.id ?? idOf(item)) === entry.id);
    const listed = items.at(-1);
    const last = listed && this.#outbox.find(listed.key);
    if (last && last.state !== 'sent' && last.state !== 'held') return this.goOnWith(last);
    const newest = last?.answer && last.answer.revision > entry.revision ? last.answer : entry;
    this.#open(writingOn(newest, this.#timezone()));
    void this.#restore(entry.id);
  }

  /** Takes an item's text out of the outbox, or writes on after what may have been sent already. */
  goOnWith({ key }: Item): void {
    // Another tab may have sent it meanwhile, or let go of it.
    const item = this.#outbox.find(key);
    if (!item) return;
    const { writing, leavesOutbox } = takenUp(item, this.#before(item.writing), this.#timezone());
    this.#open(writing);
    if (!leavesOutbox) return;
    this.keep();
    this.#outbox.drop(key);
  }

  /** Call it when the outbox has changed: once what this text follows has arrived, it is about that entry. */
  follow(): void {
    const answer = this.#before(this)?.answer;
    if (!answer) return;
    const { base, on } = writingOn(answer, this.#timezone());
    this.base = base;
    this.on = on;
    this.keep();
  }

  /** Leaves the entry to somebody else's version; what was written here is kept beside it. */
  putAside({ key, writing }: Item): void {
    this.#keeper.keep(this.#keeper.newId(), writing);
    this.#outbox.drop(key);
    void this.#look();
  }

  openKept(kept: Kept): void {
    this.#putAside();
    if (this.#aside?.id === kept.id) this.#aside = null;
    this.#adopt(kept);
  }

  discardKept({ id }: Kept): void {
    this.#keeper.discard(id);
    if (this.#aside?.id === id) this.#aside = null;
    void this.#look();
  }

  /** Back to what the entry says, or to nothing. */
  discard(): void {
    this.#keeper.discard(this.#id);
    const { base, on } = this;
    this.#show({ draft: base, base, on });
  }

  #open(writing: Writing): void {
    this.#putAside();
    this.#show(writing);
  }

  /** What is in the composer is kept already. */
  #putAside(): void {
    const { writing } = this;
    if (!this.on && isChanged(writing)) this.#aside = { id: this.#id, writing };
  }

  /** From now on it is kept as this composer's own. */
  #adopt({ id, writing }: Pick<Kept, 'id' | 'writing'>): void {
    this.#show(writing);
    this.keep();
    if (!this.isFull) this.#keeper.discard(id);
  }

  #show(writing: Writing): void {
    const { draft, base, on, theirs } = filledUp(writing);
    this.#id = this.#keeper.newId();
    this.draft = structuredClone(draft);
    this.base = base;
    this.on = on;
    this.theirs = theirs ?? null;
    this.isRestored = false;
    this.turn += 1;
    void this.#look();
  }

  /** What was being written on this entry (null: on a new one) when the page was left, unless somebody writes already. */
  async #restore(entryId: string | null): Promise<void> {
    const { turn } = this;
    await alone('dateline.restore', async () => {
      const left = (await this.#keeper.leftOver()).find(
        ({ writing }) => (writing.on?.entryId ?? null) === entryId,
      );
      if (!left || turn !== this.turn || isChanged(this.writing)) return;
      this.#adopt(left);
      this.isRestored = true;
    });
    await this.#look();
  }

  async #look(): Promise<void> {
    const left = await this.#keeper.leftOver();
    this.others = left.filter(({ id }) => id !== this.#id);
  }

  /** What has to arrive before this does. */
  #before({ on }: Pick<Writing, 'on'>): Item | undefined {
    return on?.after === undefined ? undefined : this.#outbox.find(on.after);
  }
}

const idOf = (item: Item): string | undefined => (item.kind === 'change' ? item.entryId : undefined);
