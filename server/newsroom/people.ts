/** Who may do what, and how a token says who it is. */
import { createHash, randomBytes } from 'node:crypto';
import type { Store } from '../store/store.ts';
import type { Role } from '../store/tables.ts';
import { Forbidden } from './errors.ts';

export const ROLES: readonly Role[] = ['admin', 'editor', 'contributor'];

export interface Actor {
  /** Tells one actor's idempotency keys from another's. */
  id: string;
  name: string;
  role: Role;
  /** The only blog that this actor may touch; null for all. */
  blog: string | null;
}

/** The service itself, for what happens by the clock. */
export const SYSTEM: Actor = { id: 'system', name: 'Dateline', role: 'admin', blog: null };

/** Makes a token and returns it. It is shown this once: only its hash is kept. */
export async function createToken(
  store: Store,
  name: string,
  role: Role,
  blog: string | null,
): Promise<string> {
  const token = `dl_${randomBytes(32).toString('base64url')}`;
  const row = { hash: hashOf(token), name, role, blog, created_at: new Date().toISOString() };
  await store.transaction((transaction) => transaction.addToken(row));
  return token;
}

export async function revokeToken(store: Store, token: string): Promise<void> {
  await store.transaction((transaction) => transaction.removeToken(hashOf(token)));
}

/** Whom the token stands for; undefined for a token that nobody has. */
export async function actorOf(store: Store, token: string): Promise<Actor | undefined> {
  const row = await store.read.token(hashOf(token));
  return row && { id: row.hash, name: row.name, role: row.role, blog: row.blog };
}

export function mayRead(actor: Actor | undefined, slug: string): boolean {
  return actor !== undefined && (actor.blog === null || actor.blog === slug);
}

/** Throws Forbidden unless the actor may steer this blog: its facts, and what its readers get. */
export function mustEdit(actor: Actor, slug: string): void {
  mustWrite(actor, slug);
  if (actor.role === 'contributor')
    throw new Forbidden('A contributor may write drafts; publishing takes an editor.');
}

/** Throws Forbidden unless the actor may write drafts on this blog. */
export function mustWrite(actor: Actor, slug: string): void {
  if (!mayRead(actor, slug)) throw new Forbidden(`This token is for the blog "${actor.blog}" only.`);
}

/** Throws Forbidden unless the actor may add blogs. */
export function mustCreateBlogs(actor: Actor): void {
  if (actor.role === 'contributor' || actor.blog !== null)
    throw new Forbidden('This token may not create blogs.');
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');
