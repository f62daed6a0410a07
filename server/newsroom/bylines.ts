/** Bylines to choose from: people and desks, with what readers see of them. What an entry holds is a copy. */
import { ulid } from 'ulid';
import type { Byline, BylineCommand } from '../../shared/people.ts';
import type { Store } from '../store/store.ts';
import { Forbidden, NotFound } from './errors.ts';
import { type By, once } from './once.ts';
import type { Actor } from './people.ts';

/** By name. */
export const bylines = (store: Store): Promise<Byline[]> => store.accounts.bylines();

export async function addByline(store: Store, by: By, command: BylineCommand): Promise<Byline> {
  mustEditSomewhere(by.actor);
  const byline = bylineOf(ulid().toLowerCase(), command);
  return store.transaction(async (transaction) =>
    once(transaction, by, await transaction.now(), async () => {
      await transaction.accounts.putByline(byline);
      return byline;
    }),
  );
}

/** Replaces it whole. */
export async function changeByline(
  store: Store,
  { actor }: By,
  id: string,
  command: BylineCommand,
): Promise<Byline> {
  mustEditSomewhere(actor);
  return store.transaction(async ({ accounts }) => {
    if (!(await accounts.byline(id))) throw new NotFound('There is no such byline.');
    const byline = bylineOf(id, command);
    await accounts.putByline(byline);
    return byline;
  });
}

/** Entries that have it keep their copy. Removing again changes nothing. */
export async function removeByline(store: Store, { actor }: By, id: string): Promise<void> {
  mustEditSomewhere(actor);
  await store.transaction(({ accounts }) => accounts.removeByline(id));
}

function mustEditSomewhere({ grants }: Actor): void {
  if (grants.every(({ role }) => role === 'contributor')) throw new Forbidden('This takes an editor.');
}

function bylineOf(id: string, { kind, name, bio = '', avatar = '', contact = '' }: BylineCommand): Byline {
  return { id, kind, name, bio, avatar, contact };
}
