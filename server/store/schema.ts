/** What the record has: the spine's tables and those that features bring, made by one row of numbered steps. */
import type { Kysely } from 'kysely';
import type { NewTrace } from '../../shared/audit.ts';
import { migrations } from './migrations.ts';
import type { Steps } from './migrations/step.ts';
import type { Tables } from './tables.ts';
import type { Transaction } from './transaction.ts';

/** What a feature brings to the record. */
export interface Keeps {
  /** Numbered in one row with everybody's. */
  migrations: Steps;
  /** Its tables that a backup has, those first that others name; of each, the columns that tell its rows apart. */
  kept: Record<string, readonly string[]>;
  /** Sets right what a backup holds but is true no more, in the transaction that restores it. */
  restored?(db: Kysely<Tables>): Promise<void>;
  /** Keeps what was done, in the transaction that does it. */
  traced?(transaction: Transaction, trace: NewTrace): Promise<void>;
}

export interface Schema {
  migrations: Steps;
  kept: Record<string, readonly string[]>;
  restored(db: Kysely<Tables>): Promise<void>;
  traced(transaction: Transaction, trace: NewTrace): Promise<void>;
}

/** What no backup has: its epoch, who is here now, and who is signed in (sessions that were ended since would come back). */
type NotKept = 'attempt' | 'record' | 'session' | 'presence' | 'audience' | 'node';

const KEPT: Record<Exclude<keyof Tables, NotKept>, readonly string[]> = {
  blog: ['id'],
  gone_blog: ['slug'],
  entry: ['id'],
  revision: ['entry', 'revision'],
  token: ['hash'],
  command: ['who', 'key'],
  account: ['id'],
  member: ['account', 'blog'],
  invitation: ['hash'],
  author: ['id'],
  section: ['slug'],
  secret: ['name'],
};

export function schemaOf(features: readonly { keeps?: Keeps }[]): Schema {
  const brought = features.flatMap(({ keeps }) => keeps ?? []);
  const steps = [migrations, ...brought.map((each) => each.migrations)].flatMap(Object.entries);
  return {
    migrations: Object.fromEntries(steps.toSorted(([one], [other]) => (one < other ? -1 : 1))),
    kept: Object.assign({}, KEPT, ...brought.map(({ kept }) => kept)) as Schema['kept'],
    async restored(db) {
      for (const each of brought) await each.restored?.(db);
    },
    async traced(transaction, trace) {
      for (const each of brought) await each.traced?.(transaction, trace);
    },
  };
}
