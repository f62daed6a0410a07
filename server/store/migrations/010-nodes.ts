import type { Kysely } from 'kysely';
import type { Step } from './step.ts';

export const nodes: Step = {
  async up(db: Kysely<never>) {
    await db.schema
      .createTable('node')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('seen_at', 'text', (c) => c.notNull())
      .addColumn('unheard', 'text', (c) => c.notNull())
      .addColumn('sends_away', 'integer', (c) => c.notNull())
      .execute();
  },
};
