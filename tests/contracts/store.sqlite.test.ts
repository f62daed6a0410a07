import { join } from 'node:path';
import { Kysely, sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { sqliteDialect } from '../../server/store/sqlite.ts';
import { SCHEMA } from '../../server/record.ts';
import { Store } from '../../server/store/store.ts';
import { newFolder } from '../support/service.ts';
import { storeContract } from './store.ts';
import { storeAlertsContract } from './store-alerts.ts';
import { storeDeskContract } from './store-desk.ts';
import { storeLinksContract } from './store-links.ts';
import { storePartnersContract } from './store-partners.ts';

const files = new WeakMap<Store, string>();

async function open(beside?: Store): Promise<Store> {
  const file = (beside && files.get(beside)) ?? join(await newFolder(), 'test.sqlite');
  const store = await Store.open(sqliteDialect(file), SCHEMA);
  files.set(store, file);
  return store;
}

describe('SQLite', () => {
  storeContract(open);
  storeDeskContract(open);
  storeAlertsContract(open);
  storeLinksContract(open);
  storePartnersContract(open);

  test('[R4] a commit is on the disk before it is acknowledged: a write-ahead log, synced at each commit', async () => {
    const db = new Kysely({ dialect: sqliteDialect(join(await newFolder(), 'test.sqlite')) });
    const pragma = async (name: string) => (await sql.raw(`pragma ${name}`).execute(db)).rows[0];
    expect(await pragma('journal_mode')).toEqual({ journal_mode: 'wal' });
    expect(await pragma('synchronous')).toEqual({ synchronous: 2 });
    expect(await pragma('foreign_keys')).toEqual({ foreign_keys: 1 });
    await db.destroy();
  });

  test('what changes the record is there in a transaction alone: outside one, types know nothing of it', async () => {
    const store = await open();
    const { accounts, present } = store;
    expect(accounts.byId).toBeTypeOf('function');
    // @ts-expect-error: it holds a row until its transaction ends
    expect(accounts.hold).toBeUndefined();
    // @ts-expect-error: it writes
    expect(accounts.endSessionsOf).toBeUndefined();
    expect(present.at).toBeTypeOf('function');
    // @ts-expect-error: it writes
    expect(present.put).toBeUndefined();
    await store.close();
  });

  test('tables of a newer version are left alone, with a word on what to do', async () => {
    const dialect = () => sqliteDialect(file);
    const file = join(await newFolder(), 'test.sqlite');
    await (await Store.open(dialect(), SCHEMA)).close();
    const db = new Kysely({ dialect: dialect() });
    await sql`insert into kysely_migration values ('999-times-to-come', ${new Date().toISOString()})`.execute(
      db,
    );
    await db.destroy();
    await expect(Store.open(dialect(), SCHEMA)).rejects.toThrow('newer Dateline’s (999-times-to-come)');
  });
});
