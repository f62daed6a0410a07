/**
 * The pages that were last read, for when there is no network. What is promised of removed entries [R7]: a page that
 * is open hears of them and has every copy with them thrown away; so does an alert that is taken back; and a copy that
 * nobody could throw away, since the device has had no network, is not shown after a day.
 */
import { within } from '../within.ts';
import type { Keep } from './messages.ts';

declare const self: ServiceWorkerGlobalScope;

const PAGES = 'pages-1';
const ASSETS = 'assets-1';
const MOST_PAGES = 10;
/** Of several builds; the ones kept first go first, and a page that is opened brings back what it needs. */
const MOST_ASSETS = 100;
const DAY_MS = 24 * 60 * 60_000;
/** With a network that is there but gives nothing, a reader rather has the copy. */
const PATIENCE_MS = 3_000;
/** Others wait behind the page that is being kept. */
const KEEP_MS = 10_000;

/** By the device's clock, wrong or not: its age must be right. The time that is shown is the server's. */
const KEPT_AT = 'Kept-At';
const PROPS = /<script [^>]*id="props"[^>]*>(.*?)<\/script>/s;

/** A blog, or one of its entries. Nothing else is ever kept. */
export const isKeepable = (pathname: string): boolean =>
  /^\/[a-z0-9-]+(\/[a-z0-9]+)?$/.test(pathname) && !/^\/(api|desk|embed|live)(\/|$)/.test(pathname);

/** The page from the network, or else its copy. */
export async function answerPage(request: Request): Promise<Response> {
  const copy = await copyOf(request);
  // The browser's own cache would show for a while what is removed by now.
  const answered = fetch(request, { cache: 'no-cache' });
  if (!copy) return answered;
  const fresh = answered.then(async (answer) => {
    if (isGone(answer)) await forgetPage(request).catch(() => {});
    return answer.status < 500 ? answer : copy;
  });
  const late = new Promise<Response>((resolve) => setTimeout(resolve, PATIENCE_MS, copy));
  return Promise.race([fresh, late]).catch(() => copy);
}

export async function keptAsset(request: Request): Promise<Response> {
  return (await kept(ASSETS, request)) ?? fetch(request);
}

/** Without a network, what was kept before stays. */
export async function keep({ path, seq, assets }: Keep['keep']): Promise<void> {
  const { pathname } = new URL(path, self.location.origin);
  if (!isKeepable(pathname)) return;
  const [pages, files] = [await caches.open(PAGES), await caches.open(ASSETS)];
  const asking = within(KEEP_MS, (signal) => fetch(path, { cache: 'no-cache', signal }));
  const answer = await asking.catch(() => null);
  if (!answer || answer.status >= 500) return;
  const page = await pageOf(answer, seq);
  await pages.delete(path);
  if (!page) return;
  await Promise.allSettled(assets.map(async (asset) => (await files.match(asset)) ?? files.add(asset)));
  await pages.put(path, page);
  await trim(pages, MOST_PAGES);
  await trim(files, MOST_ASSETS);
}

export async function forgetPagesWith(entries: string[]): Promise<void> {
  const pages = await caches.open(PAGES);
  for (const request of await pages.keys()) {
    const html = await (await pages.match(request, { ignoreVary: true }))?.text();
    if (entries.some((id) => html?.includes(id))) await pages.delete(request, { ignoreVary: true });
  }
}

/** Of earlier versions of this script. */
export async function forgetOldCaches(): Promise<void> {
  const old = (await caches.keys()).filter((name) => name !== PAGES && name !== ASSETS);
  await Promise.all(old.map((name) => caches.delete(name)));
}

async function forgetPage(request: Request): Promise<void> {
  await (await caches.open(PAGES)).delete(request, { ignoreVary: true });
}

const isGone = ({ status }: Response): boolean => status === 404 || status === 410;

async function copyOf(request: Request): Promise<Response | undefined> {
  const copy = await kept(PAGES, request);
  const age = Date.now() - Number(copy?.headers.get(KEPT_AT));
  return age < DAY_MS ? copy : undefined;
}

/** Undefined also where the browser can't get at what it keeps: the site must not go down with that. */
async function kept(name: string, request: Request): Promise<Response | undefined> {
  try {
    return await (await caches.open(name)).match(request, { ignoreVary: true });
  } catch {
    return undefined;
  }
}

/**
 * The copy of a page, which tells whoever opens it when it was made. Undefined for what is no page, and for one that
 * somebody on the way has kept and that is older than what the reader has seen.
 */
async function pageOf(answer: Response, seq: number): Promise<Response | undefined> {
  const html = await answer.text();
  const props = PROPS.exec(html)?.[1];
  if (!answer.ok || !props) return undefined;
  const { blog } = JSON.parse(props) as { blog: { seq: number } };
  if (blog.seq < seq) return undefined;
  const headers = new Headers(answer.headers);
  headers.set(KEPT_AT, String(Date.now()));
  for (const name of ['Content-Encoding', 'Content-Length']) headers.delete(name);
  const madeAt = new Date(headers.get('Date') ?? Date.now()).toISOString();
  const marked = html.replace('<html', `<html data-kept-at="${madeAt}"`);
  return new Response(marked, { headers });
}

async function trim(cache: Cache, most: number): Promise<void> {
  const oldestFirst = await cache.keys();
  await Promise.all(oldestFirst.slice(0, -most).map((request) => cache.delete(request)));
}
