import { type Kysely, sql } from 'kysely';
import type { Step } from './step.ts';

export const blogImage: Step = {
  async up(db: Kysely<never>) {
    await sql`alter table blog add column image text`.execute(db);
    await sql`alter table blog add column image_alt text`.execute(db);
  },
};
