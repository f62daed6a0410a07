import { type Kysely, sql } from 'kysely';
import type { Step } from './step.ts';

export const front: Step = {
  async up(db: Kysely<never>) {
    await sql`alter table blog add column front text not null default 'auto'`.execute(db);
    await sql`alter table blog add column sections text not null default '[]'`.execute(db);
    await db.schema
      .createTable('section')
      .addColumn('slug', 'text', (c) => c.primaryKey())
      .addColumn('name', 'text', (c) => c.notNull())
      .execute();
  },
};
