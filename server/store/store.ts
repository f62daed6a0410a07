/** The record. Whatever it has acknowledged is on the disk; everything else in the house is a copy of it. */
import { type Dialect, Kysely, type LogEvent } from 'kysely';
import { AccountReads } from './accounts.ts';
import { fill, readAll, type Rows } from './backup.ts';
import { Clock } from './clock.ts';
import { DeskReads } from './desk.ts';
import { Epoch } from './epoch.ts';
import { FrontReads } from './front.ts';
import { migrate, standOf } from './migrate.ts';
import { type Failure, failureOf } from './failures.ts';
import { inTime, PATIENCE_MS, patiently } from './patience.ts';
import { NOWHERE, type Place } from './place.ts';
import { PresentReads } from './present.ts';
import { Public } from './public.ts';
import { Reads } from './reads.ts';
import type { NewTrace } from '../../shared/audit.ts';
import type { Schema } from './schema.ts';
import { SectionReads } from './sections.ts';
import type { Reading, Tables, TablesOf } from './tables.ts';
import { Transaction } from './transaction.ts';
import type { AddressOf } from './updates.ts';

export class Store {
  readonly #db: Kysely<Tables>;
  readonly #schema: Schema;
  readonly #answeredAt: () => number;
  #trouble: Failure | undefined;
  #onTrouble: (trouble: Failure | undefined) => void = () => {};
  #onTrace: (trace: NewTrace) => void = () => {};
  readonly clock: Clock;
  readonly epoch: Epoch;
  /** For readers. */
  readonly public: Public;
  readonly read: Reads;
  readonly desk: DeskReads;
  readonly present: PresentReads;
  readonly accounts: AccountReads;
  readonly front: FrontReads;
  readonly sections: SectionReads;

  private constructor(
    db: Kysely<Tables>,
    schema: Schema,
    clock: Clock,
    answeredAt: () => number,
    place: Place,
    addressOf: AddressOf,
  ) {
    this.#db = db;
    this.#schema = schema;
    this.clock = clock;
    this.#answeredAt = answeredAt;
    this.epoch = new Epoch(db, (work) => this.#perform(work), place);
    this.public = new Public(db, addressOf);
    this.read = new Reads(db);
    this.desk = new DeskReads(db, addressOf);
    this.present = new PresentReads(db, clock);
    this.accounts = new AccountReads(db);
    this.front = new FrontReads(db, addressOf);
    this.sections = new SectionReads(db);
  }

  /**
   * Opens the database and brings its tables up to date; where it was put back (see Epoch), a new epoch begins. Throws
   * what the engine throws. `onQuery` hears of each.
   */
  static async open(
    dialect: Dialect,
    schema: Schema,
    onQuery: () => void = () => {},
    place: Place = NOWHERE,
    addressOf: AddressOf = (slug) => `/${slug}`,
  ): Promise<Store> {
    let answeredAt = -Infinity;
    const log = (event: LogEvent) => {
      // A refusal is an answer, too.
      const isAnswer = event.level === 'query' || failureOf(event.error)?.kind === 'busy';
      if (isAnswer) answeredAt = performance.now();
      onQuery();
    };
    const db = new Kysely<Tables>({ dialect, log });
    const clock = new Clock();
    try {
      await patiently(async () => {
        await migrate(db, schema.migrations);
        await clock.ask(db);
      });
      const store = new Store(db, schema, clock, () => answeredAt, place, addressOf);
      await store.epoch.begin();
      return store;
    } catch (error) {
      await db.destroy();
      throw error;
    }
  }

  /**
   * All of `work` or nothing of it, durable once this resolves. `work` awaits nothing but the transaction: SQLite has
   * one connection, and whoever waits for something else inside makes everybody wait. It may run again from the start
   * where another process was in the way.
   */
  async transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    const done = await this.#noted(
      this.#perform(async (db) => {
        const transaction = new Transaction(db, this.clock);
        const result = await work(transaction);
        for (const trace of transaction.traces) await this.#schema.traced(transaction, trace);
        const { ticks, traces } = transaction;
        return { result, ticks, traces };
      }),
    );
    if (done.ticks.length > 0) this.epoch.note(done.ticks.length);
    for (const trace of done.traces) this.#onTrace(trace);
    return done.result;
  }

  #perform<T>(work: (db: Kysely<Tables>) => Promise<T>): Promise<T> {
    const perform = () => this.#db.transaction().execute(work);
    let isOver = false;
    const trying = patiently(perform, () => isOver);
    return inTime(trying, PATIENCE_MS, this.#answeredAt).finally(() => (isOver = true));
  }

  /** Why the last transaction could not be written, and nobody's would; undefined where the record takes writes. */
  get trouble(): Failure | undefined {
    return this.#trouble;
  }

  /** Who is told of what was done, once it is durable. */
  onTrace(listener: (trace: NewTrace) => void): void {
    this.#onTrace = listener;
  }

  /** Who is told when the record takes no writes any more, why, and when it does again. */
  onTrouble(listener: (trouble: Failure | undefined) => void): void {
    this.#onTrouble = listener;
  }

  async #noted<T>(work: Promise<T>): Promise<T> {
    try {
      const result = await work;
      this.#note(undefined);
      return result;
    } catch (error) {
      const failure = failureOf(error);
      if (failure && failure.kind !== 'busy' && failure.kind !== 'crowded') this.#note(failure);
      throw error;
    }
  }

  #note(trouble: Failure | undefined): void {
    const isNew = trouble?.kind !== this.#trouble?.kind;
    this.#trouble = trouble;
    if (isNew) this.#onTrouble(trouble);
  }

  /** What stands in a feature's own tables, beside the spine's. */
  reading<Own extends TablesOf<Own>>(): Reading<Tables & Own> {
    return this.#db.withTables<Own>();
  }

  /** What time it is, by the record's clock. Throws what the engine throws. */
  now(): Promise<string> {
    return this.clock.ask(this.#db);
  }

  /** What has been done to the tables of this database, and what is still to do. Changes nothing. */
  static async stand(dialect: Dialect, schema: Schema): Promise<{ done: string[]; pending: string[] }> {
    const db = new Kysely<Tables>({ dialect });
    try {
      return await standOf(db, schema.migrations);
    } finally {
      await db.destroy();
    }
  }

  /** Brings the tables up to date; `onStep` hears of each step. The engine should be a patient one. */
  static async migrate(dialect: Dialect, schema: Schema, onStep: (step: string) => void): Promise<void> {
    const db = new Kysely<Tables>({ dialect });
    try {
      await patiently(() => migrate(db, schema.migrations, onStep));
    } finally {
      await db.destroy();
    }
  }

  /** Every row that a backup keeps, all as of one moment, of whatever version the tables are. Closes the engine. */
  static async *rows(dialect: Dialect, schema: Schema): AsyncGenerator<Rows> {
    const db = new Kysely<Tables>({ dialect });
    try {
      yield* readAll(db, schema);
    } finally {
      await db.destroy();
    }
  }

  /** Every row that a backup keeps, all as of one moment. */
  rows(): AsyncGenerator<Rows> {
    return readAll(this.#db, this.#schema);
  }

  /** Puts the rows of a backup into a new database; see fill(). */
  static async fill(
    dialect: Dialect,
    schema: Schema,
    migration: string,
    rows: AsyncIterable<Rows>,
  ): Promise<void> {
    const db = new Kysely<Tables>({ dialect });
    try {
      await fill(db, schema, migration, rows);
    } finally {
      await db.destroy();
    }
  }

  async close(): Promise<void> {
    await this.#db.destroy();
    this.epoch.close();
  }
}
