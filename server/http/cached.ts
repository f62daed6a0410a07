/** Answers that many readers share: made once, compressed once, and sent from memory until their source changes. */
import { createHash } from 'node:crypto';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { heldOf } from './tags.ts';

/** A second in a browser, two in a CDN: fresh enough for news, and a crowd costs us one request. */
export const SHARED = 'public, max-age=1, s-maxage=2, stale-while-revalidate=10';

export class Body {
  readonly type: string;
  readonly etag: string;
  readonly #plain: Buffer;
  #gzip: Buffer | undefined;
  #brotli: Buffer | undefined;

  constructor(type: string, etag: string, text: string) {
    this.type = type;
    this.etag = etag;
    this.#plain = Buffer.from(text);
  }

  /** Of each of its codings: they differ in bytes, and so does a strong tag. */
  get tags(): string[] {
    return ([undefined, 'br', 'gzip'] as const).map((encoding) => codedTag(this.etag, encoding));
  }

  as(encoding: 'br' | 'gzip' | undefined): Buffer {
    if (encoding === 'br') return (this.#brotli ??= brotliCompressSync(this.#plain, BROTLI));
    if (encoding === 'gzip') return (this.#gzip ??= gzipSync(this.#plain));
    return this.#plain;
  }
}

const codedTag = (etag: string, encoding: string | undefined): string =>
  encoding ? `${etag.slice(0, -1)};${encoding}"` : etag;

/** A body whose tag is made of its text alone. */
export function hashedBody(type: string, text: string): Body {
  return new Body(type, `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`, text);
}

const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };

/** Sends the body, or 304 to whoever holds it already. */
export function sendBody(
  request: IncomingMessage,
  response: ServerResponse,
  body: Body,
  cacheControl = SHARED,
): void {
  response.setHeader('Cache-Control', cacheControl);
  response.appendHeader('Vary', 'Accept-Encoding');
  const held = heldOf(request, body.tags);
  if (held) return void response.writeHead(304, { ETag: held }).end();
  const encoding = bestEncoding(request.headers['accept-encoding']?.toString() ?? '');
  const bytes = body.as(encoding);
  response.setHeader('ETag', codedTag(body.etag, encoding));
  response.setHeader('Content-Type', body.type);
  response.setHeader('Content-Length', bytes.length);
  if (encoding) response.setHeader('Content-Encoding', encoding);
  response.end(request.method === 'HEAD' ? undefined : bytes);
}

/** The smaller of our two encodings that the client takes; `q=0` says that it doesn't. */
function bestEncoding(accepted: string): 'br' | 'gzip' | undefined {
  return BROTLI_TAKEN.test(accepted) ? 'br' : GZIP_TAKEN.test(accepted) ? 'gzip' : undefined;
}

const BROTLI_TAKEN = /(^|[\s,])br(?!\s*;\s*q=0(\.0*)?\s*(,|$))/;
const GZIP_TAKEN = /(^|[\s,])gzip(?!\s*;\s*q=0(\.0*)?\s*(,|$))/;

/** `make`, remembered for each source object as long as that object lives. */
export function rememberedBy<Source extends object, Made>(
  make: (source: Source) => Made,
): (source: Source) => Made {
  const made = new WeakMap<Source, Made>();
  return (source) => {
    const known = made.get(source) ?? make(source);
    made.set(source, known);
    return known;
  };
}
