import type { Kysely } from 'kysely';
import type { Step } from '../../store/migrations/step.ts';

export const partners: Step = {
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
};
