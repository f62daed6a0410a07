/** Whom readers' browsers ask to be told of news, and what is worth telling. */
import { createHash, ECDH } from 'node:crypto';
import type { Alert, Which, Withdrawal } from '../../shared/alerts.ts';
import { firstWords, titleOf } from '../../shared/text.ts';
import type { Store } from '../store/store.ts';
import type { BlogRow, EntryRow } from '../store/tables.ts';
import type { Transaction } from '../store/transaction.ts';
import { isPublished } from './entries.ts';
import { Busy, Invalid, NoBlog } from './errors.ts';

/** What was published longer ago, such as an import, is no news. */
const NEWS_MS = 5 * 60_000;
/** An endpoint is a row of half a kilobyte that anybody may add: 50 MB is what strangers may take of the disk. */
const MOST_SUBSCRIBERS = 100_000;
/** What every push service takes as a whole, with room for the rest of the message. */
const TITLE = 200;

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
    const { alerts } = transaction;
    if ((await alerts.subscribers(blog.id)) >= MOST_SUBSCRIBERS)
      throw new Busy('Too many browsers want to be told of this blog.');
    const created_at = await transaction.now();
    await alerts.putSubscriber({ id: idOf(endpoint), blog: blog.id, which, endpoint, ...keys, created_at });
  });
}

/** Nothing happens where there was no such subscriber. */
export async function unsubscribe(store: Store, slug: string, endpoint: string): Promise<void> {
  const blog = await visibleBlog(store, slug);
  await store.transaction(({ alerts }) => alerts.removeSubscriber(blog.id, idOf(endpoint)));
}

/** Leaves word, in the command's own transaction, of what subscribers are to hear once it is committed. */
export async function noteNews(
  { alerts }: Transaction,
  blog: BlogRow,
  before: EntryRow | undefined,
  after: EntryRow,
  now: string,
): Promise<void> {
  if (isPublished(before) && !isPublished(after)) await alerts.withdraw(after.id, now);
  if (blog.status === 'draft' || isPublished(before) || !isPublished(after)) return;
  const isNews = Date.parse(now) - Date.parse(after.published_at!) < NEWS_MS;
  if (!isNews || !(after.breaking || after.key_event)) return;
  await alerts.add({ entry: after.id, blog: blog.id, is_breaking: after.breaking, made_at: now });
}

export function alertOf(blog: BlogRow, entry: EntryRow): Alert {
  return { ...tagOf(blog, entry.id), title: firstWords(titleOf(entry), TITLE), body: blog.title };
}

export function withdrawalOf(blog: BlogRow, entry: string): Withdrawal {
  return { ...tagOf(blog, entry), title: blog.title, url: `/${blog.slug}`, removed: true };
}

const tagOf = ({ slug, language }: BlogRow, entry: string) => ({
  tag: entry,
  url: `/${slug}/${entry}`,
  language,
});

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

async function visibleBlog(store: Store, slug: string): Promise<BlogRow> {
  const blog = await store.read.blog(slug);
  if (!blog || blog.status === 'draft') throw new NoBlog(slug);
  return blog;
}

const idOf = (endpoint: string): string => createHash('sha256').update(endpoint).digest('base64url');
