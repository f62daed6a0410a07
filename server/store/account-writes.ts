/** What a transaction changes in who works here, and what it holds of it until it ends. */
import { type Kysely, sql } from 'kysely';
import { AccountReads } from './accounts.ts';
import type {
  AccountRow,
  AuthorRow,
  InvitationRow,
  MemberRow,
  SessionRow,
  TokenRow,
  Tables,
} from './tables.ts';

export class AccountWrites extends AccountReads {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    super(db);
    this.#db = db;
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

  /** The same session by another cookie. */
  async renewSession(id: string, hash: string): Promise<void> {
    await this.#db.updateTable('session').set({ hash }).where('id', '=', id).execute();
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

  /** Adds the byline, or replaces it whole. */
  async putByline(byline: AuthorRow): Promise<void> {
    await this.#db
      .insertInto('author')
      .values(byline)
      .onConflict((c) => c.column('id').doUpdateSet(byline))
      .execute();
  }

  async removeByline(id: string): Promise<void> {
    await this.#db.deleteFrom('author').where('id', '=', id).execute();
  }
}
