import { type Kysely, sql } from 'kysely';
import type { Step } from './step.ts';

export const river: Step = {
  index: { name: 'entry_river', on: `entry (published_at, id) where state = 'published'` },
  async up(db: Kysely<never>) {
    await sql`create index entry_river on entry (published_at, id) where state = 'published'`.execute(db);
  },
};
