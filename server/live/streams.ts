/**
 * The same feed over plain HTTP: `GET /SLUG/live` as server-sent events (WHATWG HTML, 9.2), for `EventSource` and
 * `curl -N`. The id of an event is where the blog then stands, so that whoever comes back with it misses nothing.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Update } from '../../shared/blog.ts';
import type { Audience } from '../../shared/protocol.ts';
import type { Config } from '../config.ts';
import type { Feed } from '../feeds/feed.ts';
import type { Feeds } from '../feeds/feeds.ts';
import { networkFrom } from '../fair/network.ts';
import { siteOf } from '../sites.ts';
import type { Admission } from './admission.ts';

interface Parts {
  feeds: Feeds;
  config: Config;
  admission: Admission;
  mayShow(slug: string, site: string): Promise<boolean>;
  wasRemoved(slug: string): Promise<boolean>;
  /** Called for who is turned away since there is no room. */
  onFull(): void;
  onError(error: unknown, doing: string): void;
}

/** A reader of a stream, and the site whose page it is on, where that is not ours. */
interface Stream {
  response: ServerResponse;
  site: string | undefined;
  /** Since when something waits for it, in milliseconds since 1970; 0 for nothing. */
  behindSince: number;
}

const PATH = /^\/([a-z0-9-]{1,80})\/live$/;
const PATIENCE_MS = 20_000;
const RETRY_MS = 2_000;
const RETRY_FULL_MS = 15_000;
const HEADERS = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-store',
  // nginx would hold back what is small.
  'X-Accel-Buffering': 'no',
  Vary: 'Origin',
};

/** Whether the request is for a stream; `live` is no id of an entry. */
export const isForStream = ({ method, url = '' }: IncomingMessage): boolean =>
  method === 'GET' && PATH.test(url.split('?', 1)[0]!);

export class Streams {
  readonly #parts: Parts;
  readonly #open = new Map<string, Set<Stream>>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** How many streams are open here. */
  get total(): number {
    return [...this.#open.values()].reduce((sum, streams) => sum + streams.size, 0);
  }

  /** How many streams of this blog are open here. */
  count(slug: string): number {
    return this.#open.get(slug)?.size ?? 0;
  }

  /** Answers a request that is for a stream. */
  open(request: IncomingMessage, response: ServerResponse): void {
    const { admission, config, onFull } = this.#parts;
    admission.ask({
      network: networkFrom(request, config.TRUST_PROXY),
      isGone: () => response.destroyed,
      answer: (leave) => {
        if (!leave) return (onFull(), sayFull(request, response));
        response.once('close', leave);
        void this.#begin(request, response);
      },
    });
  }

  async #begin(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { feeds, config, mayShow, onError } = this.#parts;
    const { pathname, searchParams: query } = new URL(request.url!, 'http://here');
    const slug = PATH.exec(pathname)![1]!;
    try {
      const site = siteOf(request.headers, query.get('from') ?? undefined, config.PUBLIC_URL);
      const held = heldBy(request, query);
      if (!held) return refuse(response, 400, 'Say where you stand as EPOCH:SEQ or SEQ.');
      const feed = await feeds.get(slug);
      if (!feed) return await this.#sayNone(slug, response);
      await feed.catchUpTo(held.after, held.epoch);
      if (site !== undefined && !(await mayShow(slug, site)))
        return refuse(response, 403, 'This live blog is not shown on your site.');
      if (response.destroyed) return;
      this.#follow(feed, held, { response, site, behindSince: 0 }, request.headers.origin);
    } catch (error) {
      onError(error, `streaming "${slug}"`);
      refuse(response, 503, 'The record can’t be reached.');
    }
  }

  async #sayNone(slug: string, response: ServerResponse): Promise<void> {
    if (await this.#parts.wasRemoved(slug)) refuse(response, 410, 'This live blog was removed.');
    else refuse(response, 404, `There is no blog "${slug}".`);
  }

  /** Into the set first, then what is missing, and nothing awaited between: no update can fall in between. */
  #follow(feed: Feed, { after, epoch }: Held, stream: Stream, origin = '*'): void {
    const { slug } = feed.blog;
    const { response } = stream;
    const streams = this.#open.get(slug) ?? new Set();
    this.#open.set(slug, streams.add(stream));
    response.once('close', () => this.#forget(slug, stream));
    response.on('error', () => response.destroy());
    response.writeHead(200, {
      ...HEADERS,
      'Access-Control-Allow-Origin': stream.site === undefined ? '*' : origin,
    });
    response.write(`retry: ${RETRY_MS}\n\n${textOf(feed.updateSince(after, epoch))}`);
  }

  #forget(slug: string, stream: Stream): void {
    const streams = this.#open.get(slug);
    streams?.delete(stream);
    if (streams?.size === 0) this.#open.delete(slug);
  }

  /** Ends streams of this blog; what is on its way still goes, `last` after it, and nothing more. */
  #finish(slug: string, streams: Iterable<Stream>, last: () => string = () => ''): void {
    for (const stream of [...streams]) {
      this.#forget(slug, stream);
      stream.response.end(last());
    }
  }

  push(update: Update): void {
    this.#write(update.blog, textOf(update));
  }

  /** So that a silence means something, there as on the sockets. */
  tell(audience: Audience): void {
    this.#write(audience.blog, `event: audience\ndata: ${JSON.stringify(audience)}\n\n`);
  }

  #write(slug: string, text: string): void {
    const streams = this.#open.get(slug);
    if (!streams) return;
    const bytes = Buffer.from(text);
    for (const { response } of streams) response.write(bytes);
  }

  /** Lets go of those who don't take what is sent to them; they come back and catch up. How many there were. */
  letSlowOnesGo(): number {
    const now = performance.now();
    let gone = 0;
    for (const stream of [...this.#open.values()].flatMap((streams) => [...streams])) {
      const { writableLength } = stream.response;
      stream.behindSince = writableLength === 0 ? 0 : stream.behindSince || now;
      const isTooLong = stream.behindSince > 0 && now - stream.behindSince > PATIENCE_MS;
      if (!isTooLong && writableLength <= this.#parts.config.SLOW_READER_BYTES) continue;
      stream.response.destroy();
      gone += 1;
    }
    return gone;
  }

  /** There is no such blog any more: who comes back hears 404. */
  end(slug: string): void {
    this.#finish(slug, this.#open.get(slug) ?? []);
  }

  /** Of whoever shows a blog on a site where it may not be shown any more. */
  async checkSites(): Promise<void> {
    for (const [slug, streams] of [...this.#open]) {
      for (const stream of [...streams]) {
        const { site } = stream;
        if (site !== undefined && !(await this.#parts.mayShow(slug, site))) this.#finish(slug, [stream]);
      }
    }
  }

  /** What sends each of them away: who is sent comes back in a moment of its own. */
  departures(): (() => void)[] {
    return [...this.#open].flatMap(([slug, streams]) =>
      [...streams].map((stream) => () => this.#finish(slug, [stream], comeBack)),
    );
  }

  /** Sends everybody away at once. */
  close(): void {
    for (const depart of this.departures()) depart();
  }
}

interface Held {
  after: number;
  epoch: string | undefined;
}

/** What the reader holds: by the last event's id, or by the query of a first request; undefined where it makes no sense. */
function heldBy({ headers }: IncomingMessage, query: URLSearchParams): Held | undefined {
  const id = headers['last-event-id'] ?? query.get('after') ?? '0';
  const [, epoch, seq] = /^(?:([\w-]{1,40}):)?(\d{1,15})$/.exec(String(id)) ?? [];
  return seq === undefined
    ? undefined
    : { after: Number(seq), epoch: epoch ?? query.get('epoch') ?? undefined };
}

const comeBack = (): string => `retry: ${Math.round(RETRY_MS * (0.5 + Math.random()))}\n\n`;

const textOf = (update: Update): string =>
  `id: ${update.epoch === undefined ? '' : `${update.epoch}:`}${update.to}\ndata: ${JSON.stringify(update)}\n\n`;

/** An EventSource that hears 503 never comes back: it is told when to try again in its own way. */
function sayFull({ headers }: IncomingMessage, response: ServerResponse): void {
  const wait = Math.round(RETRY_FULL_MS * (0.5 + Math.random()));
  if (headers.accept?.includes('text/event-stream')) {
    response.writeHead(200, { ...HEADERS, 'Access-Control-Allow-Origin': '*' });
    response.end(`retry: ${wait}\n\nevent: error\ndata: {"code":"full"}\n\n`);
  } else {
    response.setHeader('Retry-After', Math.ceil(wait / 1_000));
    refuse(response, 503, 'There is no room for another reader at the moment.');
  }
}

function refuse(response: ServerResponse, status: number, detail: string): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, {
    'Content-Type': 'application/problem+json',
    'Cache-Control': 'no-store',
    'Access-Control-Allow-Origin': '*',
  });
  response.end(JSON.stringify({ type: `/api/v1/problems/${KINDS[status]}`, title: detail, status, detail }));
}

const KINDS: Record<number, string> = {
  400: 'bad-request',
  403: 'not-allowed',
  404: 'not-found',
  410: 'removed',
  503: 'unavailable',
};
