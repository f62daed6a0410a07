/** Which nodes live, told by each of its own; who has fallen silent is gone. */
import type { Kysely } from 'kysely';
import type { Clock } from './clock.ts';
import type { NodeRow, Tables } from './tables.ts';

/** Milliseconds, by the record's clock. Each node speaks up at least three times as often. */
const GONE_AFTER_MS = 30_000;
/** And for so long its row is kept for nothing. */
const FORGOTTEN_AFTER_MS = 10 * 60_000;

export class Nodes {
  readonly #db: Kysely<Tables>;
  readonly #clock: Clock;

  constructor(db: Kysely<Tables>, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
  }

  /** Says that this node lives. Resolves to the others that do. */
  async beat(node: Omit<NodeRow, 'seen_at'>): Promise<NodeRow[]> {
    const row = { ...node, seen_at: await this.#clock.ask(this.#db) };
    await this.#db
      .insertInto('node')
      .values(row)
      .onConflict((c) => c.column('id').doUpdateSet(row))
      .execute();
    const rows = await this.#db.selectFrom('node').selectAll().where('id', '<>', node.id).execute();
    const forgotten = this.#clock.now(-FORGOTTEN_AFTER_MS);
    if (rows.some(({ seen_at }) => seen_at < forgotten))
      await this.#db.deleteFrom('node').where('seen_at', '<', forgotten).execute();
    const horizon = this.#clock.now(-GONE_AFTER_MS);
    return rows.filter(({ seen_at }) => seen_at > horizon);
  }

  async remove(id: string): Promise<void> {
    await this.#db.deleteFrom('node').where('id', '=', id).execute();
  }
}
