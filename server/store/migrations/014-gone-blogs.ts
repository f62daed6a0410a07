import type { Kysely } from 'kysely';
import type { Step } from './step.ts';

export const goneBlogs: Step = {
  async up(db: Kysely<never>) {
    await db.schema
      .createTable('gone_blog')
      .addColumn('slug', 'text', (c) => c.primaryKey())
      .addColumn('seq', 'integer', (c) => c.notNull())
      .execute();
  },
};
