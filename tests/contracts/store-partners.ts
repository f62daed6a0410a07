/** What every store must keep of partners, whatever its engine. */
import { describe, expect, onTestFinished, test } from 'vitest';
import { PartnerReads } from '../../server/features/partners/reads.ts';
import type { PartnerTables } from '../../server/features/partners/tables.ts';
import { PartnerWrites } from '../../server/features/partners/writes.ts';
import type { Store } from '../../server/store/store.ts';

const partner = (id: string, name = id) => ({
  id,
  name,
  origins: '["https://a.example"]',
  blogs: null,
  created_at: '2026-12-11T14:00:00.000Z',
});

export function storePartnersContract(open: () => Promise<Store>): void {
  describe('partners', () => {
    async function withPartners() {
      const store = await open();
      onTestFinished(() => store.close());
      const write = (work: (partners: PartnerWrites) => Promise<void>) =>
        store.transaction((transaction) => work(new PartnerWrites(transaction)));
      await write((rows) => rows.put(partner('two', 'B')));
      await write((rows) => rows.put(partner('one', 'A')));
      return { partners: new PartnerReads(store.reading<PartnerTables>()), write };
    }

    test('are kept by name, replaced whole, and go with their counts', async () => {
      const { partners, write } = await withPartners();
      await write((rows) => rows.put({ ...partner('one', 'C'), blogs: '["storm"]' }));
      expect((await partners.all()).map(({ id, blogs }) => [id, blogs])).toEqual([
        ['two', null],
        ['one', '["storm"]'],
      ]);
      await write((rows) => rows.addViews('one', '2026-12-11', 3));
      await write((rows) => rows.setOpen('node', new Map([['one', 1]]), new Date().toISOString()));
      await write((rows) => rows.remove('one'));
      expect(await partners.byId('one')).toBeUndefined();
      expect(await partners.views('2026-01-01')).toEqual(new Map());
      expect(await partners.open(new Date().toISOString())).toEqual(new Map());
    });

    test('have their views added up by day, and nobody’s are nobody’s', async () => {
      const { partners, write } = await withPartners();
      await write((rows) => rows.addViews('one', '2026-12-10', 5));
      await write((rows) => rows.addViews('one', '2026-12-11', 3));
      await write((rows) => rows.addViews('one', '2026-12-11', 4));
      await write((rows) => rows.addViews('none', '2026-12-11', 4));
      expect(await partners.views('2026-12-11')).toEqual(new Map([['one', 7]]));
      expect(await partners.views('2026-12-10')).toEqual(new Map([['one', 12]]));
    });

    test('have open what each node says of its own, until it falls silent', async () => {
      const { partners, write } = await withPartners();
      const now = new Date().toISOString();
      await write((rows) => rows.setOpen('a', new Map([['one', 2]]), now));
      await write((rows) => rows.setOpen('b', new Map(Object.entries({ one: 3, two: 1, none: 9 })), now));
      await write((rows) =>
        rows.setOpen('silent', new Map([['one', 100]]), new Date(Date.now() - 61_000).toISOString()),
      );
      expect(await partners.open(new Date().toISOString())).toEqual(
        new Map(Object.entries({ one: 5, two: 1 })),
      );
      await write((rows) => rows.setOpen('b', new Map(), now));
      expect(await partners.open(new Date().toISOString())).toEqual(new Map([['one', 2]]));
    });
  });
}
