/** Answers that many readers share: made once, compressed once, and sent from memory until their source changes. */
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { heldOf } from './tags.ts';

const compressors = { br: promisify(brotliCompress), gzip: promisify(gzip) };
type Encoding = keyof typeof compressors;

/**
 * A second in a browser, two in a CDN: fresh enough for news, and a crowd costs us one request. What is older is not to
 * be shown while the new is fetched (RFC 5861): a removed entry would be (Varnish adds ten seconds where nothing is said).
 */
export const SHARED = 'public, max-age=1, s-maxage=2, stale-while-revalidate=0';

/**
 * How long an error may be kept. One that says "not here" takes the place of what a cache holds: with "no-store" a
 * proxy goes on showing what was removed, for as long as it may show what is stale [R7].
 */
export function cachingOfError({ method, headers }: IncomingMessage, status: number): string {
  const isForAll = !headers.authorization && !headers.cookie && (method === 'GET' || method === 'HEAD');
  return isForAll && (status === 404 || status === 410) ? SHARED : 'no-store';
}

/** By what a CDN is told to forget all answers about a blog: as Fastly and Varnish call it, and as Cloudflare does. */
export const surrogateKey = (slug: string): [string, string][] => [
  ['Surrogate-Key', slug],
  ['Cache-Tag', slug],
];

export class Body {
  readonly type: string;
  readonly etag: string;
  /** When its source last changed (ISO 8601), where that is told by date, too. */
  readonly modified: string | undefined;
  readonly #plain: Buffer;
  readonly #compressed = new Map<Encoding, Buffer | Promise<Buffer>>();

  /** Where the next page is, if this is one of several. */
  next: string | null = null;

  constructor(type: string, etag: string, content: string | Buffer, modified?: string) {
    this.type = type;
    this.etag = etag;
    this.modified = modified;
    this.#plain = typeof content === 'string' ? Buffer.from(content) : content;
  }

  /** Of each of its codings: they differ in bytes, and so does a strong tag. */
  get tags(): string[] {
    return ([undefined, 'br', 'gzip'] as const).map((encoding) => codedTag(this.etag, encoding));
  }

  /** The coding in which it goes to who asks: a picture is packed already. */
  codingFor(request: IncomingMessage): Encoding | undefined {
    return this.type.startsWith('image/png') ? undefined : encodingFor(request);
  }

  /** What it takes in memory. */
  get bytes(): number {
    const compressed = [...this.#compressed.values()].map((one) => (one instanceof Promise ? 0 : one.length));
    return compressed.reduce((sum, length) => sum + length, this.#plain.length);
  }

  /** The first who asks for an encoding waits for it; the loop doesn't. */
  as(encoding: Encoding | undefined): Buffer | Promise<Buffer> {
    if (encoding === undefined) return this.#plain;
    const known = this.#compressed.get(encoding);
    if (known) return known;
    const compressing = compressors[encoding](this.#plain, encoding === 'br' ? BROTLI : {}).then((bytes) => {
      this.#compressed.set(encoding, bytes);
      return bytes;
    });
    this.#compressed.set(encoding, compressing);
    return compressing;
  }
}

const codedTag = (etag: string, encoding: string | undefined): string =>
  encoding ? `${etag.slice(0, -1)};${encoding}"` : etag;

/** A body whose tag is made of its content alone. */
export function hashedBody(type: string, content: string | Buffer, modified?: string): Body {
  const tag = `"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`;
  return new Body(type, tag, content, modified);
}

/** HTTP's dates are of whole seconds: what changed in the last two may change in the same second again. */
const SETTLED_MS = 2_000;

/** What the header Last-Modified says; undefined for nothing yet. */
function dateOf({ modified }: Body): string | undefined {
  if (modified === undefined || Date.now() - Date.parse(modified) < SETTLED_MS) return undefined;
  return new Date(modified).toUTCString();
}

/** A tag says more than a date, where there is one. */
function isHeldSince({ headers }: IncomingMessage, date: string | undefined): boolean {
  const since = headers['if-modified-since'];
  if (date === undefined || since === undefined || headers['if-none-match'] !== undefined) return false;
  return Date.parse(since) >= Date.parse(date);
}

const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };

/** The next page of a list, as RFC 8288 has it. */
export const linkTo = (next: string): string => `<${next}>; rel="next"`;

/** Sends the body, or 304 to whoever holds it already. */
export function sendBody(
  request: IncomingMessage,
  response: ServerResponse,
  body: Body,
  cacheControl = SHARED,
): void {
  response.setHeader('Cache-Control', cacheControl);
  response.appendHeader('Vary', 'Accept-Encoding');
  const date = dateOf(body);
  if (date !== undefined) response.setHeader('Last-Modified', date);
  if (body.next !== null) response.appendHeader('Link', linkTo(body.next));
  const held = heldOf(request, body.tags);
  if (held) return void response.writeHead(304, { ETag: held }).end();
  const encoding = body.codingFor(request);
  if (isHeldSince(request, date))
    return void response.writeHead(304, { ETag: codedTag(body.etag, encoding) }).end();
  const bytes = body.as(encoding);
  response.setHeader('ETag', codedTag(body.etag, encoding));
  response.setHeader('Content-Type', body.type);
  if (encoding) response.setHeader('Content-Encoding', encoding);
  const send = (bytes: Buffer): void => {
    response.setHeader('Content-Length', bytes.length);
    response.end(request.method === 'HEAD' ? undefined : bytes);
  };
  if (bytes instanceof Promise) bytes.then(send, (error: Error) => response.destroy(error));
  else send(bytes);
}

/** The smaller of our two encodings that the client takes; `q=0` says that it doesn't. */
export function encodingFor({ headers }: IncomingMessage): Encoding | undefined {
  const accepted = headers['accept-encoding']?.toString() ?? '';
  return BROTLI_TAKEN.test(accepted) ? 'br' : GZIP_TAKEN.test(accepted) ? 'gzip' : undefined;
}

const BROTLI_TAKEN = /(^|[\s,])br(?!\s*;\s*q=0(\.0*)?\s*(,|$))/;
const GZIP_TAKEN = /(^|[\s,])gzip(?!\s*;\s*q=0(\.0*)?\s*(,|$))/;
