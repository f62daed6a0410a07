/** One-time links: for a new account, or for a new password of one that is there. Only their hashes are kept. */
import { randomBytes } from 'node:crypto';
import { ulid } from 'ulid';
import {
  type AcceptInvitation,
  type Grant,
  type Invitation,
  type Invite,
  isAdmin,
  type PasswordLink,
} from '../../../shared/people.ts';
import { sessionsBell } from '../../bus/bus.ts';
import type { AccountWrites } from '../../store/account-writes.ts';
import type { Store } from '../../store/store.ts';
import type { AccountRow, InvitationRow } from '../../store/tables.ts';
import { meOf, mustHaveBlogs, type SignedIn, toMember } from './staff.ts';
import { type Commit, commitTo, type Work } from '../../newsroom/commit.ts';
import { Invalid, NotFound, Taken } from '../../newsroom/errors.ts';
import { hashPassword } from './passwords.ts';
import {
  type Actor,
  byActor,
  hashOf,
  mustBeAdmin,
  SYSTEM,
  tokenActor,
  type Whence,
  wordsOf,
} from '../../newsroom/people.ts';
import { newSession, toGrant } from '../../newsroom/sessions.ts';
import { mustBeStrong } from './strength.ts';

const LIFETIME_MS = 72 * 60 * 60_000;

/** What the holder of a link may see before using it. An e-mail that is '' is for the holder to say. */
export type Offer =
  { kind: 'join'; email: string; grant: Grant } | { kind: 'password'; email: string; name: string };

/** A link that has just been made: `path` is shown this once. */
export type Made = Invitation & { path: string };

export interface OpenLinks {
  invitations: Invitation[];
  passwordLinks: PasswordLink[];
}

/** For a new account; an earlier invitation of the same person dies. Throws Taken where there is such an account. */
export async function invite(
  store: Store,
  commit: Commit,
  by: Actor,
  { email, grant }: Invite,
): Promise<Made> {
  mustBeAdmin(by);
  await mustHaveBlogs(store, [grant], 'grant.blog');
  return commit({ actor: by }, async (work) => {
    mustBeAdmin(work.actor);
    if (await work.transaction.accounts.byEmail(email)) throw taken(email);
    work.trace('invited', email, wordsOf(grant));
    return make(work, email, grant, null);
  });
}

/** For a new password of this person; an earlier link for that dies. */
export function invitePassword(commit: Commit, by: Actor, id: string): Promise<Made> {
  return commit({ actor: by }, async (work) => {
    mustBeAdmin(work.actor);
    const { accounts } = work.transaction;
    const account = await accounts.byId(id);
    if (!account || account.is_disabled)
      throw new NotFound('There is no such person, or none who may sign in.');
    const [grant] = (await accounts.membershipsOf(id)).map(toGrant);
    work.trace('password-link-made', account.email);
    return make(work, account.email, grant ?? { role: 'contributor', blog: null }, id);
  });
}

/** For the first admin, whose e-mail nobody knows yet; an earlier such link dies. Undefined where there is an admin. */
export function inviteFirstAdmin(store: Store): Promise<Made | undefined> {
  return commitTo(store)({ actor: SYSTEM }, async (work) => {
    if ((await work.transaction.accounts.countAdmins()) > 0) return undefined;
    return make(work, '', { role: 'admin', blog: null }, null);
  });
}

/** Those that can still be used, newest first: for new accounts, and for new passwords of people who are there. */
export async function openInvitations(store: Store, by: Actor): Promise<OpenLinks> {
  mustBeAdmin(by);
  const rows = (await store.accounts.invitations(await store.now())).filter(({ email }) => email !== '');
  return {
    invitations: rows.filter(({ account }) => account === null).map(toInvitation),
    passwordLinks: rows.flatMap((row) =>
      row.account === null ? [] : [{ ...toInvitation(row), person: row.account }],
    ),
  };
}

export function removeInvitation(commit: Commit, by: Actor, id: string): Promise<null> {
  return commit({ actor: by }, async ({ transaction, actor, trace }) => {
    mustBeAdmin(actor);
    const removed = await transaction.accounts.takeInvitation(id);
    if (!removed) throw new NotFound('There is no such invitation.');
    trace('link-withdrawn', removed.email);
    return null;
  });
}

/** Throws NotFound where the link is used, expired or unknown. */
export async function offerOf(store: Store, token: string): Promise<Offer> {
  const row = await findInvitation(store, token);
  if (row.account === null) return { kind: 'join', email: row.email, grant: toGrant(row) };
  const account = (await store.accounts.byId(row.account))!;
  return { kind: 'password', email: account.email, name: account.name };
}

/** Makes the account with its role, or sets its new password, and signs its owner in; once. Throws Invalid for a password that is none. */
export async function acceptInvitation(
  store: Store,
  commit: Commit,
  token: string,
  command: AcceptInvitation,
  from: Whence,
): Promise<SignedIn> {
  const row = await findInvitation(store, token);
  if (row.account === null) mustSayWho(row, command);
  await mustBeStrong('password', command.password, await ownerOf(store, row, command));
  const password = await hashPassword(command.password);
  return commit({ actor: SYSTEM }, async ({ transaction, now, ring }) => {
    const { accounts } = transaction;
    if (!(await accounts.takeInvitation(row.id)) || !(await isMadeByAdmin(accounts, row))) throw gone();
    const account =
      row.account === null
        ? await join(accounts, row, command, password, now)
        : await renew(accounts, row.account, password);
    const { row: session, cookie } = newSession(account.id, from.agent, now);
    await accounts.addSession(session);
    if (row.account !== null) ring(sessionsBell());
    const deed = row.account === null ? 'joined' : 'password-link-used';
    const whom = byActor({ ...account, from });
    transaction.trace({ ...whom, deed, about: account.email, detail: wordsOf(toGrant(row)), at: now });
    return { me: meOf(account, await accounts.membershipsOf(account.id)), cookie };
  });
}

/** What somebody handed out ends with them [R16]. Their row is held, as for a command of their own. */
async function isMadeByAdmin(accounts: AccountWrites, { maker }: InvitationRow): Promise<boolean> {
  if (maker === SYSTEM.id) return true;
  const token = /^token:(\w+)$/.exec(maker)?.[1];
  if (token !== undefined) {
    const known = await accounts.tokenLike(token);
    const row = known && (await accounts.holdToken(known.hash));
    return row !== undefined && isAdmin(tokenActor(row).grants);
  }
  const account = await accounts.hold(maker);
  const members = await accounts.membershipsOf(maker);
  return account?.is_disabled === 0 && isAdmin(members.map(toGrant));
}

async function join(
  accounts: AccountWrites,
  row: InvitationRow,
  command: AcceptInvitation,
  password: string,
  now: string,
): Promise<AccountRow> {
  const account = {
    id: ulid().toLowerCase(),
    email: row.email || command.email!,
    name: command.name!,
    password,
    is_disabled: 0 as const,
    created_at: now,
  };
  if (!(await accounts.add(account))) throw taken(account.email);
  await accounts.setMemberships(account.id, [toMember(account.id, toGrant(row))]);
  return account;
}

/** Whoever was signed in with the old password no longer is, and what they handed out is worth nothing. */
async function renew(accounts: AccountWrites, id: string, password: string): Promise<AccountRow> {
  await accounts.change(id, { password });
  await accounts.endSessionsOf(id);
  await accounts.removeInvitationsOf(id);
  const account = (await accounts.byId(id))!;
  if (account.is_disabled) throw gone();
  return account;
}

async function findInvitation(store: Store, token: string): Promise<InvitationRow> {
  const row = await store.accounts.invitation(hashOf(token), await store.now());
  const isTooLate = row?.email === '' && (await store.accounts.countAdmins()) > 0;
  if (!row || isTooLate) throw gone();
  return row;
}

/** Whose password it will be. */
async function ownerOf(
  store: Store,
  { account, email }: InvitationRow,
  command: AcceptInvitation,
): Promise<{ email: string; name: string }> {
  const known = account === null ? undefined : await store.accounts.byId(account);
  return known ?? { email: email || command.email!, name: command.name! };
}

function mustSayWho({ email }: InvitationRow, command: AcceptInvitation): void {
  const needed = email === '' ? (['name', 'email'] as const) : (['name'] as const);
  const missing = needed.filter((field) => command[field] === undefined);
  if (missing.length > 0) throw new Invalid(missing.map((field) => ({ field, detail: 'is missing' })));
}

async function make(
  { transaction, actor, now }: Work,
  email: string,
  { role, blog }: Grant,
  account: string | null,
): Promise<Made> {
  const token = randomBytes(32).toString('base64url');
  const row: InvitationRow = {
    hash: hashOf(token),
    id: ulid().toLowerCase(),
    email,
    role,
    blog: blog ?? '*',
    account,
    maker: actor.id,
    created_by: actor.name,
    created_at: now,
    expires_at: new Date(Date.parse(now) + LIFETIME_MS).toISOString(),
  };
  await transaction.accounts.putInvitation(row);
  return { ...toInvitation(row), path: `/desk/join/${token}` };
}

function toInvitation(row: InvitationRow): Invitation {
  return {
    id: row.id,
    email: row.email,
    grant: toGrant(row),
    by: row.created_by,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  };
}

const gone = (): NotFound => new NotFound('This link has been used, has expired or was never made.');
const taken = (email: string): Taken => new Taken(`There is an account for ${email} already.`, 'email');
