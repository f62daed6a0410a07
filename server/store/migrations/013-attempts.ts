import { type Kysely, sql } from 'kysely';
import type { Step } from './step.ts';

export const attempts: Step = {
  async up(db: Kysely<never>) {
    await db.schema
      .createTable('attempt')
      .addColumn('key', 'text', (c) => c.primaryKey())
      .addColumn('count', 'integer', (c) => c.notNull())
      .addColumn('at', 'text', (c) => c.notNull())
      .execute();
    await sql`create index attempt_age on attempt (at)`.execute(db);
  },
};
