/** Who works here, row by row: accounts, roles, sessions, invitations, bylines, tokens. The rules stand in the newsroom. */
import { type Kysely, sql } from 'kysely';
import type {
  AccountRow,
  AuthorRow,
  InvitationRow,
  MemberRow,
  SessionRow,
  Tables,
  TokenRow,
} from './tables.ts';

export class Accounts {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  /** By name. */
  all(): Promise<AccountRow[]> {
    return this.#db.selectFrom('account').selectAll().orderBy('name').orderBy('id').execute();
  }

  byId(id: string): Promise<AccountRow | undefined> {
    return this.#db.selectFrom('account').selectAll().where('id', '=', id).executeTakeFirst();
  }

  /** The account, held: nobody else changes it, or takes something from it, before this transaction ends. */
  hold(id: string): Promise<AccountRow | undefined> {
    return this.#db
      .updateTable('account')
      .set({ name: sql`name` })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirst();
  }

  /** The token, held like an account. */
  holdToken(hash: string): Promise<TokenRow | undefined> {
    return this.#db
      .updateTable('token')
      .set({ name: sql`name` })
      .where('hash', '=', hash)
      .returningAll()
      .executeTakeFirst();
  }

  byEmail(email: string): Promise<AccountRow | undefined> {
    return this.#db.selectFrom('account').selectAll().where('email', '=', email).executeTakeFirst();
  }

  /** False where the e-mail is taken. */
  async add(account: AccountRow): Promise<boolean> {
    const added = await this.#db
      .insertInto('account')
      .values(account)
      .onConflict((c) => c.column('email').doNothing())
      .returning('id')
      .executeTakeFirst();
    return added !== undefined;
  }

  async change(
    id: string,
    changes: Partial<Pick<AccountRow, 'name' | 'password' | 'is_disabled'>>,
  ): Promise<void> {
    await this.#db.updateTable('account').set(changes).where('id', '=', id).execute();
  }

  /** Everybody's roles. */
  members(): Promise<MemberRow[]> {
    return this.#db.selectFrom('member').selectAll().orderBy('blog').execute();
  }

  membershipsOf(account: string): Promise<MemberRow[]> {
    return this.#db.selectFrom('member').selectAll().where('account', '=', account).orderBy('blog').execute();
  }

  /** These roles and no others. */
  async setMemberships(account: string, members: MemberRow[]): Promise<void> {
    await this.#db.deleteFrom('member').where('account', '=', account).execute();
    if (members.length > 0) await this.#db.insertInto('member').values(members).execute();
  }

  /** Nobody else makes an admin less of one before this transaction ends. */
  async lockAdmins(): Promise<void> {
    await this.#db
      .updateTable('member')
      .set({ role: 'admin' })
      .where('blog', '=', '*')
      .where('role', '=', 'admin')
      .execute();
  }

  /** Those that are enabled. */
  async countAdmins(): Promise<number> {
    const { count } = await this.#db
      .selectFrom('member')
      .innerJoin('account', 'account.id', 'member.account')
      .select((e) => e.fn.countAll<number>().as('count'))
      .where('member.blog', '=', '*')
      .where('member.role', '=', 'admin')
      .where('account.is_disabled', '=', 0)
      .executeTakeFirstOrThrow();
    return Number(count);
  }

  session(hash: string): Promise<SessionRow | undefined> {
    return this.#db.selectFrom('session').selectAll().where('hash', '=', hash).executeTakeFirst();
  }

  sessionById(id: string): Promise<SessionRow | undefined> {
    return this.#db.selectFrom('session').selectAll().where('id', '=', id).executeTakeFirst();
  }

  /** The same session by another cookie. */
  async renewSession(id: string, hash: string): Promise<void> {
    await this.#db.updateTable('session').set({ hash }).where('id', '=', id).execute();
  }

  /** The one used last comes first. */
  sessionsOf(account: string): Promise<SessionRow[]> {
    return this.#db
      .selectFrom('session')
      .selectAll()
      .where('account', '=', account)
      .orderBy('seen_at', 'desc')
      .orderBy('id', 'desc')
      .execute();
  }

  async addSession(session: SessionRow): Promise<void> {
    await this.#db.insertInto('session').values(session).execute();
  }

  async sessionSeen(id: string, at: string): Promise<void> {
    await this.#db.updateTable('session').set({ seen_at: at }).where('id', '=', id).execute();
  }

  /** False where this account has no such session. */
  async endSession(account: string, id: string): Promise<boolean> {
    const ended = await this.#db
      .deleteFrom('session')
      .where('account', '=', account)
      .where('id', '=', id)
      .returning('id')
      .executeTakeFirst();
    return ended !== undefined;
  }

  /** All of the account's sessions, but for the one whose id is `except`. */
  async endSessionsOf(account: string, except = ''): Promise<void> {
    await this.#db.deleteFrom('session').where('account', '=', account).where('id', '<>', except).execute();
  }

  /** Forgets what can't be used any more. All three are times in ISO 8601. */
  async forgetExpired(madeBefore: string, seenBefore: string, now: string): Promise<void> {
    await this.#db
      .deleteFrom('session')
      .where((e) => e.or([e('created_at', '<', madeBefore), e('seen_at', '<', seenBefore)]))
      .execute();
    await this.#db.deleteFrom('invitation').where('expires_at', '<=', now).execute();
  }

  /** Undefined where it is used, expired or was never made. */
  invitation(hash: string, now: string): Promise<InvitationRow | undefined> {
    return this.#db
      .selectFrom('invitation')
      .selectAll()
      .where('hash', '=', hash)
      .where('expires_at', '>', now)
      .executeTakeFirst();
  }

  /** Those that can still be used, newest first. */
  invitations(now: string): Promise<InvitationRow[]> {
    return this.#db
      .selectFrom('invitation')
      .selectAll()
      .where('expires_at', '>', now)
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .execute();
  }

  /** Takes back every link that this person or token made, and every link for them. */
  async removeInvitationsOf(id: string): Promise<void> {
    await this.#db
      .deleteFrom('invitation')
      .where((e) => e.or([e('maker', '=', id), e('account', '=', id)]))
      .execute();
  }

  /** Adds the invitation in place of earlier ones for the same person. */
  async putInvitation(invitation: InvitationRow): Promise<void> {
    await this.#db.deleteFrom('invitation').where('email', '=', invitation.email).execute();
    await this.#db.insertInto('invitation').values(invitation).execute();
  }

  /** Undefined where it is gone already: of two who use one link at once, one does. */
  takeInvitation(id: string): Promise<InvitationRow | undefined> {
    return this.#db.deleteFrom('invitation').where('id', '=', id).returningAll().executeTakeFirst();
  }

  /** The token that an actor's id names: `short` is the beginning of its hash. */
  tokenLike(short: string): Promise<TokenRow | undefined> {
    return this.#db.selectFrom('token').selectAll().where('hash', 'like', `${short}%`).executeTakeFirst();
  }

  /** How often this was tried, and when last. Those last made before `forgotten` don't count any more. */
  async tries(key: string, forgotten: string): Promise<{ count: number; at: string }> {
    await this.#db.deleteFrom('attempt').where('at', '<', forgotten).execute();
    const known = await this.#db
      .updateTable('attempt')
      .set({ count: sql`count` }) // held: many at once count, too
      .where('key', '=', key)
      .returningAll()
      .executeTakeFirst();
    return known ?? { count: 0, at: '' };
  }

  async addTry(key: string, at: string): Promise<void> {
    await this.#db
      .insertInto('attempt')
      .values({ key, count: 1, at })
      .onConflict((c) => c.column('key').doUpdateSet({ count: sql`attempt.count + 1`, at }))
      .execute();
  }

  async forgetTries(keys: readonly string[]): Promise<void> {
    await this.#db.deleteFrom('attempt').where('key', 'in', keys).execute();
  }

  /** By name. */
  bylines(): Promise<AuthorRow[]> {
    return this.#db.selectFrom('author').selectAll().orderBy('name').orderBy('id').execute();
  }

  /** Adds the byline, or replaces it whole. */
  async putByline(byline: AuthorRow): Promise<void> {
    await this.#db
      .insertInto('author')
      .values(byline)
      .onConflict((c) => c.column('id').doUpdateSet(byline))
      .execute();
  }

  byline(id: string): Promise<AuthorRow | undefined> {
    return this.#db.selectFrom('author').selectAll().where('id', '=', id).executeTakeFirst();
  }

  async removeByline(id: string): Promise<void> {
    await this.#db.deleteFrom('author').where('id', '=', id).execute();
  }

  /** The oldest first. */
  tokens(): Promise<TokenRow[]> {
    return this.#db.selectFrom('token').selectAll().orderBy('created_at').orderBy('hash').execute();
  }
}
