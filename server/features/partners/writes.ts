/** What a transaction changes in partners and their counts. */
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../../store/tables.ts';
import type { Transaction } from '../../store/transaction.ts';
import { horizonOf, PartnerReads } from './reads.ts';
import type { PartnerRow, PartnerTables } from './tables.ts';

export class PartnerWrites extends PartnerReads {
  readonly #db: Kysely<Tables & PartnerTables>;

  constructor(transaction: Transaction) {
    const db = transaction.tables<PartnerTables>();
    super(db);
    this.#db = db;
  }

  /** Adds the partner, or replaces it whole. */
  async put(partner: PartnerRow): Promise<void> {
    await this.#db
      .insertInto('partner')
      .values(partner)
      .onConflict((c) => c.column('id').doUpdateSet(partner))
      .execute();
  }

  /** With its counts. */
  async remove(id: string): Promise<void> {
    await this.#db.deleteFrom('partner').where('id', '=', id).execute();
  }

  /** `day` such as 2026-11-22. A partner that has gone meanwhile is nobody. */
  async addViews(partner: string, day: string, views: number): Promise<void> {
    await this.#db
      .insertInto('partner_views')
      .columns(['partner', 'day', 'views'])
      .expression((e) =>
        e
          .selectFrom('partner')
          .select(['id', sql.lit(day).as('day'), sql.lit(views).as('views')])
          .where('id', '=', partner),
      )
      .onConflict((c) =>
        c.columns(['partner', 'day']).doUpdateSet({ views: sql`partner_views.views + ${views}` }),
      )
      .execute();
  }

  /** Says how many widgets `node` has open for each partner, and forgets nodes that fell silent. */
  async setOpen(node: string, open: Map<string, number>, now: string): Promise<void> {
    await this.#db
      .deleteFrom('partner_open')
      .where((e) => e.or([e('node', '=', node), e('seen_at', '<', horizonOf(now))]))
      .execute();
    const known = new Set((await this.all()).map(({ id }) => id));
    const rows = [...open]
      .filter(([partner]) => known.has(partner))
      .map(([partner, widgets]) => ({ partner, node, widgets, seen_at: now }));
    if (rows.length > 0) await this.#db.insertInto('partner_open').values(rows).execute();
  }
}
