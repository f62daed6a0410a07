import { describe, inject } from 'vitest';
import { Connections } from '../../server/store/connections.ts';
import { postgresDialect } from '../../server/store/postgres.ts';
import { SCHEMA } from '../../server/record.ts';
import { Store } from '../../server/store/store.ts';
import { newDatabase } from '../support/postgres.ts';
import { storeContract } from './store.ts';
import { storeAlertsContract } from './store-alerts.ts';
import { storeDeskContract } from './store-desk.ts';
import { storeLinksContract } from './store-links.ts';
import { storePartnersContract } from './store-partners.ts';

const urls = new WeakMap<Store, string>();

async function open(beside?: Store): Promise<Store> {
  const url = (beside && urls.get(beside)) ?? (await newDatabase(inject('postgresUrl')));
  const store = await Store.open(postgresDialect(new Connections({ url, most: 10, onError() {} })), SCHEMA);
  urls.set(store, url);
  return store;
}

describe('Postgres', () => {
  storeContract(open);
  storeDeskContract(open);
  storeAlertsContract(open);
  storeLinksContract(open);
  storePartnersContract(open);
});
