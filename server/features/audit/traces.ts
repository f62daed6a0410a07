/** The traces in the record: kept with what they tell of, read newest first, forgotten in time. */
import { ulid } from 'ulid';
import { sql } from 'kysely';
import { cursorAt, type placeOf } from '../../../shared/blog.ts';
import type { Deed, NewTrace, Trace } from '../../../shared/audit.ts';
import type { Store } from '../../store/store.ts';
import type { Transaction } from '../../store/transaction.ts';

interface AuditTables {
  trace: Trace;
}

export interface Asked {
  deed: Deed | undefined;
  /** A part of a name, of what it was done to, or of an address; '' for any. */
  search: string;
  before: ReturnType<typeof placeOf>;
  limit: number;
}

export async function keepTrace(transaction: Transaction, trace: NewTrace): Promise<void> {
  const row = { ...trace, id: ulid().toLowerCase() };
  await transaction.tables<AuditTables>().insertInto('trace').values(row).execute();
}

/** Newest first; `older` is the next `before`. */
export async function tracesOf(
  store: Store,
  { deed, search, before, limit }: Asked,
): Promise<{ traces: Trace[]; older: string | null }> {
  let query = store
    .reading<AuditTables>()
    .selectFrom('trace')
    .selectAll()
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1);
  if (deed) query = query.where('deed', '=', deed);
  if (before) query = query.where(sql<boolean>`(at, id) < (${before.publishedAt}, ${before.id})`);
  if (search !== '') {
    const like = `%${search.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
    query = query.where(sql<boolean>`lower(name || ' ' || about || ' ' || address) like ${like} escape '\\'`);
  }
  const rows = await query.execute();
  const traces = rows.slice(0, limit);
  const last = traces.at(-1);
  const isMore = rows.length > limit && last !== undefined;
  return { traces, older: isMore ? cursorAt({ publishedAt: last.at, id: last.id }) : null };
}

/** Forgets what was done before `at`. */
export function forgetTraces(store: Store, at: string): Promise<void> {
  return store.transaction(async (transaction) => {
    await transaction.tables<AuditTables>().deleteFrom('trace').where('at', '<', at).execute();
  });
}
