/** Partners as the desk keeps them: who they are, on which sites, and how much they show. */
import { ulid } from 'ulid';
import type { AddPartner, ChangePartner, Partner } from '../../shared/partners.ts';
import { mayCreateBlogs } from '../../shared/people.ts';
import { type Bus, partnersBell } from '../bus/bus.ts';
import type { Store } from '../store/store.ts';
import type { PartnerRow } from '../store/tables.ts';
import { Forbidden, NotFound } from './errors.ts';
import { type By, once } from './once.ts';
import type { Actor } from './people.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;
const LATELY_DAYS = 30;

type Counts = Pick<Partner, 'viewsToday' | 'viewsLately' | 'open'>;

const NOTHING_YET: Counts = { viewsToday: 0, viewsLately: 0, open: 0 };

/** By name. */
export async function partners(store: Store, actor: Actor): Promise<Partner[]> {
  mustKeepPartners(actor);
  const rows = await store.partners.all();
  const now = store.clock.milliseconds();
  const today = await store.partners.views(dayOf(now));
  const lately = await store.partners.views(dayOf(now - (LATELY_DAYS - 1) * DAY_MS));
  const open = await store.partners.open();
  return rows.map((row) =>
    toPartner(row, {
      viewsToday: today.get(row.id) ?? 0,
      viewsLately: lately.get(row.id) ?? 0,
      open: open.get(row.id) ?? 0,
    }),
  );
}

export async function addPartner(store: Store, bus: Bus, by: By, command: AddPartner): Promise<Partner> {
  mustKeepPartners(by.actor);
  const added = await store.transaction(async (transaction) => {
    const now = await transaction.now();
    return once(transaction, by, now, async () => {
      const row = rowOf(ulid().toLowerCase(), now, command);
      await transaction.partners.put(row);
      return toPartner(row, NOTHING_YET);
    });
  });
  bus.ring(partnersBell());
  return added;
}

export async function changePartner(
  store: Store,
  bus: Bus,
  { actor }: By,
  id: string,
  change: ChangePartner,
): Promise<Partner> {
  mustKeepPartners(actor);
  await store.transaction(async (transaction) => {
    const before = await transaction.partners.byId(id);
    if (!before) throw new NotFound('There is no such partner.');
    const { name, origins, blogs } = toPartner(before, NOTHING_YET);
    await transaction.partners.put(rowOf(id, before.created_at, { name, origins, blogs, ...change }));
  });
  bus.ring(partnersBell());
  return (await partners(store, actor)).find((partner) => partner.id === id)!;
}

/** Ends what is open on their pages, where it is for listed partners. Removing again changes nothing. */
export async function removePartner(store: Store, bus: Bus, { actor }: By, id: string): Promise<void> {
  mustKeepPartners(actor);
  await store.transaction((transaction) => transaction.partners.remove(id));
  bus.ring(partnersBell());
}

/** The day in UTC, such as 2026-11-22, of a time in milliseconds. */
export const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);

function mustKeepPartners({ grants }: Actor): void {
  if (!mayCreateBlogs(grants)) throw new Forbidden('Partners are for an editor of all blogs to keep.');
}

function rowOf(id: string, createdAt: string, { name, origins, blogs }: AddPartner): PartnerRow {
  return {
    id,
    name,
    origins: JSON.stringify([...new Set(origins)]),
    blogs: blogs && JSON.stringify([...new Set(blogs)]),
    created_at: createdAt,
  };
}

function toPartner({ id, name, origins, blogs, created_at }: PartnerRow, counts: Counts): Partner {
  return {
    id,
    name,
    origins: JSON.parse(origins) as string[],
    blogs: blogs === null ? null : (JSON.parse(blogs) as string[]),
    createdAt: created_at,
    ...counts,
  };
}
