/** Who is signed in: a random cookie, of which only the hash is kept. For both doors. */
import { randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { parseCookie } from 'cookie';
import { ulid } from 'ulid';
import type { Grant } from '../../shared/people.ts';
import type { Clock } from '../store/clock.ts';
import type { Store } from '../store/store.ts';
import type { MemberRow, SessionRow } from '../store/tables.ts';
import { type Actor, AGENT_CHARACTERS, hashOf } from './people.ts';

/** A forgotten browser in a shared newsroom ends by itself over lunch or a long meeting… */
export const IDLE_MS = 2 * 60 * 60_000;
/** …and any at the end of the longest shift. */
export const ABSOLUTE_MS = 12 * 60 * 60_000;
/** A session that is in use is written down this often, not with each request. */
const SEEN_EVERY_MS = 60_000;

export interface Session {
  id: string;
  seenAt: string;
  email: string;
  actor: Actor;
}

interface Asking {
  headers: IncomingHttpHeaders;
}

/** Where the service is reached over https, no other host and no plain connection can set or see the cookie. */
export const cookieName = (publicUrl: string): string =>
  publicUrl.startsWith('https:') ? '__Host-dateline' : 'dateline';

/** The value of a cookie, and the hash by which it is known. */
export function newCookie(): { value: string; hash: string } {
  const value = randomBytes(32).toString('base64url');
  return { value, hash: hashOf(value) };
}

/** A session that begins `now`, and the value for its cookie. `agent` is what the browser calls itself. */
export function newSession(account: string, agent: string, now: string): { row: SessionRow; cookie: string } {
  const { value: cookie, hash } = newCookie();
  const row = {
    hash,
    id: ulid().toLowerCase(),
    account,
    created_at: now,
    seen_at: now,
    agent: agent.slice(0, AGENT_CHARACTERS),
  };
  return { row, cookie };
}

/** The live session of the request's cookie; undefined without one. `publicUrl` is the setting PUBLIC_URL. */
export async function sessionFrom(
  store: Store,
  { headers }: Asking,
  publicUrl: string,
): Promise<Session | undefined> {
  const cookie = parseCookie(headers.cookie ?? '')[cookieName(publicUrl)];
  return cookie ? sessionOf(store, await store.accounts.session(hashOf(cookie))) : undefined;
}

/** The same by its id, for whoever was let in with it before: a cookie may be renewed meanwhile. */
export async function sessionWithId(store: Store, id: string): Promise<Session | undefined> {
  return sessionOf(store, await store.accounts.sessionById(id));
}

async function sessionOf(store: Store, row: SessionRow | undefined): Promise<Session | undefined> {
  if (!row || !isLive(row, store.clock)) return undefined;
  const account = await store.accounts.byId(row.account);
  if (!account || account.is_disabled) return undefined;
  const grants = (await store.accounts.membershipsOf(account.id)).map(toGrant);
  const actor = { id: account.id, name: account.name, grants, proof: { session: row.id } };
  return { id: row.id, seenAt: row.seen_at, email: account.email, actor };
}

/** The person does something: the session goes on. */
export async function stayAlive(store: Store, { id, seenAt }: Session): Promise<void> {
  if (seenAt > store.clock.now(-SEEN_EVERY_MS)) return;
  await store.transaction(({ accounts }) => accounts.sessionSeen(id, store.clock.now()));
}

/** Times before which a session that was made, or last seen, has ended. */
export const horizons = (clock: Clock): { made: string; seen: string } => ({
  made: clock.now(-ABSOLUTE_MS),
  seen: clock.now(-IDLE_MS),
});

export function isLive({ created_at, seen_at }: SessionRow, clock: Clock): boolean {
  const { made, seen } = horizons(clock);
  return created_at >= made && seen_at >= seen;
}

/**
 * Whether a page of this service's own sent the request: a browser says so, and no page of another site can make it
 * lie. `publicUrl` is the setting PUBLIC_URL.
 */
export function isOwnOrigin({ headers }: Asking, publicUrl: string): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  const { origin, host } = headers;
  if (origin === undefined || !URL.canParse(origin)) return false;
  return publicUrl ? origin === publicUrl : new URL(origin).host === host;
}

export const toGrant = ({ role, blog }: Pick<MemberRow, 'role' | 'blog'>): Grant => ({
  role,
  blog: blog === '*' ? null : blog,
});
