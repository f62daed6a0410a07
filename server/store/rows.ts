/** Rows as the rest of the house knows them. */
import {
  type Author,
  type Entry,
  type Head,
  type KeyEvent,
  type Tombstone,
  compare,
} from '../../shared/blog.ts';
import type { DeskEntry } from '../../shared/commands.ts';
import type { BlogFacts } from '../../shared/desk.ts';
import { wholeLinks } from '../../shared/html/address.ts';
import { titleOf } from '../../shared/text.ts';
import type { BlogRow, EntryRow, RevisionRow } from './tables.ts';

/** A draft is like nothing at all to readers: whoever asks for one must not hear that there is something. */
export const isPublic = ({ status }: Pick<BlogRow, 'status'>): boolean => status !== 'draft';

/** A blog's own facts, as lists of blogs have them. */
export interface Card extends Omit<BlogFacts, 'role' | 'leftOut'> {
  id: string;
}

export function toCard(row: BlogRow): Card {
  return {
    id: row.id,
    blog: row.slug,
    slug: row.slug,
    title: row.title,
    standfirst: row.standfirst,
    status: row.status,
    language: row.language,
    timezone: row.timezone,
    showChanges: row.show_changes === 1,
    front: row.front,
    sections: JSON.parse(row.sections) as string[],
    embedding: row.embedding,
    ...toPicture(row),
    seq: row.seq,
    createdAt: row.created_at,
    startedAt: row.started_at,
    updatedAt: row.updated_at,
  };
}

/** What stands for a blog in previews of links: pages that are made here tell it, and no reader's browser is sent it. */
export type Picture = Pick<BlogFacts, 'image' | 'imageAlt'>;

export const toPicture = ({ image, image_alt }: BlogRow): Picture => ({ image, imageAlt: image_alt });

/** A published entry. `address` is the page of its blog: links that an older Dateline kept as relative ones lead from there. */
export function toEntry(row: EntryRow, address: string): Entry {
  return {
    id: row.id,
    seq: row.seq,
    revision: row.revision,
    headline: row.headline,
    html: wholeLinks(row.html, address),
    authors: JSON.parse(row.authors) as Author[],
    keyEvent: row.key_event === 1,
    breaking: row.breaking === 1,
    pinned: row.pinned === 1,
    correction: row.correction,
    publishedAt: row.published_at!,
    updatedAt: row.updated_at,
  };
}

/** An entry as the desk sees it, in whatever state it is. */
export function toDeskEntry(row: EntryRow): DeskEntry {
  return {
    ...toEntry(row, ''),
    html: row.html,
    publishedAt: row.published_at,
    state: row.state,
    publishAt: row.publish_at,
    createdBy: { id: row.created_by, name: row.created_by_name },
    changedAt: row.changed_at,
  };
}

/** The columns of what an entry says; the others are of where it stands, and whose it is. */
type Said = Exclude<
  keyof EntryRow,
  | 'id'
  | 'blog'
  | 'seq'
  | 'revision'
  | 'state'
  | 'published_at'
  | 'updated_at'
  | 'publish_at'
  | 'created_by'
  | 'created_by_name'
  | 'changed_at'
>;

export const NOTHING_SAID: Pick<EntryRow, Said> = {
  headline: null,
  html: '',
  authors: '[]',
  key_event: 0,
  breaking: 0,
  pinned: 0,
  correction: null,
};

/** The entry as it was at a revision. What it says in columns that are newer than that, it did not say then. */
export function rowAt(today: EntryRow, { what, at }: RevisionRow): EntryRow {
  return { ...today, ...NOTHING_SAID, changed_at: at, ...(JSON.parse(what) as Partial<EntryRow>) };
}

export function toChange(row: EntryRow, address: string): Entry | Tombstone {
  return row.state === 'published' ? toEntry(row, address) : { id: row.id, seq: row.seq, removed: true };
}

/** `marked` are the pinned entry and the key events. */
export function toHead(blog: BlogRow, marked: EntryRow[], address: string): Head {
  const pinned = marked.find((row) => row.pinned === 1);
  return {
    title: blog.title,
    standfirst: wholeLinks(blog.standfirst, address),
    status: blog.status,
    language: blog.language,
    timezone: blog.timezone,
    startedAt: blog.started_at ?? blog.created_at,
    endedAt: blog.ended_at,
    updatedAt: blog.updated_at,
    showChanges: blog.show_changes === 1,
    front: blog.front,
    sections: JSON.parse(blog.sections) as string[],
    pinned: pinned ? toEntry(pinned, address) : null,
    keyEvents: inOrder(marked.filter((row) => row.key_event === 1).map(toKeyEvent), blog.key_order),
  };
}

/** Those that the desk has put in order come last; what is newer than its order comes first, newest first. */
function inOrder(keyEvents: KeyEvent[], keyOrder: string): KeyEvent[] {
  const order = JSON.parse(keyOrder) as string[];
  const placed = ({ id }: KeyEvent): number => order.indexOf(id);
  return keyEvents.sort((a, b) => placed(a) - placed(b) || compare(a, b));
}

function toKeyEvent(row: EntryRow): KeyEvent {
  return { id: row.id, headline: titleOf(row), publishedAt: row.published_at! };
}
