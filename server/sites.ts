/** From whose page a request comes, as browsers tell it. */
import type { IncomingHttpHeaders } from 'node:http';

/** Characters of an origin that are kept; no real one has more. */
const MOST_SITE = 300;

/**
 * The site that shows what is asked for; undefined for our own pages and for what is no page. In a frame of ours the
 * page is our own: on whose page the frame is, it says itself (`from`, out of the query). To lie there wins nobody
 * anything: what may be read on some sites, a program may read.
 */
export function siteOf(headers: IncomingHttpHeaders, from: unknown, publicUrl: string): string | undefined {
  const around = typeof from === 'string' && isForeign(from, headers, publicUrl) ? from : undefined;
  return (foreignSite(headers, publicUrl) ?? around)?.slice(0, MOST_SITE);
}

/** The origin of the page, where that is not one of ours; undefined for our own pages and for what is no page. */
export function foreignSite(headers: IncomingHttpHeaders, publicUrl: string): string | undefined {
  return isForeign(headers.origin, headers, publicUrl) ? headers.origin : undefined;
}

/** The origin of the page that holds a frame, or undefined where it can't be told or is ours. */
export function siteAround(headers: IncomingHttpHeaders, publicUrl: string): string | undefined {
  const { referer } = headers;
  const origin = referer && URL.canParse(referer) ? new URL(referer).origin : undefined;
  return isForeign(origin, headers, publicUrl) ? origin : undefined;
}

/** Undefined is nobody's. A page without an origin of its own says "null", and is foreign. */
function isForeign(
  origin: string | undefined,
  { host }: IncomingHttpHeaders,
  publicUrl: string,
): origin is string {
  if (origin === undefined || origin === publicUrl) return false;
  return !URL.canParse(origin) || new URL(origin).host !== host;
}
