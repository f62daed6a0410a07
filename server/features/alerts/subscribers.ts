/** Whom readers' browsers ask to be told of news. */
import { createHash, ECDH } from 'node:crypto';
import type { Which } from '../../../shared/alerts.ts';
import { Busy, Invalid, NoBlog } from '../../newsroom/errors.ts';
import type { Card } from '../../store/public.ts';
import type { Store } from '../../store/store.ts';
import { AlertWrites } from './writes.ts';

/** An endpoint is a row of half a kilobyte that anybody may add: 50 MB is what strangers may take of the disk. */
const MOST_SUBSCRIBERS = 100_000;

/** What a browser's PushSubscription says of itself, and what it is to be told of. */
export interface Subscribe {
  subscription: { endpoint: string; keys: { p256dh: string; auth: string } };
  which: Which;
}

/** `hosts` is the setting PUSH_HOSTS. Throws NoBlog, Invalid, or Busy where there are too many already. */
export async function subscribe(
  store: Store,
  hosts: readonly string[],
  slug: string,
  { subscription: { endpoint, keys }, which }: Subscribe,
): Promise<void> {
  const errors = [
    ...(isPushService(endpoint, hosts)
      ? []
      : [{ field: 'endpoint', detail: 'is not of a known push service' }]),
    ...(isPublicKey(keys.p256dh) ? [] : [{ field: 'p256dh', detail: 'is not a public key of P-256' }]),
  ];
  if (errors.length > 0) throw new Invalid(errors);
  const blog = await visibleBlog(store, slug);
  await store.transaction(async (transaction) => {
    const alerts = new AlertWrites(transaction);
    if ((await alerts.subscribers(blog.id)) >= MOST_SUBSCRIBERS)
      throw new Busy('Too many browsers want to be told of this blog.');
    const created_at = await transaction.now();
    await alerts.putSubscriber({ id: idOf(endpoint), blog: blog.id, which, endpoint, ...keys, created_at });
  });
}

/** Nothing happens where there was no such subscriber. */
export async function unsubscribe(store: Store, slug: string, endpoint: string): Promise<void> {
  const blog = await visibleBlog(store, slug);
  await store.transaction((transaction) =>
    new AlertWrites(transaction).removeSubscriber(blog.id, idOf(endpoint)),
  );
}

/**
 * The server will post to this address, and a stranger has named it: it must be https on the usual port of a host
 * whose name ends as one of `hosts` does, or on an origin that stands there whole.
 */
function isPushService(endpoint: string, hosts: readonly string[]): boolean {
  if (!URL.canParse(endpoint)) return false;
  const { href, protocol, hostname, port, origin, username, password } = new URL(endpoint);
  // One address can be written in many ways, and what seals the message reads fewer of them than URL does.
  if (username || password || href !== endpoint) return false;
  if (hosts.includes(origin)) return true;
  return protocol === 'https:' && port === '' && hosts.some((host) => `.${hostname}`.endsWith(`.${host}`));
}

function isPublicKey(p256dh: string): boolean {
  try {
    ECDH.convertKey(p256dh, 'prime256v1', 'base64url', 'base64url', 'uncompressed');
    return true;
  } catch {
    return false;
  }
}

async function visibleBlog(store: Store, slug: string): Promise<Card> {
  const blog = await store.public.blog(slug);
  if (!blog) throw new NoBlog(slug);
  return blog;
}

const idOf = (endpoint: string): string => createHash('sha256').update(endpoint).digest('base64url');
