/** What is being typed, kept on this machine at every change, until the outbox has it or somebody discards it. */
import { monotonicFactory } from 'ulid';
import type { Writing } from './writing.ts';
import { claim, claimed } from '../locks.ts';
import { Shelf } from '../shelf.ts';

export interface Kept {
  id: string;
  /** The tab that writes it: as long as that is open, no other one takes it. */
  tab: string;
  writing: Writing;
  /** When it was last changed. */
  at: string;
}

const nextId = monotonicFactory();
const lockOf = (tab: string): string => `dateline.tab.${tab}`;

/** This page, until it is closed or loaded again. */
const TAB = nextId();
claim(lockOf(TAB));

const shelfOf = (accountId: string): Shelf<Kept> => new Shelf(`kept.${accountId}`);

/** All that one account left on this machine, on whichever blog. */
export const textsOf = (accountId: string): Kept[] =>
  shelfOf(accountId)
    .all()
    .map(([, kept]) => kept);

export function forgetTexts(accountId: string): void {
  const shelf = shelfOf(accountId);
  for (const [key] of shelf.all()) shelf.drop(key);
}

/** The texts of one account on one blog. */
export class Keeper {
  readonly #shelf: Shelf<Kept>;

  constructor(accountId: string, slug: string) {
    this.#shelf = new Shelf(`kept.${accountId}.${slug}`);
  }

  newId(): string {
    return nextId();
  }

  /** Throws Full. */
  keep(id: string, writing: Writing): void {
    this.#shelf.put(id, { id, tab: TAB, writing, at: new Date().toISOString() });
  }

  discard(id: string): void {
    this.#shelf.drop(id);
  }

  /** What was left by tabs that are gone, and what this one has put aside; the newest first. */
  async leftOver(): Promise<Kept[]> {
    const open = await claimed();
    return this.#shelf
      .all()
      .map(([, kept]) => kept)
      .filter(({ tab }) => tab === TAB || !open.has(lockOf(tab)))
      .sort((a, b) => (a.at < b.at ? 1 : -1));
  }
}
