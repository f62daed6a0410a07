/**
 * The one way in which a command changes the record [R4]: who may do it is asked of the record itself, inside the
 * transaction, and what is to be rung or begun happens once it is committed, and only then.
 */
import type { Deed } from '../../shared/audit.ts';
import { type Bell, blogBell, type Bus, deskBell } from '../bus/bus.ts';
import type { Store } from '../store/store.ts';
import type { Transaction } from '../store/transaction.ts';
import { NotKnown } from './errors.ts';
import { type By, once } from './once.ts';
import { type Actor, byActor, tokenActor } from './people.ts';
import { isLive, toGrant } from './sessions.ts';

/** A command under way. */
export interface Work {
  transaction: Transaction;
  /** Whoever commands, as the record knows them at this moment. */
  actor: Actor;
  /** The record's time, in ISO 8601. */
  now: string;
  /** Rings when it is committed. */
  ring(bell: Bell): void;
  /** Leaves word that the actor did this, for the newsroom's admins; `about` names what it was done to. */
  trace(deed: Deed, about: string, detail?: string): void;
  /** Runs when it is committed. */
  after(effect: () => void): void;
}

/** Runs `work` in a transaction of its own, once per key. Throws NotKnown where the actor has gone, and what `work` throws. */
export type Commit = <T>(by: By, work: (work: Work) => Promise<T>) => Promise<T>;

/** Commands on this record. Without a bus nobody hears of them at once, as of those of the command line. */
export const commitTo =
  (store: Store, bus?: Bus): Commit =>
  (by, work) =>
    commit(store, bus, by, work);

async function commit<T>(
  store: Store,
  bus: Bus | undefined,
  by: By,
  work: (work: Work) => Promise<T>,
): Promise<T> {
  let bells: Bell[] = [];
  let effects: (() => void)[] = [];
  const answer = await store.transaction(async (transaction) => {
    [bells, effects] = [[], []]; // it may be run again
    const now = await transaction.now();
    const actor = await standing(store, transaction, by.actor);
    const answer = await once(transaction, by, now, () =>
      work({
        transaction,
        actor,
        now,
        ring: (bell) => void bells.push(bell),
        trace: (deed, about, detail = '') =>
          transaction.trace({ ...byActor(actor), deed, about, detail, at: now }),
        after: (effect) => void effects.push(effect),
      }),
    );
    bells.push(...transaction.ticks.map(blogBell), ...[...transaction.locked].map(deskBell));
    return answer;
  });
  for (const bell of bells) bus?.ring(bell);
  for (const effect of effects) effect();
  return answer;
}

/**
 * The actor with what they may do now [R16]. Their row is held: whoever takes something from them waits until this
 * command is done, or this one finds that they did. The service itself, and whoever sits at its command line, stand by
 * nothing in the record.
 */
async function standing(store: Store, { accounts }: Transaction, actor: Actor): Promise<Actor> {
  const { proof } = actor;
  if (proof === undefined) return actor;
  if ('token' in proof) {
    const row = await accounts.holdToken(proof.token);
    if (!row) throw new NotKnown('This token has been revoked.');
    return { ...tokenActor(row), ...(actor.from && { from: actor.from }) };
  }
  const account = await accounts.hold(actor.id);
  const session = await accounts.sessionById(proof.session);
  if (!account || account.is_disabled || !session || !isLive(session, store.clock)) {
    throw new NotKnown('You are no longer signed in.');
  }
  const grants = (await accounts.membershipsOf(account.id)).map(toGrant);
  return { ...actor, name: account.name, grants };
}
