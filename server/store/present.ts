/** Who is here now, told by each node of its own: lossy, and forgotten by itself when a node falls silent. */
import type { Kysely } from 'kysely';
import type { Clock } from './clock.ts';
import type { PresenceRow, Reading, Tables } from './tables.ts';

/** Milliseconds after which whoever has not been seen has gone. Each node speaks up three times as often. */
export const GONE_AFTER_MS = 60_000;

/** Who has not been seen since then has gone. */
const horizon = (clock: Clock): string => clock.now(-GONE_AFTER_MS);

export class PresentReads {
  readonly #db: Reading;
  readonly #clock: Clock;

  constructor(db: Reading, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
  }

  /** Who has this blog open at the desk, in the order of their names. */
  at(blog: string): Promise<PresenceRow[]> {
    return this.#db
      .selectFrom('presence')
      .selectAll()
      .where('blog', '=', blog)
      .where('seen_at', '>', horizon(this.#clock))
      .orderBy('name')
      .orderBy('id')
      .execute();
  }
}

export class PresentWrites extends PresentReads {
  readonly #db: Kysely<Tables>;
  readonly #clock: Clock;

  constructor(db: Kysely<Tables>, clock: Clock) {
    super(db, clock);
    this.#db = db;
    this.#clock = clock;
  }

  /** Adds somebody, or says what they do now. */
  async put(row: PresenceRow): Promise<void> {
    await this.#db
      .insertInto('presence')
      .values(row)
      .onConflict((c) => c.column('id').doUpdateSet(row))
      .execute();
  }

  async gone(id: string): Promise<void> {
    await this.#db.deleteFrom('presence').where('id', '=', id).execute();
  }

  /** They are still here. Forgets those of whom nobody has said so for long. */
  async seen(ids: string[], now: string): Promise<void> {
    if (ids.length > 0)
      await this.#db.updateTable('presence').set({ seen_at: now }).where('id', 'in', ids).execute();
    await this.#db.deleteFrom('presence').where('seen_at', '<', horizon(this.#clock)).execute();
  }

  /** Says how many readers `node` has of each blog, hears how many the others have, and forgets those that fell silent. */
  async count(node: string, own: Map<string, number>, now: string): Promise<Map<string, number>> {
    const rows = [...own].map(([blog, readers]) => ({ node, blog, readers, seen_at: now }));
    await this.#db
      .deleteFrom('audience')
      .where((e) => e.or([e('node', '=', node), e('seen_at', '<', horizon(this.#clock))]))
      .execute();
    if (rows.length > 0) await this.#db.insertInto('audience').values(rows).execute();
    const others = await this.#db
      .selectFrom('audience')
      .select(['blog', (e) => e.fn.sum<number>('readers').as('readers')])
      .where('node', '<>', node)
      .where('seen_at', '>', horizon(this.#clock))
      .groupBy('blog')
      .execute();
    return new Map(others.map(({ blog, readers }) => [blog, Number(readers)]));
  }
}
