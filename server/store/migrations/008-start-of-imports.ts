import { type Kysely, sql } from 'kysely';
import type { Step } from './step.ts';

export const startOfImports: Step = {
  async up(db: Kysely<never>) {
    const first = sql`(select min(published_at) from entry where entry.blog = blog.id and state = 'published')`;
    await sql`update blog set started_at = ${first}, head_seq = seq where started_at > ${first}`.execute(db);
  },
};
