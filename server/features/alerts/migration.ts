import { type Kysely, sql } from 'kysely';
import type { Step } from '../../store/migrations/step.ts';

export const alerts: Step = {
  async up(db: Kysely<never>) {
    await db.schema
      .createTable('subscriber')
      .addColumn('id', 'text', (c) => c.notNull())
      .addColumn('blog', 'text', (c) => c.notNull().references('blog.id'))
      .addColumn('which', 'text', (c) => c.notNull())
      .addColumn('endpoint', 'text', (c) => c.notNull())
      .addColumn('p256dh', 'text', (c) => c.notNull())
      .addColumn('auth', 'text', (c) => c.notNull())
      .addColumn('created_at', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('subscriber_key', ['blog', 'id'])
      .execute();
    await sql`create index subscriber_endpoint on subscriber (id)`.execute(db);
    await db.schema
      .createTable('alert')
      .addColumn('entry', 'text', (c) => c.primaryKey().references('entry.id'))
      .addColumn('blog', 'text', (c) => c.notNull().references('blog.id'))
      .addColumn('is_breaking', 'integer', (c) => c.notNull())
      .addColumn('is_withdrawn', 'integer', (c) => c.notNull())
      .addColumn('is_done', 'integer', (c) => c.notNull())
      .addColumn('reached', 'text')
      .addColumn('claimed_until', 'text', (c) => c.notNull())
      .addColumn('made_at', 'text', (c) => c.notNull())
      .execute();
    await sql`create index alert_waiting on alert (made_at) where is_done = 0`.execute(db);
  },
};
