import { type Kysely, sql } from 'kysely';
import type { Step } from './step.ts';

export const tokensAndCommands: Step = {
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
};
