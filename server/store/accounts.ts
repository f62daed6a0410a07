/** Who works here, row by row: accounts, roles, sessions, invitations, bylines, tokens. The rules stand in the newsroom. */
import type {
  AccountRow,
  AuthorRow,
  InvitationRow,
  MemberRow,
  SessionRow,
  TokenRow,
  Reading,
} from './tables.ts';

export class AccountReads {
  readonly #db: Reading;

  constructor(db: Reading) {
    this.#db = db;
  }

  /** By name. */
  all(): Promise<AccountRow[]> {
    return this.#db.selectFrom('account').selectAll().orderBy('name').orderBy('id').execute();
  }

  byId(id: string): Promise<AccountRow | undefined> {
    return this.#db.selectFrom('account').selectAll().where('id', '=', id).executeTakeFirst();
  }

  byEmail(email: string): Promise<AccountRow | undefined> {
    return this.#db.selectFrom('account').selectAll().where('email', '=', email).executeTakeFirst();
  }

  /** Everybody's roles. */
  members(): Promise<MemberRow[]> {
    return this.#db.selectFrom('member').selectAll().orderBy('blog').execute();
  }

  membershipsOf(account: string): Promise<MemberRow[]> {
    return this.#db.selectFrom('member').selectAll().where('account', '=', account).orderBy('blog').execute();
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

  /** The token that an actor's id names: `short` is the beginning of its hash. */
  tokenLike(short: string): Promise<TokenRow | undefined> {
    return this.#db.selectFrom('token').selectAll().where('hash', 'like', `${short}%`).executeTakeFirst();
  }

  /** By name. */
  bylines(): Promise<AuthorRow[]> {
    return this.#db.selectFrom('author').selectAll().orderBy('name').orderBy('id').execute();
  }

  byline(id: string): Promise<AuthorRow | undefined> {
    return this.#db.selectFrom('author').selectAll().where('id', '=', id).executeTakeFirst();
  }

  /** The oldest first. */
  tokens(): Promise<TokenRow[]> {
    return this.#db.selectFrom('token').selectAll().orderBy('created_at').orderBy('hash').execute();
  }
}
