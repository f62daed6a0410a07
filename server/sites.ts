/** From whose page a request comes, as browsers tell it. */
import type { IncomingHttpHeaders } from 'node:http';

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
export function isForeign(
  origin: string | undefined,
  { host }: IncomingHttpHeaders,
  publicUrl: string,
): origin is string {
  if (origin === undefined || origin === publicUrl) return false;
  return !URL.canParse(origin) || new URL(origin).host !== host;
}
