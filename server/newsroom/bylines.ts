/** Bylines to choose from: people and desks, with what readers see of them. What an entry holds is a copy. */
import { ulid } from 'ulid';
import type { Byline, BylineCommand } from '../../shared/people.ts';
import type { Store } from '../store/store.ts';
import { Forbidden, NotFound } from './errors.ts';
import { commit } from './commit.ts';
import type { By } from './once.ts';
import type { Actor } from './people.ts';

/** By name. */
export const bylines = (store: Store): Promise<Byline[]> => store.accounts.bylines();

export function addByline(store: Store, by: By, command: BylineCommand): Promise<Byline> {
  return commit({ store }, by, async ({ transaction, actor }) => {
    mustEditSomewhere(actor);
    const byline = bylineOf(ulid().toLowerCase(), command);
    await transaction.accounts.putByline(byline);
    return byline;
  });
}

/** Replaces it whole. */
export function changeByline(store: Store, by: By, id: string, command: BylineCommand): Promise<Byline> {
  return commit({ store }, by, async ({ transaction: { accounts }, actor }) => {
    mustEditSomewhere(actor);
    if (!(await accounts.byline(id))) throw new NotFound('There is no such byline.');
    const byline = bylineOf(id, command);
    await accounts.putByline(byline);
    return byline;
  });
}

/** Entries that have it keep their copy. Removing again changes nothing. */
export function removeByline(store: Store, by: By, id: string): Promise<null> {
  return commit({ store }, by, async ({ transaction, actor }) => {
    mustEditSomewhere(actor);
    await transaction.accounts.removeByline(id);
    return null;
  });
}

function mustEditSomewhere({ grants }: Actor): void {
  if (grants.every(({ role }) => role === 'contributor')) throw new Forbidden('This takes an editor.');
}

function bylineOf(id: string, { kind, name, bio = '', avatar = '', contact = '' }: BylineCommand): Byline {
  return { id, kind, name, bio, avatar, contact };
}
