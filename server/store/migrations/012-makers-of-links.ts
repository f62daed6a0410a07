import { type Kysely, sql } from 'kysely';
import type { Step } from './step.ts';

export const makersOfLinks: Step = {
  async up(db: Kysely<never>) {
    // Of those made before, nobody knows by whom: they end here, and are made again in a moment.
    await sql`delete from invitation`.execute(db);
    await sql`alter table invitation add column maker text not null default ''`.execute(db);
  },
};
