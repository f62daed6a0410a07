import type { Kysely } from 'kysely';
import type { Step } from './step.ts';

/** Records that are older than this step have the table from 005-alerts. */
export const secrets: Step = {
  async up(db: Kysely<never>) {
    await db.schema
      .createTable('secret')
      .ifNotExists()
      .addColumn('name', 'text', (c) => c.primaryKey())
      .addColumn('value', 'text', (c) => c.notNull())
      .execute();
  },
};
