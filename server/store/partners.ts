/** Partners, on whose pages widgets are, and how much they are used there. The rules stand in the newsroom. */
import { type Kysely, sql } from 'kysely';
import type { Clock } from './clock.ts';
import type { BlogFacts } from '../../shared/desk.ts';
import type { PartnerRow, Tables } from './tables.ts';

/** Milliseconds after which a node that has said nothing has no widgets open. Each speaks up more often than that. */
const GONE_AFTER_MS = 60_000;

/** A blog that is not for every site. */
export interface Restricted {
  slug: string;
  embedding: BlogFacts['embedding'];
}

export class Partners {
  readonly #db: Kysely<Tables>;
  readonly #clock: Clock;

  constructor(db: Kysely<Tables>, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
  }

  /** By name. */
  all(): Promise<PartnerRow[]> {
    return this.#db.selectFrom('partner').selectAll().orderBy('name').orderBy('id').execute();
  }

  byId(id: string): Promise<PartnerRow | undefined> {
    return this.#db.selectFrom('partner').selectAll().where('id', '=', id).executeTakeFirst();
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

  restricted(): Promise<Restricted[]> {
    return (
      this.#db
        .selectFrom('blog')
        .select(['slug', 'embedding'])
        .where('embedding', '<>', 'all')
        // A draft is like nothing at all: whoever asks for one must not hear that there is something.
        .where('status', '<>', 'draft')
        .execute()
    );
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

  /** Says how many widgets `node` has open for each partner, and forgets nodes that fell silent. */
  async setOpen(node: string, open: Map<string, number>, now: string): Promise<void> {
    await this.#db
      .deleteFrom('partner_open')
      .where((e) => e.or([e('node', '=', node), e('seen_at', '<', this.#horizon())]))
      .execute();
    const known = new Set((await this.all()).map(({ id }) => id));
    const rows = [...open]
      .filter(([partner]) => known.has(partner))
      .map(([partner, widgets]) => ({ partner, node, widgets, seen_at: now }));
    if (rows.length > 0) await this.#db.insertInto('partner_open').values(rows).execute();
  }

  /** Open widgets by partner, on all nodes. */
  async open(): Promise<Map<string, number>> {
    const rows = await this.#db
      .selectFrom('partner_open')
      .select(['partner', (e) => e.fn.sum<number>('widgets').as('widgets')])
      .where('seen_at', '>', this.#horizon())
      .groupBy('partner')
      .execute();
    return new Map(rows.map(({ partner, widgets }) => [partner, Number(widgets)]));
  }

  #horizon(): string {
    return this.#clock.now(-GONE_AFTER_MS);
  }
}
