/** What everybody holds in their hands: the newsroom writes it, every node keeps it, every page shows it. */

export type Status = 'draft' | 'live' | 'paused' | 'ended';

/** Where a blog stands on the front: by its own news, above all others, or not at all. */
export type Front = 'auto' | 'top' | 'off';

/** A person or a desk. `avatar` and `contact` are addresses (https:, and for `contact` also mailto:). */
export interface Author {
  name: string;
  avatar?: string;
  bio?: string;
  contact?: string;
}

/** One timestamped item of a blog. Times are ISO 8601 in UTC; `seq` is the blog's clock at its last change. */
export interface Entry {
  id: string;
  seq: number;
  revision: number;
  headline: string | null;
  /** Sanitised on the server when it was written; safe to put into a page as it is. */
  html: string;
  authors: Author[];
  keyEvent: boolean;
  breaking: boolean;
  pinned: boolean;
  correction: string | null;
  publishedAt: string;
  /** Null until an edit that its author did not call minor. */
  updatedAt: string | null;
}

/** What is left of a removed entry: enough to take it off every page, and nothing of what it said. */
export interface Tombstone {
  id: string;
  seq: number;
  removed: true;
}

export interface KeyEvent {
  id: string;
  headline: string;
  publishedAt: string;
}

/** A blog's own facts. */
export interface Head {
  title: string;
  standfirst: string;
  status: Status;
  /** BCP 47, such as `en` or `uk`. */
  language: string;
  /** IANA, such as `Europe/Kyiv`. */
  timezone: string;
  /** When readers could first see the blog, or when its oldest entry is of where that was imported. */
  startedAt: string;
  /** Null until its status is `ended`, and again when it goes on. */
  endedAt: string | null;
  /** When something last changed that readers see. */
  updatedAt: string;
  /** Readers may open what was changed in an entry. */
  showChanges: boolean;
  front: Front;
  /** Slugs of the sections that it belongs to. */
  sections: string[];
  pinned: Entry | null;
  /** In the desk's order where it gave one, else newest first. */
  keyEvents: KeyEvent[];
}

/**
 * What changed in a blog after seq `from`, up to and including seq `to`. Snapshot, catch-up and live news are all
 * this one shape. `from: 0` replaces all that is held.
 */
export interface Update {
  blog: string;
  /**
   * Which past the record has: random, and another one as soon as it may have lost something that somebody holds. Seqs
   * of two epochs can't be compared: what is held of another one is replaced by a snapshot.
   */
  epoch?: string | undefined;
  from: number;
  to: number;
  /** Only where it changed. */
  head?: Head;
  entries: (Entry | Tombstone)[];
  /** Only with `from: 0`: the cursor of the entries before these, or null where these reach back to the first. */
  older?: string | null;
}

/** Older entries, newest first, as they were at seq `seq`. `older` is the cursor of the next page, or null. */
export interface Page {
  epoch?: string | undefined;
  seq: number;
  entries: Entry[];
  older: string | null;
}

/** A blog as one place holds it: its head and its newest entries, newest first, back to the cursor `older`. */
export interface Blog {
  slug: string;
  epoch?: string | undefined;
  seq: number;
  head: Head;
  entries: Entry[];
  older: string | null;
}

export const isEntry = (change: Entry | Tombstone): change is Entry => !('removed' in change);

/** Whether these are of two epochs. Who knows of no epoch is of the same. */
export const areApart = (a: { epoch?: string | undefined }, b: { epoch?: string | undefined }): boolean =>
  a.epoch !== undefined && b.epoch !== undefined && a.epoch !== b.epoch;

/** The place of an entry in its blog: newest first by the time of publication, then by id. */
export function compare(a: Pick<Entry, 'id' | 'publishedAt'>, b: Pick<Entry, 'id' | 'publishedAt'>): number {
  if (a.publishedAt !== b.publishedAt) return a.publishedAt > b.publishedAt ? -1 : 1;
  return a.id === b.id ? 0 : a.id > b.id ? -1 : 1;
}

/** A cursor says "older than this place". It stays good when the entry it was made from is removed. */
export const cursorAt = (entry: Pick<Entry, 'id' | 'publishedAt'>): string =>
  `${Date.parse(entry.publishedAt)}-${entry.id}`;

/** The place that a cursor names, or null for a string that is no cursor. */
export function placeOf(cursor: string): Pick<Entry, 'id' | 'publishedAt'> | null {
  const match = /^(-?\d{1,15})-([0-9a-z]{1,40})$/.exec(cursor);
  return match && { publishedAt: new Date(Number(match[1])).toISOString(), id: match[2]! };
}
