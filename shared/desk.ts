/** What the desk reads of a blog, and what travels over `/desk/live`. For the desk and the server only. */
import type { Front, KeyEvent, Status } from './blog.ts';
import type { DeskEntry, EntryState } from './commands.ts';
import type { LeftOut } from './html/elements.ts';
import type { Role } from './people.ts';

/** A blog as the API lists it. */
export interface BlogFacts {
  /** Its slug, by the name that updates, joins and pages of entries have for it. */
  blog: string;
  slug: string;
  title: string;
  standfirst: string;
  status: Status;
  language: string;
  timezone: string;
  showChanges: boolean;
  front: Front;
  sections: string[];
  embedding: 'all' | 'listed' | 'off';
  /** The picture in previews of links, as https://… or /…; null for the newsroom's own. */
  image: string | null;
  /** What that picture shows, in words. */
  imageAlt: string | null;
  seq: number;
  createdAt: string;
  /** Null while it is a draft, unless the desk has set it. */
  startedAt: string | null;
  updatedAt: string;
  /** What whoever asks may do on it; null for nothing but read. */
  role: Role | null;
  /** In the answer to the command that wrote its standfirst, as of an entry. */
  leftOut?: LeftOut[];
}

/** `GET /blogs/:slug/desk`: a blog as its desk sees it at a glance. */
export interface DeskBlog {
  blog: BlogFacts;
  counts: Record<EntryState, number>;
  /** Entries published in the last hour. */
  lastHour: number;
  pinned: string | null;
  /** In the order that readers see. */
  keyEvents: KeyEvent[];
}

/** `GET /blogs/:slug/desk/entries`. Newest first: by publication where published, by due time where scheduled, else by last change. */
export interface DeskPage {
  entries: ListedEntry[];
  /** The cursor of the next page, or null. */
  older: string | null;
}

/** A removed entry is listed with what it last said. */
export interface ListedEntry extends DeskEntry {
  removal?: { who: string; at: string; reason: string };
}

/** One step in an entry's history. */
export interface Revision {
  revision: number;
  who: string;
  at: string;
  /** The reason of a removal, or what else was done beside changing the text. */
  note: string | null;
  entry: DeskEntry;
}

/** Somebody with this blog open at the desk. The same person may be there on two devices. */
export interface Present {
  /** Their socket's: it tells one's own from the others'. */
  id: string;
  name: string;
  /** The entry that they have open in the composer; null for none or a new one. */
  editing: string | null;
}

export interface Glance {
  blog: string;
  /** Readers on all nodes, rounded. */
  readers: number;
  /** `delayed`: news may reach readers of other nodes some seconds late; nothing is lost. */
  delivery: 'live' | 'delayed';
}

export interface FromDesk {
  /** Watches one blog, and no longer the one before. */
  watch(
    watch: { blog: string },
    answer: (answer: { ok: true } | { error: 'not-found' | 'bad-request' }) => void,
  ): void;
  editing(editing: { entry: string | null }): void;
}

export interface ToDesk {
  /** Something of the blog's desk has changed, readers' or not: read again what is shown. */
  changed(changed: { blog: string }): void;
  presence(presence: { blog: string; people: Present[] }): void;
  glance(glance: Glance): void;
  /** The session has ended; the server closes the socket. */
  'signed-out'(): void;
}

export const DESK_LIVE_PATH = '/desk/live';
