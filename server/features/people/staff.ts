/** Who works at the desk: signing in and out, one's own account, and what an admin does with those of others. */
import {
  type ChangeMe,
  type ChangePerson,
  type Grant,
  isAdmin,
  type Me,
  type Person,
  type SessionInfo,
  type SignIn,
} from '../../../shared/people.ts';
import { sessionsBell } from '../../bus/bus.ts';
import type { Store } from '../../store/store.ts';
import type { AccountRow, MemberRow } from '../../store/tables.ts';
import { beginShared, type Counted, forgetShared } from './attempts.ts';
import type { Commit } from '../../newsroom/commit.ts';
import { Forbidden, Invalid, NotFound, NotKnown, Refusal, TooSoon } from '../../newsroom/errors.ts';
import { KnownBrowsers } from './known.ts';
import { hashPassword, isPassword } from './passwords.ts';
import { type Actor, byActor, mustBeAdmin, SYSTEM, type Whence, wordsOf } from '../../newsroom/people.ts';
import { Refusals } from './refusals.ts';
import { horizons, isLive, newCookie, newSession, type Session, toGrant } from '../../newsroom/sessions.ts';
import { mustBeStrong } from './strength.ts';

/** Somebody who has just signed in, and the value for their cookie. */
export interface SignedIn {
  me: Me;
  cookie: string;
}

/** A new cookie where the password is a new one. */
export interface ChangedMe {
  me: Me;
  cookie?: string;
}

/** Attempts that cost no wait: in a browser that is known, from one network, and by strangers from anywhere. */
const FREE = 5;
const FREE_FROM_ANYWHERE = 100;
/** Milliseconds that strangers elsewhere can make a stranger wait: whoever they guess at may be on a new machine. */
const LONGEST_FROM_ANYWHERE_MS = 10_000;

/** From where somebody signs in. */
export interface From extends Whence {
  network: string;
  /** Its cookie of a browser that is known. */
  known?: string | undefined;
  /** The session that it had; it ends. */
  before?: Session | undefined;
}

export class Staff {
  readonly #store: Store;
  readonly #commit: Commit;
  readonly #refusals: Refusals;
  readonly known: KnownBrowsers;

  constructor(store: Store, commit: Commit, onError: (error: unknown, doing: string) => void) {
    this.#store = store;
    this.#commit = commit;
    this.#refusals = new Refusals(store, onError);
    this.known = new KnownBrowsers(store);
  }

  /**
   * Throws NotKnown, which never tells whether it was the e-mail or the password; TooSoon; Busy. A browser in which the
   * person has signed in before has an allowance of its own: who guesses keeps only strangers waiting.
   */
  async signIn(command: SignIn, from: From): Promise<SignedIn> {
    const account = await this.#store.accounts.byEmail(command.email);
    try {
      return await this.#signIn(account, command, from);
    } catch (error) {
      if (error instanceof Refusal) this.#refusals.note(account, from, error);
      throw error;
    }
  }

  async #signIn(
    account: AccountRow | undefined,
    { email, password }: SignIn,
    { network, address, agent, known, before }: From,
  ): Promise<SignedIn> {
    const isBack = before !== undefined && before.actor.id === account?.id;
    const browser = isBack ? before.id : account && (await this.known.nameIn(known, account.id));
    const counted: Counted[] = browser
      ? [{ key: `browser ${browser}`, free: FREE }]
      : [
          { key: `${email} from ${network}`, free: FREE },
          { key: `${email} from anywhere`, free: FREE_FROM_ANYWHERE, longest: LONGEST_FROM_ANYWHERE_MS },
        ];
    await attempt(this.#store, counted);
    if (!(await isPassword(password, account?.password, browser ? undefined : network)) || !account)
      throw notKnown();
    const { row, cookie } = newSession(account.id, agent, await this.#store.now());
    const me = await this.#commit({ actor: SYSTEM }, async ({ transaction, ring }) => {
      const now = await transaction.accounts.byId(account.id);
      if (now?.password !== account.password || now.is_disabled) throw notKnown();
      const { made, seen } = horizons(this.#store.clock);
      await transaction.accounts.forgetExpired(made, seen, row.created_at);
      if (before) {
        await transaction.accounts.endSession(before.actor.id, before.id);
        ring(sessionsBell());
      }
      await transaction.accounts.addSession(row);
      await transaction.accounts.forgetTries(counted.map(({ key }) => key));
      const me = meOf(now, await transaction.accounts.membershipsOf(now.id));
      const detail = browser ? '' : 'in a browser that was not known';
      const whom = byActor({ ...me, from: { address, agent } });
      transaction.trace({ ...whom, deed: 'signed-in', about: me.email, detail, at: row.created_at });
      return me;
    });
    return { me, cookie };
  }

  /** Writes down what it still holds, while the record is there. */
  close(): Promise<void> {
    return this.#refusals.close();
  }

  async sessions({ id, actor }: Session): Promise<SessionInfo[]> {
    const rows = (await this.#store.accounts.sessionsOf(actor.id)).filter((row) =>
      isLive(row, this.#store.clock),
    );
    return rows.map((row) => ({
      id: row.id,
      createdAt: row.created_at,
      seenAt: row.seen_at,
      agent: row.agent,
      isThis: row.id === id,
    }));
  }

  /** Ends one of the actor's own sessions. */
  endSession(by: Actor, id: string): Promise<null> {
    return this.#commit({ actor: by }, async ({ transaction, actor, ring, trace }) => {
      const ended = await transaction.accounts.endSession(actor.id, id);
      if (!ended) throw new NotFound('You have no such session.');
      ring(sessionsBell());
      const isOwn = actor.proof && 'session' in actor.proof && actor.proof.session === id;
      trace(isOwn ? 'signed-out' : 'session-ended', actor.name);
      return null;
    });
  }

  /**
   * A new password ends one's other sessions, gives this one another cookie, and takes back the links that one has
   * made: whatever somebody else got hold of is worth nothing any more.
   */
  async changeMe({ id, actor: by }: Session, { name, password }: ChangeMe): Promise<ChangedMe> {
    const changes = {
      ...(name !== undefined && { name }),
      ...(password && { password: await this.#newPassword(by.id, password) }),
    };
    return this.#commit({ actor: by }, async ({ transaction: { accounts }, actor, ring, trace }) => {
      if (Object.keys(changes).length > 0) await accounts.change(actor.id, changes);
      const cookie = password ? newCookie() : undefined;
      if (cookie) {
        await accounts.endSessionsOf(actor.id, id);
        await accounts.renewSession(id, cookie.hash);
        await accounts.removeInvitationsOf(actor.id);
        ring(sessionsBell());
        trace('password-changed', actor.name);
      }
      const me = meOf((await accounts.byId(actor.id))!, await accounts.membershipsOf(actor.id));
      return { me, ...(cookie && { cookie: cookie.value }) };
    });
  }

  /** By name. */
  async people(by: Actor): Promise<Person[]> {
    mustBeAdmin(by);
    const members = await this.#store.accounts.members();
    const accounts = await this.#store.accounts.all();
    return accounts.map((account) =>
      personOf(
        account,
        members.filter((member) => member.account === account.id),
      ),
    );
  }

  /** Other roles, or none at all any more, end the person's sessions and the links that they made, or that are for them. */
  async changePerson(by: Actor, id: string, { grants, isDisabled }: ChangePerson): Promise<Person> {
    mustBeAdmin(by);
    if (grants) await mustHaveBlogs(this.#store, grants, 'grants');
    return this.#commit({ actor: by }, async ({ transaction: { accounts }, actor, ring, trace }) => {
      mustBeAdmin(actor);
      await accounts.lockAdmins();
      const before = await accounts.hold(id);
      if (!before) throw new NotFound('There is no such person.');
      const members = await accounts.membershipsOf(id);
      if (grants) {
        const wanted = grants.map((grant) => toMember(id, grant));
        await accounts.setMemberships(id, wanted);
      }
      if (isDisabled !== undefined) await accounts.change(id, { is_disabled: isDisabled ? 1 : 0 });
      const wasAdmin = !before.is_disabled && isAdmin(members.map(toGrant));
      if (wasAdmin && (await accounts.countAdmins()) === 0) {
        throw new Forbidden('Somebody has to be admin: make another person admin first.');
      }
      const after = await accounts.membershipsOf(id);
      if (isDisabled === true || JSON.stringify(after) !== JSON.stringify(members)) {
        await accounts.endSessionsOf(id);
        await accounts.removeInvitationsOf(id);
        ring(sessionsBell());
      }
      if (JSON.stringify(after) !== JSON.stringify(members))
        trace('roles-changed', before.email, rolesOf(after));
      if (isDisabled !== undefined && isDisabled !== (before.is_disabled === 1))
        trace(isDisabled ? 'disabled' : 'enabled', before.email);
      return personOf((await accounts.byId(id))!, after);
    });
  }

  async #newPassword(id: string, { current, next }: NonNullable<ChangeMe['password']>): Promise<string> {
    const key = `password of ${id}`;
    await attempt(this.#store, [{ key, free: FREE }]);
    const account = await this.#store.accounts.byId(id);
    if (!(await isPassword(current, account?.password))) {
      throw new Invalid([{ field: 'password.current', detail: 'is not your password' }]);
    }
    await forgetShared(this.#store, [key]);
    await mustBeStrong('password.next', next, account!);
    return hashPassword(next);
  }
}

async function attempt(store: Store, counted: readonly Counted[]): Promise<void> {
  const wait = await beginShared(store, counted);
  if (wait > 0) throw new TooSoon(Math.ceil(wait / 1_000));
}

/** Throws Invalid where a grant names a blog that isn't there. */
export async function mustHaveBlogs(store: Store, grants: readonly Grant[], field: string): Promise<void> {
  for (const { blog } of grants) {
    if (blog !== null && !(await store.read.blog(blog))) {
      throw new Invalid([{ field, detail: `is of a blog that isn’t there: "${blog}"` }]);
    }
  }
}

const rolesOf = (members: MemberRow[]): string => members.map(toGrant).map(wordsOf).join(', ') || 'none';

export const toMember = (account: string, { role, blog }: Grant): MemberRow => ({
  account,
  role,
  blog: blog ?? '*',
});

export function meOf({ id, name, email }: AccountRow, members: MemberRow[]): Me {
  return { id, name, email, grants: members.map(toGrant) };
}

function personOf(account: AccountRow, members: MemberRow[]): Person {
  return {
    ...meOf(account, members),
    createdAt: account.created_at,
    isDisabled: account.is_disabled === 1,
  };
}

const notKnown = (): NotKnown => new NotKnown('The e-mail or the password is wrong.');
