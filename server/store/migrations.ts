/** Every change of the schema, in order. A migration that has shipped is never edited; the next number mends it. */
import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { newEpoch } from './epoch.ts';

interface Step extends Migration {
  /** All that `up` does, where it is an index: Postgres makes it beside what is going on, in a record that is in use. */
  index?: { name: string; on: string };
}

/** For what is big, `up` must be quick: versions before and after it serve from the same tables, for as long as a deploy takes. */
export const migrations: Record<string, Step> = {
  '001-blogs-and-entries': {
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
  },
  '002-tokens-and-commands': {
    async up(db: Kysely<never>) {
      await db.schema
        .createTable('token')
        .addColumn('hash', 'text', (c) => c.primaryKey())
        .addColumn('name', 'text', (c) => c.notNull())
        .addColumn('role', 'text', (c) => c.notNull())
        .addColumn('blog', 'text')
        .addColumn('created_at', 'text', (c) => c.notNull())
        .execute();
      await db.schema
        .createTable('command')
        .addColumn('who', 'text', (c) => c.notNull())
        .addColumn('key', 'text', (c) => c.notNull())
        .addColumn('fingerprint', 'text', (c) => c.notNull())
        .addColumn('answer', 'text', (c) => c.notNull())
        .addColumn('at', 'text', (c) => c.notNull())
        .addPrimaryKeyConstraint('command_key', ['who', 'key'])
        .execute();
      await sql`create index command_age on command (at)`.execute(db);
    },
  },
  '003-desk': {
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
  },
  '004-partners': {
    async up(db: Kysely<never>) {
      await db.schema
        .createTable('partner')
        .addColumn('id', 'text', (c) => c.primaryKey())
        .addColumn('name', 'text', (c) => c.notNull())
        .addColumn('origins', 'text', (c) => c.notNull())
        .addColumn('blogs', 'text')
        .addColumn('created_at', 'text', (c) => c.notNull())
        .execute();
      await db.schema
        .createTable('partner_views')
        .addColumn('partner', 'text', (c) => c.notNull().references('partner.id').onDelete('cascade'))
        .addColumn('day', 'text', (c) => c.notNull())
        .addColumn('views', 'integer', (c) => c.notNull())
        .addPrimaryKeyConstraint('partner_views_key', ['partner', 'day'])
        .execute();
      await db.schema
        .createTable('partner_open')
        .addColumn('partner', 'text', (c) => c.notNull().references('partner.id').onDelete('cascade'))
        .addColumn('node', 'text', (c) => c.notNull())
        .addColumn('widgets', 'integer', (c) => c.notNull())
        .addColumn('seen_at', 'text', (c) => c.notNull())
        .addPrimaryKeyConstraint('partner_open_key', ['partner', 'node'])
        .execute();
    },
  },
  '005-alerts': {
    async up(db: Kysely<never>) {
      await db.schema
        .createTable('secret')
        .addColumn('name', 'text', (c) => c.primaryKey())
        .addColumn('value', 'text', (c) => c.notNull())
        .execute();
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
  },
  '006-desk-order': {
    index: { name: 'entry_changed', on: 'entry (blog, changed_at, id)' },
    async up(db: Kysely<never>) {
      await sql`create index entry_changed on entry (blog, changed_at, id)`.execute(db);
    },
  },
  '007-blog-image': {
    async up(db: Kysely<never>) {
      await sql`alter table blog add column image text`.execute(db);
      await sql`alter table blog add column image_alt text`.execute(db);
    },
  },
  '008-start-of-imports': {
    async up(db: Kysely<never>) {
      const first = sql`(select min(published_at) from entry where entry.blog = blog.id and state = 'published')`;
      await sql`update blog set started_at = ${first}, head_seq = seq where started_at > ${first}`.execute(
        db,
      );
    },
  },
  '010-nodes': {
    async up(db: Kysely<never>) {
      await db.schema
        .createTable('node')
        .addColumn('id', 'text', (c) => c.primaryKey())
        .addColumn('seen_at', 'text', (c) => c.notNull())
        .addColumn('unheard', 'text', (c) => c.notNull())
        .addColumn('sends_away', 'integer', (c) => c.notNull())
        .execute();
    },
  },
  '011-epoch': {
    async up(db: Kysely<never>) {
      await db.schema
        .createTable('record')
        .addColumn('id', 'integer', (c) => c.primaryKey())
        .addColumn('epoch', 'text', (c) => c.notNull())
        .addColumn('place', 'text', (c) => c.notNull())
        .execute();
      await sql`insert into record (id, epoch, place) values (1, ${newEpoch()}, '')`.execute(db);
    },
  },
  '012-makers-of-links': {
    async up(db: Kysely<never>) {
      // Of those made before, nobody knows by whom: they end here, and are made again in a moment.
      await sql`delete from invitation`.execute(db);
      await sql`alter table invitation add column maker text not null default ''`.execute(db);
    },
  },
  '013-attempts': {
    async up(db: Kysely<never>) {
      await db.schema
        .createTable('attempt')
        .addColumn('key', 'text', (c) => c.primaryKey())
        .addColumn('count', 'integer', (c) => c.notNull())
        .addColumn('at', 'text', (c) => c.notNull())
        .execute();
      await sql`create index attempt_age on attempt (at)`.execute(db);
    },
  },
  '014-gone-blogs': {
    async up(db: Kysely<never>) {
      await db.schema
        .createTable('gone_blog')
        .addColumn('slug', 'text', (c) => c.primaryKey())
        .addColumn('seq', 'integer', (c) => c.notNull())
        .execute();
    },
  },
};
