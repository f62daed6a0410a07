/** A text in the composer: what it says, what it began with, and which entry it is for. */
import type { Author } from '../../../shared/blog.ts';
import type { DeskEntry, EntryState } from '../../../shared/commands.ts';

export interface Draft {
  headline: string;
  html: string;
  authors: Author[];
  keyEvent: boolean;
  breaking: boolean;
  pinned: boolean;
  correction: string;
  /** Leaves no "Updated" mark. */
  minor: boolean;
  /** Date and time in the blog's zone, as an input of type datetime-local has it; null for now, empty for none yet. */
  time: string | null;
}

/** The entry that is being changed. */
export interface On {
  /** Null where the outbox has not created it yet. */
  entryId: string | null;
  revision: number;
  state: EntryState;
  /** The key of the item in the outbox that has to arrive first. */
  after?: string;
}

export interface Writing {
  draft: Draft;
  /** What it began with. */
  base: Draft;
  /** Null for a new entry. */
  on: On | null;
  /** What somebody else made of the entry meanwhile, and this one is to take the place of. */
  theirs?: DeskEntry;
}
