/** What a command makes of an entry. Pure: rows in, rows out. */
import type { Author } from '../../shared/blog.ts';
import type { ChangeEntry, CreateEntry, FieldError } from '../../shared/commands.ts';
import { inWords, type LeftOut } from '../../shared/html/elements.ts';
import { NOTHING_SAID } from '../store/rows.ts';
import type { BlogRow, EntryRow, Flag } from '../store/tables.ts';
import { Invalid } from './errors.ts';
import { isBlank, kept } from './sanitise.ts';

export const isPublished = (entry: EntryRow | undefined): boolean => entry?.state === 'published';

/** An entry that a command made, and what it could not keep of the text. */
export interface Made {
  entry: EntryRow;
  leftOut?: LeftOut[];
}

/**
 * Throws Invalid where there would be nothing to read, or the times make no sense. Links lead from `address`, the
 * blog's page.
 */
export function newEntry(
  id: string,
  blog: BlogRow,
  command: CreateEntry,
  by: { id: string; name: string },
  now: string,
  address: string,
): Made {
  const { html, leftOut } = kept('html', command.html, address);
  const entry: EntryRow = {
    id,
    blog: blog.id,
    seq: 0,
    revision: 1,
    state: command.state,
    headline: command.headline || null,
    html,
    authors: JSON.stringify(command.authors),
    key_event: flag(command.keyEvent),
    breaking: flag(command.breaking),
    pinned: flag(command.pinned),
    correction: null,
    published_at: command.state === 'published' ? (command.publishedAt ?? now) : null,
    updated_at: null,
    publish_at: command.state === 'scheduled' ? (dueAt(command, now) ?? null) : null,
    created_by: by.id,
    created_by_name: by.name,
    changed_at: now,
  };
  mustMakeSense(entry, now, command, leftOut);
  return { entry, leftOut };
}

/** The entry after an edit: the next revision, with an "Updated" mark unless the edit is minor. */
export function applyChange(before: EntryRow, change: ChangeEntry, now: string, address?: string): Made {
  const state = change.state ?? before.state;
  if (isPublished(before) && state !== 'published') {
    throw new Invalid([
      { field: 'state', detail: 'cannot be taken back once readers have seen the entry; remove it' },
    ]);
  }
  const { html, leftOut } =
    change.html === undefined ? { html: before.html } : kept('html', change.html, address);
  const said: typeof NOTHING_SAID = {
    headline: change.headline === undefined ? before.headline : change.headline || null,
    html,
    authors: change.authors === undefined ? before.authors : JSON.stringify(change.authors),
    key_event: change.keyEvent === undefined ? before.key_event : flag(change.keyEvent),
    breaking: change.breaking === undefined ? before.breaking : flag(change.breaking),
    pinned: change.pinned === undefined ? before.pinned : flag(change.pinned),
    correction: change.correction === undefined ? before.correction : change.correction,
  };
  const after: EntryRow = {
    ...before,
    ...said,
    revision: before.revision + 1,
    state,
    published_at: state === 'published' ? (before.published_at ?? now) : null,
    updated_at: isPublished(before) && !change.minor ? later(now, before.published_at!) : before.updated_at,
    publish_at: state === 'scheduled' ? (dueAt(change, now) ?? before.publish_at) : null,
    changed_at: now,
  };
  mustMakeSense(after, now, change, leftOut);
  return { entry: after, ...(leftOut && { leftOut }) };
}

/** Whether an edit left everything but the marks of an edit as it was. */
export function saysTheSame(before: EntryRow, after: EntryRow): boolean {
  const { revision, updated_at, changed_at } = before;
  const unmarked = { ...after, revision, updated_at, changed_at };
  return (Object.keys(before) as (keyof EntryRow)[]).every((column) => unmarked[column] === before[column]);
}

/** What a restoring leaves as it is: where the entry stands, and whether it is pinned. */
type NotRestored = 'state' | 'publishAt' | 'hold' | 'minor' | 'pinned';

/** What the entry said at an earlier revision, as the change that brings it back. */
export function changeBackTo(earlier: EntryRow): Required<Omit<ChangeEntry, NotRestored>> {
  return {
    headline: earlier.headline,
    html: earlier.html,
    authors: JSON.parse(earlier.authors) as Author[],
    keyEvent: earlier.key_event === 1,
    breaking: earlier.breaking === 1,
    correction: earlier.correction,
  };
}

/** A draft again, whatever is wrong with it. */
export function unscheduled(entry: EntryRow, now: string): EntryRow {
  return { ...entry, revision: entry.revision + 1, state: 'draft', publish_at: null, changed_at: now };
}

/** The tombstone: nothing is left of what the entry said. */
export function emptied(entry: EntryRow, now: string): EntryRow {
  return {
    ...entry,
    revision: entry.revision + 1,
    state: 'removed',
    ...NOTHING_SAID,
    publish_at: null,
    changed_at: now,
  };
}

/**
 * What changes in the blog itself when a visible entry changes: its head, when it was last updated, and its start
 * where the entry is older.
 */
export function blogAfter(
  blog: BlogRow,
  before: EntryRow | undefined,
  after: EntryRow,
  now: string,
): Partial<BlogRow> {
  const isMarked = [before, after].some((entry) => isPublished(entry) && (entry?.pinned || entry?.key_event));
  // An import, a removal and a minor edit have no time of theirs that says it: the head has to.
  const told = isPublished(after) ? (after.updated_at ?? after.published_at!) : '';
  const startedAt = isPublished(after) ? earlier(blog.started_at, after.published_at!) : blog.started_at;
  return {
    ...((isMarked || told < now) && { head_seq: blog.seq + 1 }),
    updated_at: later(blog.updated_at, told > now ? told : now),
    started_at: startedAt,
  };
}

/** A draft has no start yet. */
const earlier = (start: string | null, at: string): string | null =>
  start !== null && at < start ? at : start;

interface Times {
  publishedAt?: string | undefined;
  publishAt?: string | undefined;
  hold?: number | undefined;
}

/** By this clock and not the desk's, where the command said only how long to wait. */
function dueAt({ publishAt, hold }: Times, now: string): string | undefined {
  return hold === undefined ? publishAt : new Date(Date.parse(now) + hold * 1_000).toISOString();
}

/** `given` are the times that the command itself named. */
function mustMakeSense(entry: EntryRow, now: string, given: Times, leftOut: LeftOut[] = []): void {
  const errors: FieldError[] = [];
  const wrong = (field: string, detail: string) => errors.push({ field, detail });

  if (entry.headline === null && isBlank(entry.html)) {
    const lost = inWords(leftOut);
    const why = lost === '' ? '' : `; left out: ${lost}`;
    wrong('html', `has nothing to publish: a headline or text must be there${why}`);
  }
  if (given.publishedAt !== undefined) {
    if (entry.state !== 'published') wrong('publishedAt', 'goes with state published only');
    if (given.publishedAt > now)
      wrong('publishedAt', 'must not be in the future; schedule the entry with publishAt');
  }
  if (given.publishAt !== undefined) {
    if (entry.state !== 'scheduled') wrong('publishAt', 'goes with state scheduled only');
    if (given.publishAt <= now) wrong('publishAt', 'must be in the future');
  }
  if (given.hold !== undefined) {
    if (entry.state !== 'scheduled') wrong('hold', 'goes with state scheduled only');
    if (given.publishAt !== undefined) wrong('hold', 'and publishAt say two different times');
  }
  if (entry.state === 'scheduled' && entry.publish_at === null) {
    wrong('publishAt', 'is missing: a scheduled entry needs the time at which it is due');
  }
  if (errors.length > 0) throw new Invalid(errors);
}

/** Nothing is updated before it is published, whatever a clock says. */
const later = (a: string, b: string): string => (a > b ? a : b);

const flag = (value: boolean): Flag => (value ? 1 : 0);
