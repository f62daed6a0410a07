/** Sends one item, and says what became of it. */
import { type DeskEntry, KEY_DAYS } from '../../../shared/commands.ts';
import { call, type Problem, Refused, Unreachable } from '../api.ts';
import { reasonOf } from '../refusal.ts';
import type { Hindrance, Item } from './item.ts';

/** What can be sent again without harm may first be given up soon: the next try may find another node. */
const FIRST_TRY_MS = 4_000;
/** When the newsroom has forgotten a key, what was sent with it before might happen twice. Half a day is for its clock. */
const KEY_LIFETIME_MS = (KEY_DAYS - 0.5) * 24 * 60 * 60 * 1000;
const UNKNOWN =
  'It was sent before, and no answer came for a week. Look whether it is among the entries, then try again or discard it.';
const LOST = 'What it was to follow is no longer in the outbox. Look whether it is among the entries.';

export type Outcome =
  | { state: 'sent' | 'held'; answer: DeskEntry; heldUntil?: string }
  | { state: 'failed' | 'conflict'; why: string; problem?: Problem }
  | { state: 'waiting'; hindrance: Hindrance }
  | { state: 'signed-out' };

/** `find` knows the items before it. */
export async function send(item: Item, find: (key: string) => Item | undefined): Promise<Outcome> {
  if (item.triedAt && Date.now() - Date.parse(item.triedAt) > KEY_LIFETIME_MS)
    return { state: 'failed', why: UNKNOWN };
  const before = item.after === undefined ? undefined : find(item.after);
  if (isLost(item, before)) return { state: 'failed', why: LOST };
  try {
    return arrived(item, await request(item, before));
  } catch (error) {
    return refused(error);
  }
}

/** The entry may have been created: to create it with this text might double it. */
export const isLost = (item: Item, before: Item | undefined): boolean =>
  item.kind === 'change' && item.entryId === undefined && item.after !== undefined && !before;

function request(item: Item, before: Item | undefined): Promise<DeskEntry> {
  const path = `/blogs/${item.slug}/entries`;
  const key = { 'Idempotency-Key': item.key };
  const first = item.triedAt === undefined && { patience: FIRST_TRY_MS };
  const { id, revision } = item.kind === 'create' ? {} : targetOf(item, before?.answer);
  // What was never created can't be changed: it begins with this text.
  if (id === undefined) return call('POST', path, { body: item.command, headers: key, ...first });
  const headers = { ...key, 'If-Match': `"${revision}"` };
  return call('PATCH', `${path}/${id}`, { body: item.command, headers, ...first });
}

/** One's own change before this one has made a revision that one has seen, since one wrote it. */
function targetOf(item: Extract<Item, { kind: 'change' }>, before: DeskEntry | undefined) {
  return before ?? { id: item.entryId, revision: item.revision };
}

function arrived({ command }: Item, answer: DeskEntry): Outcome {
  if (command.hold === undefined || answer.state !== 'scheduled') return { state: 'sent', answer };
  const heldUntil = new Date(Date.now() + command.hold * 1_000).toISOString();
  return { state: 'held', answer, heldUntil };
}

function refused(error: unknown): Outcome {
  if (!(error instanceof Refused)) return { state: 'waiting', hindrance: 'network' };
  const { status, problem } = error;
  if (status === 401) return { state: 'signed-out' };
  if (status === 429) return { state: 'waiting', hindrance: 'hurry' };
  if (status >= 500) return { state: 'waiting', hindrance: problem.trouble === 'full' ? 'disk' : 'service' };
  const why = reasonOf(problem);
  return { state: status === 412 ? 'conflict' : 'failed', why, problem };
}

/** What is held becomes a draft again, once however often it is asked for. Throws Refused and Unreachable. */
export async function takeBack({ key, slug }: Item, held: DeskEntry): Promise<DeskEntry> {
  const headers = { 'If-Match': `"${held.revision}"`, 'Idempotency-Key': `${key}-undo` };
  try {
    return await call('PATCH', `/blogs/${slug}/entries/${held.id}`, { body: { state: 'draft' }, headers });
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    const entry = await call<DeskEntry>('GET', `/blogs/${slug}/desk/entries/${held.id}`);
    if (entry.state === 'draft') return entry;
    throw error;
  }
}
