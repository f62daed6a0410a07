/**
 * The record's epoch: which past it has. Random, and another one as soon as the record may have lost something that
 * somebody holds: after a restore, where it lies elsewhere than it did, and where a node knows more of it than it does.
 */
import { randomBytes } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { Place, Seen } from './place.ts';
import type { Tables } from './tables.ts';

export const newEpoch = (): string => randomBytes(9).toString('base64url');

/** To be selected beside a blog's row: its seq means nothing without it. */
export const EPOCH = sql<string>`(select epoch from record)`.as('epoch');

/** No blog has had more commands between a copy of the record and its return. */
const SEQS_AHEAD = 1_000_000;
/** Nor between two returns more than these for each second since then: a seq is never issued a second time. */
const SEQS_A_SECOND = 4;
const SINCE = Date.parse('2026-01-01T00:00:00Z');

/** Puts every blog's seq and floor above any that were ever issued: whoever holds one of these gets a snapshot. */
export async function raiseSeqs(db: Kysely<Tables>): Promise<void> {
  const least = Math.floor(((Date.now() - SINCE) / 1_000) * SEQS_A_SECOND);
  const ahead = sql`case when seq + ${SEQS_AHEAD} > ${least} then seq + ${SEQS_AHEAD} else ${least} end`;
  await sql`update blog set seq = ${ahead}, floor = ${ahead}`.execute(db);
}

/** Runs in a transaction, again where another process was in the way. */
type Perform = <T>(work: (db: Kysely<Tables>) => Promise<T>) => Promise<T>;

export class Epoch {
  readonly #db: Kysely<Tables>;
  readonly #perform: Perform;
  readonly #place: Place;
  #seen: Seen = { epoch: '', seqs: 0 };

  constructor(db: Kysely<Tables>, perform: Perform, place: Place) {
    this.#db = db;
    this.#perform = perform;
    this.#place = place;
  }

  /** Once the record is opened: also whether more of it was seen here. */
  async begin(): Promise<void> {
    const seen = await this.#place.seen?.();
    const { epoch } = await this.#row();
    if (seen && (seen.epoch !== epoch || seen.seqs > (await this.#seqs()))) await this.renew(epoch);
    await this.check();
  }

  /** The record's epoch, a new one where it does not lie where it did. Cheap enough for every few seconds. */
  async check(): Promise<string> {
    const { epoch, place } = await this.#row();
    const here = await this.#place.identity(this.#db);
    if (here !== undefined && place === '')
      await this.#db.updateTable('record').set({ place: here }).where('place', '=', '').execute();
    else if (here !== undefined && here !== place) await this.renew(epoch);
    return this.#look();
  }

  /** Begins another epoch than this one, unless somebody has done so already. */
  async renew(epoch: string): Promise<void> {
    const place = await this.#place.identity(this.#db);
    await this.#perform(async (db) => {
      const renewed = await db
        .updateTable('record')
        .set({ epoch: newEpoch(), ...(place !== undefined && { place }) })
        .where('epoch', '=', epoch)
        .executeTakeFirst();
      if (renewed.numUpdatedRows > 0n) await raiseSeqs(db);
    });
  }

  /** So many ticks were committed: noted beside the record, for the next one who opens it here. */
  note(ticks: number): void {
    this.#seen.seqs += ticks;
    this.#place.note?.(this.#seen);
  }

  close(): void {
    this.#place.close?.();
  }

  /** How far the record is, other processes' ticks included. */
  async #look(): Promise<string> {
    const { epoch } = await this.#row();
    if (this.#place.note) {
      this.#seen = { epoch, seqs: await this.#seqs() };
      this.#place.note(this.#seen);
    }
    return epoch;
  }

  #row(): Promise<{ epoch: string; place: string }> {
    return this.#db.selectFrom('record').select(['epoch', 'place']).executeTakeFirstOrThrow();
  }

  async #seqs(): Promise<number> {
    const sum = await this.#db
      .selectFrom('blog')
      .select((e) => e.fn.sum<number | null>('seq').as('seqs'))
      .executeTakeFirstOrThrow();
    return Number(sum.seqs ?? 0);
  }
}
