/** The text of something in the outbox, to be written on. Pure. */
import type { DeskEntry } from '../../../shared/commands.ts';
import { isOnItsWay, type Item } from '../outbox/item.ts';
import { isLost } from '../outbox/send.ts';
import { writingOn } from './draft.ts';
import type { Writing } from './writing.ts';

export interface TakenUp {
  writing: Writing;
  /** The composer alone has it from now on. Else it may have arrived: what is written on comes after it. */
  leavesOutbox: boolean;
}

/** `before` is the item that this one follows, where the outbox still has it. */
export function takenUp(item: Item, before: Item | undefined, timezone: string): TakenUp {
  const { key, writing, answer } = item;
  if (answer) return { writing: writingOn(answer, timezone), leavesOutbox: false };
  if (isOnItsWay(item) && item.triedAt !== undefined) {
    const state = item.command.state ?? writing.on?.state ?? 'published';
    const on = { ...(writing.on ?? { entryId: null, revision: 0 }), state, after: key };
    return { writing: { ...writing, on }, leavesOutbox: false };
  }
  if (item.state === 'conflict') {
    const theirs = item.problem!.current as DeskEntry;
    const { id, revision, state } = theirs;
    return { writing: { ...writing, on: { entryId: id, revision, state }, theirs }, leavesOutbox: true };
  }
  return { writing: isLost(item, before) ? { ...writing, on: null } : writing, leavesOutbox: true };
}
