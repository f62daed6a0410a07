import { type Kysely, sql } from 'kysely';
import type { Step } from './step.ts';

export const blogsAndEntries: Step = {
  async up(db: Kysely<never>) {
    await db.schema
      .createTable('blog')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('slug', 'text', (c) => c.notNull().unique())
      .addColumn('title', 'text', (c) => c.notNull())
      .addColumn('standfirst', 'text', (c) => c.notNull())
      .addColumn('status', 'text', (c) => c.notNull())
      .addColumn('language', 'text', (c) => c.notNull())
      .addColumn('timezone', 'text', (c) => c.notNull())
      .addColumn('seq', 'integer', (c) => c.notNull())
      .addColumn('head_seq', 'integer', (c) => c.notNull())
      .addColumn('floor', 'integer', (c) => c.notNull())
      .addColumn('created_at', 'text', (c) => c.notNull())
      .addColumn('updated_at', 'text', (c) => c.notNull())
      .execute();

    await db.schema
      .createTable('entry')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('blog', 'text', (c) => c.notNull().references('blog.id'))
      .addColumn('seq', 'integer', (c) => c.notNull())
      .addColumn('revision', 'integer', (c) => c.notNull())
      .addColumn('state', 'text', (c) => c.notNull())
      .addColumn('headline', 'text')
      .addColumn('html', 'text', (c) => c.notNull())
      .addColumn('authors', 'text', (c) => c.notNull())
      .addColumn('key_event', 'integer', (c) => c.notNull())
      .addColumn('breaking', 'integer', (c) => c.notNull())
      .addColumn('pinned', 'integer', (c) => c.notNull())
      .addColumn('correction', 'text')
      .addColumn('published_at', 'text')
      .addColumn('updated_at', 'text')
      .addColumn('publish_at', 'text')
      .execute();
    await sql`create index entry_changes on entry (blog, seq)`.execute(db);
    await sql`create index entry_order on entry (blog, published_at, id) where state = 'published'`.execute(
      db,
    );
    await sql`create index entry_due on entry (publish_at) where state = 'scheduled'`.execute(db);
    await sql`create index entry_marked on entry (blog) where state = 'published' and (pinned = 1 or key_event = 1)`.execute(
      db,
    );

    await db.schema
      .createTable('revision')
      .addColumn('entry', 'text', (c) => c.notNull().references('entry.id'))
      .addColumn('revision', 'integer', (c) => c.notNull())
      .addColumn('who', 'text', (c) => c.notNull())
      .addColumn('at', 'text', (c) => c.notNull())
      .addColumn('what', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('revision_key', ['entry', 'revision'])
      .execute();
  },
};
