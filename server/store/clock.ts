/**
 * The record's clock: the only one that says when something was published, what is due, and who has gone. Nodes' own
 * clocks differ, and one that is wrong must decide nothing that others see.
 */
import { type Kysely, PostgresAdapter, sql } from 'kysely';
import type { Tables } from './tables.ts';

/** In ISO 8601, as everything that is kept. */
const NOW = sql<{ now: string }>`select to_char(clock_timestamp() at time zone 'UTC',
  'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as now`;

/** Milliseconds of difference that somebody is to be told of; less is usual between machines that keep time. */
const OFF_MS = 2_000;

export class Clock {
  /** Milliseconds by which this machine's clock is ahead of the record's, as it was last seen. */
  #ahead = 0;
  #wasOff = false;
  #onChange = () => {};

  /** Asks the record, which takes part in a transaction where `db` is one. Throws what the engine throws. */
  async ask(db: Kysely<Tables>): Promise<string> {
    // SQLite is on this machine, and has no clock but ours.
    if (!(db.getExecutor().adapter instanceof PostgresAdapter)) return this.now();
    const before = Date.now();
    const { now } = (await NOW.execute(db)).rows[0]!;
    const record = Date.parse(now);
    // It was read at some moment in between: what is known stands, where it may be true.
    this.#ahead = Math.min(Math.max(this.#ahead, before - record), Date.now() - record);
    if (this.isOff !== this.#wasOff) this.#tell();
    return now;
  }

  /** As far as this node knows without asking: for what may be late by a moment. ISO 8601; `later` in milliseconds. */
  now(later = 0): string {
    return new Date(this.milliseconds() + later).toISOString();
  }

  milliseconds(): number {
    return Date.now() - this.#ahead;
  }

  get ahead(): number {
    return this.#ahead;
  }

  get isOff(): boolean {
    return Math.abs(this.#ahead) > OFF_MS;
  }

  /** Who is told when this machine's clock goes wrong, and when it is right again. */
  onChange(listener: () => void): void {
    this.#onChange = listener;
    if (this.isOff) listener();
  }

  #tell(): void {
    this.#wasOff = this.isOff;
    this.#onChange();
  }
}
