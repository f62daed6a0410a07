import { type Kysely, sql } from 'kysely';
import { newEpoch } from '../epoch.ts';
import type { Step } from './step.ts';

export const epoch: Step = {
  async up(db: Kysely<never>) {
    await db.schema
      .createTable('record')
      .addColumn('id', 'integer', (c) => c.primaryKey())
      .addColumn('epoch', 'text', (c) => c.notNull())
      .addColumn('place', 'text', (c) => c.notNull())
      .execute();
    await sql`insert into record (id, epoch, place) values (1, ${newEpoch()}, '')`.execute(db);
  },
};
