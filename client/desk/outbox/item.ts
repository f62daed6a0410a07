/** One command on its way to the newsroom, as it is kept on this machine until it has arrived. */
import type * as v from 'valibot';
import type { changeEntry, createEntry, DeskEntry } from '../../../shared/commands.ts';
import type { Problem } from '../api.ts';
import type { Writing } from '../composer/writing.ts';

export type CreateCommand = v.InferInput<typeof createEntry>;
export type ChangeCommand = v.InferInput<typeof changeEntry>;

/**
 * `waiting`: to be sent, or to be sent again. `held`: sent, and not yet public: it can be taken back. `conflict`:
 * somebody else changed the entry first; `problem.current` is what it says now.
 */
export type ItemState = 'waiting' | 'sending' | 'sent' | 'failed' | 'conflict' | 'held';

/** What keeps an item from arriving: `hurry` is more commands a minute than the newsroom takes. */
export type Hindrance = 'network' | 'service' | 'disk' | 'hurry';

interface Common {
  /** The Idempotency-Key. Keys sort by when their items were added. */
  key: string;
  slug: string;
  /**
   * The key of an earlier item on the same entry that was still on its way when this one was written: its answer
   * tells which entry and which revision this one is for.
   */
  after?: string;
  /** What the composer held, to go on with. */
  writing: Writing;
  state: ItemState;
  /** When it was added, or when the answer came. */
  at: string;
  /** When it was first sent; from then on only an answer tells whether it arrived. */
  triedAt?: string;
  /** In words, where it failed. */
  why?: string;
  problem?: Problem;
  answer?: DeskEntry;
  /** Until when it is held, by this machine's clock. */
  heldUntil?: string;
}

export interface CreateItem extends Common {
  kind: 'create';
  command: CreateCommand;
}

export interface ChangeItem extends Common {
  kind: 'change';
  command: ChangeCommand;
  /** Missing where the entry's own creation is still on its way. */
  entryId?: string;
  revision?: number;
}

export type Item = CreateItem | ChangeItem;

/** What is added to the outbox. */
export type NewItem =
  | Pick<CreateItem, 'kind' | 'slug' | 'writing' | 'command'>
  | Pick<ChangeItem, 'kind' | 'slug' | 'writing' | 'command' | 'entryId' | 'revision' | 'after'>;

/** The same once more, as if it had never been sent. */
export function asNew(item: Item): NewItem {
  const { slug, writing, command } = item;
  if (item.kind === 'create') return { kind: 'create', slug, writing, command: item.command };
  const { entryId, revision, after } = item;
  return {
    ...{ kind: 'change', slug, writing, command },
    ...(entryId !== undefined && { entryId }),
    ...(revision !== undefined && { revision }),
    ...(after !== undefined && { after }),
  };
}

export const isOnItsWay = ({ state }: Item): boolean => state === 'waiting' || state === 'sending';

/** Nobody but this machine has it. */
export const isUnsent = (item: Item): boolean =>
  isOnItsWay(item) || item.state === 'failed' || item.state === 'conflict';
