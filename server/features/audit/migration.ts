import { type Kysely, sql } from 'kysely';
import type { Step } from '../../store/migrations/step.ts';

export const audit: Step = {
  async up(db: Kysely<never>) {
    await db.schema
      .createTable('trace')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('at', 'text', (c) => c.notNull())
      .addColumn('deed', 'text', (c) => c.notNull())
      .addColumn('who', 'text', (c) => c.notNull())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('about', 'text', (c) => c.notNull())
      .addColumn('detail', 'text', (c) => c.notNull())
      .addColumn('address', 'text', (c) => c.notNull())
      .addColumn('agent', 'text', (c) => c.notNull())
      .execute();
    await sql`create index trace_age on trace (at, id)`.execute(db);
    await sql`create index trace_deed on trace (deed, at, id)`.execute(db);
  },
};
