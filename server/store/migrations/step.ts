/** One step from the tables of a version to those of the next. A step that has shipped is never edited; the next number mends it. */
import type { Migration } from 'kysely/migration';

/** For what is big, `up` must be quick: versions before and after it serve from the same tables, for as long as a deploy takes. */
export interface Step extends Migration {
  /** All that `up` does, where it is an index: Postgres makes it beside what is going on, in a record that is in use. */
  index?: { name: string; on: string };
}

/** By name, in order. */
export type Steps = Record<string, Step>;
