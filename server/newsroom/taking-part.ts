/** How what the newsroom doesn't know takes part in its commands: in their transaction, with all or nothing of it. */
import type { BlogRow, EntryRow } from '../store/tables.ts';
import type { Work } from './commit.ts';

/** An entry has been saved. */
export interface Saved {
  /** As it was before. */
  blog: BlogRow;
  /** Undefined for a new one. */
  before: EntryRow | undefined;
  after: EntryRow;
}

/** What it throws, the command throws. */
export interface TakesPart {
  saving?(work: Work, saved: Saved): Promise<void>;
  /** The blog's own facts have been changed, so that readers see it. */
  changing?(work: Work, blog: BlogRow): Promise<void>;
  /** The blog is about to go: takes with it what names the blog or its entries. */
  removing?(work: Work, blog: BlogRow): Promise<void>;
}
