/** One-time links: for a new account, or for a new password of one that is there. Only their hashes are kept. */
import { randomBytes } from 'node:crypto';
import { ulid } from 'ulid';
import type { AcceptInvitation, Grant, Invitation, Invite } from '../../shared/people.ts';
import { type Bus, sessionsBell } from '../bus/bus.ts';
import type { Accounts } from '../store/accounts.ts';
import type { Store } from '../store/store.ts';
import type { AccountRow, InvitationRow } from '../store/tables.ts';
import { meOf, mustHaveBlogs, type SignedIn, toMember } from './staff.ts';
import { Invalid, NotFound, Taken } from './errors.ts';
import { hashPassword } from './passwords.ts';
import { type Actor, hashOf, mustBeAdmin, SYSTEM } from './people.ts';
import { newSession, toGrant } from './sessions.ts';

const LIFETIME_MS = 72 * 60 * 60_000;

/** What the holder of a link may see before using it. An e-mail that is '' is for the holder to say. */
export type Offer =
  { kind: 'join'; email: string; grant: Grant } | { kind: 'password'; email: string; name: string };

/** A link that has just been made: `path` is shown this once. */
export type Made = Invitation & { path: string };

/** For a new account; an earlier invitation of the same person dies. Throws Taken where there is such an account. */
export async function invite(store: Store, by: Actor, { email, grant }: Invite): Promise<Made> {
  mustBeAdmin(by);
  await mustHaveBlogs(store, [grant], 'grant.blog');
  if (await store.accounts.byEmail(email)) throw taken(email);
  return make(store, by, email, grant, null);
}

/** For a new password of this person; an earlier link for that dies. */
export async function invitePassword(store: Store, by: Actor, id: string): Promise<Made> {
  mustBeAdmin(by);
  const account = await store.accounts.byId(id);
  if (!account || account.is_disabled)
    throw new NotFound('There is no such person, or none who may sign in.');
  const [grant] = (await store.accounts.membershipsOf(id)).map(toGrant);
  return make(store, by, account.email, grant ?? { role: 'contributor', blog: null }, id);
}

/** For the first admin, whose e-mail nobody knows yet; an earlier such link dies. Undefined where there is an admin. */
export async function inviteFirstAdmin(store: Store): Promise<Made | undefined> {
  if ((await store.accounts.countAdmins()) > 0) return undefined;
  return make(store, SYSTEM, '', { role: 'admin', blog: null }, null);
}

/** Those for new accounts that can still be used, newest first. */
export async function openInvitations(store: Store, by: Actor): Promise<Invitation[]> {
  mustBeAdmin(by);
  const rows = await store.accounts.invitations(await store.now());
  return rows.filter(({ account, email }) => account === null && email !== '').map(toInvitation);
}

export async function removeInvitation(store: Store, by: Actor, id: string): Promise<void> {
  mustBeAdmin(by);
  const removed = await store.transaction(({ accounts }) => accounts.takeInvitation(id));
  if (!removed) throw new NotFound('There is no such invitation.');
}

/** Throws NotFound where the link is used, expired or unknown. */
export async function offerOf(store: Store, token: string): Promise<Offer> {
  const row = await findInvitation(store, token);
  if (row.account === null) return { kind: 'join', email: row.email, grant: toGrant(row) };
  const account = (await store.accounts.byId(row.account))!;
  return { kind: 'password', email: account.email, name: account.name };
}

/** Makes the account with its role, or sets its new password, and signs its owner in; once. */
export async function acceptInvitation(
  store: Store,
  bus: Bus,
  token: string,
  command: AcceptInvitation,
  agent: string,
): Promise<SignedIn> {
  const row = await findInvitation(store, token);
  if (row.account === null) mustSayWho(row, command);
  const password = await hashPassword(command.password);
  const signedIn = await store.transaction(async (transaction) => {
    const { accounts } = transaction;
    const now = await transaction.now();
    if (!(await accounts.takeInvitation(row.id))) throw gone();
    const account =
      row.account === null
        ? await join(accounts, row, command, password, now)
        : await renew(accounts, row.account, password);
    const { row: session, cookie } = newSession(account.id, agent, now);
    await accounts.addSession(session);
    return { me: meOf(account, await accounts.membershipsOf(account.id)), cookie };
  });
  if (row.account !== null) bus.ring(sessionsBell());
  return signedIn;
}

async function join(
  accounts: Accounts,
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

/** Whoever was signed in with the old password no longer is. */
async function renew(accounts: Accounts, id: string, password: string): Promise<AccountRow> {
  await accounts.change(id, { password });
  await accounts.endSessionsOf(id);
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

function mustSayWho({ email }: InvitationRow, command: AcceptInvitation): void {
  const needed = email === '' ? (['name', 'email'] as const) : (['name'] as const);
  const missing = needed.filter((field) => command[field] === undefined);
  if (missing.length > 0) throw new Invalid(missing.map((field) => ({ field, detail: 'is missing' })));
}

async function make(
  store: Store,
  by: Actor,
  email: string,
  { role, blog }: Grant,
  account: string | null,
): Promise<Made> {
  const token = randomBytes(32).toString('base64url');
  const now = await store.now();
  const row: InvitationRow = {
    hash: hashOf(token),
    id: ulid().toLowerCase(),
    email,
    role,
    blog: blog ?? '*',
    account,
    created_by: by.name,
    created_at: now,
    expires_at: new Date(Date.parse(now) + LIFETIME_MS).toISOString(),
  };
  await store.transaction(({ accounts }) => accounts.putInvitation(row));
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
