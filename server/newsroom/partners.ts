/** Partners as the desk keeps them: who they are, on which sites, and how much they show. */
import { ulid } from 'ulid';
import type { AddPartner, ChangePartner, Partner } from '../../shared/partners.ts';
import { mayCreateBlogs } from '../../shared/people.ts';
import { type Bus, partnersBell } from '../bus/bus.ts';
import type { Store } from '../store/store.ts';
import type { PartnerRow } from '../store/tables.ts';
import { Forbidden, NotFound } from './errors.ts';
import { commit } from './commit.ts';
import type { By } from './once.ts';
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

export function addPartner(store: Store, bus: Bus, by: By, command: AddPartner): Promise<Partner> {
  return commit({ store, bus }, by, async ({ transaction, actor, now, ring }) => {
    mustKeepPartners(actor);
    const row = rowOf(ulid().toLowerCase(), now, command);
    await transaction.partners.put(row);
    ring(partnersBell());
    return toPartner(row, NOTHING_YET);
  });
}

export async function changePartner(
  store: Store,
  bus: Bus,
  by: By,
  id: string,
  change: ChangePartner,
): Promise<Partner> {
  await commit({ store, bus }, by, async ({ transaction, actor, ring }) => {
    mustKeepPartners(actor);
    const before = await transaction.partners.byId(id);
    if (!before) throw new NotFound('There is no such partner.');
    const { name, origins, blogs } = toPartner(before, NOTHING_YET);
    await transaction.partners.put(rowOf(id, before.created_at, { name, origins, blogs, ...change }));
    ring(partnersBell());
    return null;
  });
  return (await partners(store, by.actor)).find((partner) => partner.id === id)!;
}

/** Ends what is open on their pages, where it is for listed partners. Removing again changes nothing. */
export function removePartner(store: Store, bus: Bus, by: By, id: string): Promise<null> {
  return commit({ store, bus }, by, async ({ transaction, actor, ring }) => {
    mustKeepPartners(actor);
    await transaction.partners.remove(id);
    ring(partnersBell());
    return null;
  });
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
