import { type Kysely, sql } from 'kysely';
import type { Step } from './step.ts';

export const desk: Step = {
  async up(db: Kysely<never>) {
    await sql`alter table blog add column started_at text`.execute(db);
    await sql`alter table blog add column ended_at text`.execute(db);
    await sql`alter table blog add column show_changes integer not null default 0`.execute(db);
    await sql`alter table blog add column embedding text not null default 'all'`.execute(db);
    await sql`alter table blog add column key_order text not null default '[]'`.execute(db);
    await sql`update blog set started_at = created_at where status <> 'draft'`.execute(db);
    await sql`update blog set ended_at = updated_at where status = 'ended'`.execute(db);

    await sql`alter table entry add column created_by text not null default ''`.execute(db);
    await sql`alter table entry add column created_by_name text not null default ''`.execute(db);
    await sql`alter table entry add column changed_at text not null default ''`.execute(db);
    await sql`update entry set changed_at = coalesce(updated_at, published_at, '')`.execute(db);
    await sql`create index entry_desk on entry (blog, state, changed_at, id)`.execute(db);
    await sql`alter table revision add column note text`.execute(db);

    await db.schema
      .createTable('account')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('email', 'text', (c) => c.notNull().unique())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('password', 'text', (c) => c.notNull())
      .addColumn('is_disabled', 'integer', (c) => c.notNull())
      .addColumn('created_at', 'text', (c) => c.notNull())
      .execute();
    await db.schema
      .createTable('member')
      .addColumn('account', 'text', (c) => c.notNull().references('account.id'))
      .addColumn('blog', 'text', (c) => c.notNull())
      .addColumn('role', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('member_key', ['account', 'blog'])
      .execute();
    await db.schema
      .createTable('session')
      .addColumn('hash', 'text', (c) => c.primaryKey())
      .addColumn('id', 'text', (c) => c.notNull().unique())
      .addColumn('account', 'text', (c) => c.notNull().references('account.id'))
      .addColumn('created_at', 'text', (c) => c.notNull())
      .addColumn('seen_at', 'text', (c) => c.notNull())
      .addColumn('agent', 'text', (c) => c.notNull())
      .execute();
    await sql`create index session_of on session (account)`.execute(db);
    await db.schema
      .createTable('invitation')
      .addColumn('hash', 'text', (c) => c.primaryKey())
      .addColumn('id', 'text', (c) => c.notNull().unique())
      .addColumn('email', 'text', (c) => c.notNull())
      .addColumn('role', 'text', (c) => c.notNull())
      .addColumn('blog', 'text', (c) => c.notNull())
      .addColumn('account', 'text')
      .addColumn('created_by', 'text', (c) => c.notNull())
      .addColumn('created_at', 'text', (c) => c.notNull())
      .addColumn('expires_at', 'text', (c) => c.notNull())
      .execute();
    await db.schema
      .createTable('author')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('bio', 'text', (c) => c.notNull())
      .addColumn('avatar', 'text', (c) => c.notNull())
      .addColumn('contact', 'text', (c) => c.notNull())
      .execute();
    await db.schema
      .createTable('presence')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('blog', 'text', (c) => c.notNull())
      .addColumn('editing', 'text')
      .addColumn('seen_at', 'text', (c) => c.notNull())
      .execute();
    await sql`create index presence_of on presence (blog, seen_at)`.execute(db);
    await db.schema
      .createTable('audience')
      .addColumn('node', 'text', (c) => c.notNull())
      .addColumn('blog', 'text', (c) => c.notNull())
      .addColumn('readers', 'integer', (c) => c.notNull())
      .addColumn('seen_at', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('audience_key', ['node', 'blog'])
      .execute();
  },
};
