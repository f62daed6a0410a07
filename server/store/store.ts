/** The record. Whatever it has acknowledged is on the disk; everything else in the house is a copy of it. */
import { type Dialect, Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { migrations } from './migrations.ts';
import { Reads } from './reads.ts';
import type { Tables } from './tables.ts';
import { Transaction } from './transaction.ts';

export class Store {
  readonly #db: Kysely<Tables>;
  readonly read: Reads;

  private constructor(db: Kysely<Tables>) {
    this.#db = db;
    this.read = new Reads(db);
  }

  /** Opens the database and brings its tables up to date. Throws what the engine throws. */
  static async open(dialect: Dialect): Promise<Store> {
    const db = new Kysely<Tables>({ dialect });
    const { error } = await new Migrator({ db, provider: { getMigrations: async () => migrations } }).migrateToLatest();
    if (error) {
      await db.destroy();
      throw error;
    }
    return new Store(db);
  }

  /**
   * All of `work` or nothing of it, durable once this resolves. `work` awaits nothing but the transaction: SQLite has
   * one connection, and whoever waits for something else inside makes everybody wait.
   */
  transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    return this.#db.transaction().execute((db) => work(new Transaction(db)));
  }

  close(): Promise<void> {
    return this.#db.destroy();
  }
}
