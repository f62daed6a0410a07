/** Partners as the desk keeps them: who they are, on which sites, and how much they show. */
import { ulid } from 'ulid';
import type { AddPartner, ChangePartner, Partner } from '../../../shared/partners.ts';
import { mayCreateBlogs } from '../../../shared/people.ts';
import { sitesBell } from '../../bus/bus.ts';
import type { Commit } from '../../newsroom/commit.ts';
import type { Listed } from '../../newsroom/embedding.ts';
import { Forbidden, NotFound } from '../../newsroom/errors.ts';
import type { By } from '../../newsroom/once.ts';
import type { Actor } from '../../newsroom/people.ts';
import type { Store } from '../../store/store.ts';
import { PartnerReads } from './reads.ts';
import type { PartnerRow, PartnerTables } from './tables.ts';
import { PartnerWrites } from './writes.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;
const LATELY_DAYS = 30;

type Counts = Pick<Partner, 'viewsToday' | 'viewsLately' | 'open'>;

const NOTHING_YET: Counts = { viewsToday: 0, viewsLately: 0, open: 0 };

/** By name. */
export async function partners(store: Store, actor: Actor): Promise<Partner[]> {
  mustKeepPartners(actor);
  const reads = new PartnerReads(store.reading<PartnerTables>());
  const rows = await reads.all();
  const now = store.clock.milliseconds();
  const today = await reads.views(dayOf(now));
  const lately = await reads.views(dayOf(now - (LATELY_DAYS - 1) * DAY_MS));
  const open = await reads.open(store.clock.now());
  return rows.map((row) =>
    toPartner(row, {
      viewsToday: today.get(row.id) ?? 0,
      viewsLately: lately.get(row.id) ?? 0,
      open: open.get(row.id) ?? 0,
    }),
  );
}

/** On whose sites blogs for listed partners may be shown. */
export async function listed(store: Store): Promise<Listed[]> {
  const rows = await new PartnerReads(store.reading<PartnerTables>()).all();
  return rows.map((row) => {
    const { origins, blogs } = toPartner(row, NOTHING_YET);
    return { origins, blogs };
  });
}

export function addPartner(commit: Commit, by: By, command: AddPartner): Promise<Partner> {
  return commit(by, async ({ transaction, actor, now, ring, trace }) => {
    mustKeepPartners(actor);
    const row = rowOf(ulid().toLowerCase(), now, command);
    await new PartnerWrites(transaction).put(row);
    ring(sitesBell());
    trace('partner-added', row.name, command.origins.join(' '));
    return toPartner(row, NOTHING_YET);
  });
}

export async function changePartner(
  store: Store,
  commit: Commit,
  by: By,
  id: string,
  change: ChangePartner,
): Promise<Partner> {
  await commit(by, async ({ transaction, actor, ring, trace }) => {
    mustKeepPartners(actor);
    const rows = new PartnerWrites(transaction);
    const before = await rows.byId(id);
    if (!before) throw new NotFound('There is no such partner.');
    const { name, origins, blogs } = toPartner(before, NOTHING_YET);
    await rows.put(rowOf(id, before.created_at, { name, origins, blogs, ...change }));
    ring(sitesBell());
    trace('partner-changed', before.name, Object.keys(change).join(', '));
    return null;
  });
  return (await partners(store, by.actor)).find((partner) => partner.id === id)!;
}

/** Ends what is open on their pages, where it is for listed partners. Removing again changes nothing. */
export function removePartner(commit: Commit, by: By, id: string): Promise<null> {
  return commit(by, async ({ transaction, actor, ring, trace }) => {
    mustKeepPartners(actor);
    const rows = new PartnerWrites(transaction);
    const before = await rows.byId(id);
    if (!before) return null;
    await rows.remove(id);
    ring(sitesBell());
    trace('partner-removed', before.name);
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
