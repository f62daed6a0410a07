/** Bylines to choose from: people and desks, with what readers see of them. What an entry holds is a copy. */
import { ulid } from 'ulid';
import { type Byline, type BylineCommand, mayCreateBlogs } from '../../../shared/people.ts';
import type { Store } from '../../store/store.ts';
import { Forbidden, NotFound } from '../../newsroom/errors.ts';
import type { Commit } from '../../newsroom/commit.ts';
import type { By } from '../../newsroom/once.ts';
import type { Actor } from '../../newsroom/people.ts';

/** By name. */
export const bylines = (store: Store): Promise<Byline[]> => store.accounts.bylines();

export function addByline(commit: Commit, by: By, command: BylineCommand): Promise<Byline> {
  return commit(by, async ({ transaction, actor, trace }) => {
    mustEditSomewhere(actor);
    const byline = bylineOf(ulid().toLowerCase(), command);
    await transaction.accounts.putByline(byline);
    trace('byline-added', byline.name);
    return byline;
  });
}

/** Replaces it whole. It is the newsroom's: no editor of one blog says who somebody else is. */
export function changeByline(commit: Commit, by: By, id: string, command: BylineCommand): Promise<Byline> {
  return commit(by, async ({ transaction: { accounts }, actor, trace }) => {
    mustEditEverywhere(actor);
    if (!(await accounts.byline(id))) throw new NotFound('There is no such byline.');
    const byline = bylineOf(id, command);
    await accounts.putByline(byline);
    trace('byline-changed', byline.name);
    return byline;
  });
}

/** Entries that have it keep their copy. Removing again changes nothing. */
export function removeByline(commit: Commit, by: By, id: string): Promise<null> {
  return commit(by, async ({ transaction: { accounts }, actor, trace }) => {
    mustEditEverywhere(actor);
    const before = await accounts.byline(id);
    await accounts.removeByline(id);
    if (before) trace('byline-removed', before.name);
    return null;
  });
}

function mustEditSomewhere({ grants }: Actor): void {
  if (grants.every(({ role }) => role === 'contributor')) throw new Forbidden('This takes an editor.');
}

function mustEditEverywhere({ grants }: Actor): void {
  if (!mayCreateBlogs(grants)) throw new Forbidden('This takes an admin, or an editor of all blogs.');
}

function bylineOf(id: string, { kind, name, bio = '', avatar = '', contact = '' }: BylineCommand): Byline {
  return { id, kind, name, bio, avatar, contact };
}
