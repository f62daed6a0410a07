/** Who may do what, and how a token says who it is. */
import { createHash, randomBytes } from 'node:crypto';
import type { Trace } from '../../shared/audit.ts';
import { type Grant, isAdmin, mayCreateBlogs, type Role, roleOn } from '../../shared/people.ts';
import { isPublic } from '../store/public.ts';
import type { Store } from '../store/store.ts';
import type { BlogRow, TokenRow } from '../store/tables.ts';
import { Forbidden, NoBlog } from './errors.ts';

export const ROLES: readonly Role[] = ['admin', 'editor', 'contributor'];

export interface Actor {
  /** Tells one actor's idempotency keys from another's. */
  id: string;
  name: string;
  grants: Grant[];
  /** By what the record knows them: a session's id, or a token's hash. None for the service itself. */
  proof?: { session: string } | { token: string };
  from?: Whence;
}

/** From where somebody acts: the network address, and what the browser calls itself. */
export interface Whence {
  address: string;
  agent: string;
}

/** The service itself, for what happens by the clock. */
export const SYSTEM: Actor = { id: 'system', name: 'Dateline', grants: [{ role: 'admin', blog: null }] };

/** Of what a browser calls itself, as much as is kept. */
export const AGENT_CHARACTERS = 200;

/** Characters of its hash that name a token. */
const TOKEN_ID = 16;

/** Makes a token and returns it. It is shown this once: only its hash is kept. */
export async function createToken(
  store: Store,
  name: string,
  role: Role,
  blog: string | null,
): Promise<string> {
  const token = `dl_${randomBytes(32).toString('base64url')}`;
  await store.transaction(async (transaction) => {
    const created_at = await transaction.now();
    await transaction.addToken({ hash: hashOf(token), name, role, blog, created_at });
    const detail = wordsOf({ role, blog });
    transaction.trace({ ...byActor(SYSTEM), deed: 'token-made', about: name, detail, at: created_at });
  });
  return token;
}

export async function revokeToken(store: Store, token: string): Promise<void> {
  await revokeTokens(store, ({ hash }) => hash === hashOf(token));
}

/** Ends those that are `meant`. Returns how many there were. */
export function revokeTokens(store: Store, meant: (token: TokenRow) => boolean): Promise<number> {
  return store.transaction(async (transaction) => {
    const tokens = (await transaction.accounts.tokens()).filter(meant);
    const at = await transaction.now();
    for (const token of tokens) {
      await transaction.removeToken(token.hash);
      const detail = wordsOf(token);
      transaction.trace({ ...byActor(SYSTEM), deed: 'token-revoked', about: token.name, detail, at });
    }
    return tokens.length;
  });
}

/** What a trace says of whoever did it. */
export const byActor = ({
  id,
  name,
  from,
}: Pick<Actor, 'id' | 'name' | 'from'>): Pick<Trace, 'who' | 'name' | 'address' | 'agent'> => ({
  who: id,
  name,
  address: from?.address ?? '',
  agent: (from?.agent ?? '').slice(0, AGENT_CHARACTERS),
});

/** `editor of flood` */
export const wordsOf = ({ role, blog }: Grant): string =>
  role === 'admin' ? 'admin' : `${role} of ${blog ?? 'all blogs'}`;

/** Whom the token stands for; undefined for a token that nobody has. */
export async function actorOf(store: Store, token: string): Promise<Actor | undefined> {
  const row = await store.read.token(hashOf(token));
  return row && tokenActor(row);
}

export const tokenActor = ({ hash, name, role, blog }: TokenRow): Actor => ({
  id: `token:${hash.slice(0, TOKEN_ID)}`,
  name,
  grants: [{ role, blog }],
  proof: { token: hash },
});

/** Drafts and all: whoever works on the blog. */
export function mayRead(actor: Actor | undefined, slug: string): boolean {
  return actor !== undefined && roleOn(actor.grants, slug) !== undefined;
}

/** Throws unless the actor may steer this blog: its facts, and what its readers get. */
export function mustEdit(actor: Actor, blog: BlogRow): void {
  mustWrite(actor, blog);
  if (roleOn(actor.grants, blog.slug) === 'contributor') {
    throw new Forbidden('A contributor may write drafts and submit them; publishing takes an editor.');
  }
}

/** Throws Forbidden unless the actor may write on this blog, NoBlog where they may not even know of it. */
export function mustWrite(actor: Actor, blog: BlogRow): void {
  if (mayRead(actor, blog.slug)) return;
  if (!isPublic(blog)) throw new NoBlog(blog.slug);
  throw new Forbidden(`You have no part in the blog "${blog.slug}".`);
}

/** Throws Forbidden unless the actor may add blogs. */
export function mustCreateBlogs(actor: Actor): void {
  if (!mayCreateBlogs(actor.grants)) throw new Forbidden('Adding blogs takes an editor of all blogs.');
}

/** Throws Forbidden unless the actor may say who else works here. */
export function mustBeAdmin(actor: Actor): void {
  if (!isAdmin(actor.grants)) throw new Forbidden('This takes an admin.');
}

export const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');
