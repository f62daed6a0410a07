/** Partners, and how much they show. The rules stand in partners.ts and visits.ts. */
import type { Reading, Tables } from '../../store/tables.ts';
import type { PartnerRow, PartnerTables } from './tables.ts';

/** Milliseconds after which a node that has said nothing has no widgets open. Each speaks up more often than that. */
const GONE_AFTER_MS = 60_000;

/** Before this, what a node has said holds no more. */
export const horizonOf = (now: string): string => new Date(Date.parse(now) - GONE_AFTER_MS).toISOString();

/** What is known of partners. */
export class PartnerReads {
  readonly #db: Reading<Tables & PartnerTables>;

  constructor(db: Reading<Tables & PartnerTables>) {
    this.#db = db;
  }

  /** By name. */
  all(): Promise<PartnerRow[]> {
    return this.#db.selectFrom('partner').selectAll().orderBy('name').orderBy('id').execute();
  }

  byId(id: string): Promise<PartnerRow | undefined> {
    return this.#db.selectFrom('partner').selectAll().where('id', '=', id).executeTakeFirst();
  }

  /** Views by partner, from this day on. */
  async views(since: string): Promise<Map<string, number>> {
    const rows = await this.#db
      .selectFrom('partner_views')
      .select(['partner', (e) => e.fn.sum<number>('views').as('views')])
      .where('day', '>=', since)
      .groupBy('partner')
      .execute();
    return new Map(rows.map(({ partner, views }) => [partner, Number(views)]));
  }

  /** Open widgets by partner, on all nodes, `now` by the record's clock. */
  async open(now: string): Promise<Map<string, number>> {
    const rows = await this.#db
      .selectFrom('partner_open')
      .select(['partner', (e) => e.fn.sum<number>('widgets').as('widgets')])
      .where('seen_at', '>', horizonOf(now))
      .groupBy('partner')
      .execute();
    return new Map(rows.map(({ partner, widgets }) => [partner, Number(widgets)]));
  }
}
