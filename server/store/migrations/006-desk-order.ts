import { type Kysely, sql } from 'kysely';
import type { Step } from './step.ts';

export const deskOrder: Step = {
  index: { name: 'entry_changed', on: 'entry (blog, changed_at, id)' },
  async up(db: Kysely<never>) {
    await sql`create index entry_changed on entry (blog, changed_at, id)`.execute(db);
  },
};
