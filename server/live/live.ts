/** The readers' door: the sockets at `/live`. A reader joins a blog, and from then on only listens. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import type { Server as Engine } from 'engine.io';
import { Server, type Socket } from 'socket.io';
import type { Blog, Update } from '../../shared/blog.ts';
import {
  type Audience,
  type FromReader,
  type LineError,
  LIVE_PATH,
  type ToReader,
} from '../../shared/protocol.ts';
import type { Config } from '../config.ts';
import type { Feed } from '../feeds/feed.ts';
import type { Front } from '../feeds/front.ts';
import type { Feeds } from '../feeds/feeds.ts';
import type { Metrics } from '../metrics.ts';
import { siteOf } from '../sites.ts';
import type { Store } from '../store/store.ts';
import { Admission } from './admission.ts';
import { Answers } from './answers.ts';
import { Allowance } from '../fair/allowance.ts';
import { networkFrom } from '../fair/network.ts';
import { TooMany, Turns } from '../fair/turns.ts';
import { createEngine, isHandshake, refuse, upgrade } from './engine.ts';
import { explain, isPolling } from './polling.ts';
import { letGo, showOut } from './ending.ts';
import { FanOut } from './fanout.ts';
import { FrontRooms, frontRoomOf } from './front.ts';
import { Headcount } from './headcount.ts';
import { type ParsedJoin, parseFrontLeave, parseJoin, parseLeave, rounded } from './messages.ts';
import { SlowReaders } from './slow.ts';
import { isForStream, Streams } from './streams.ts';

interface Whence {
  network: string;
  /** The site whose page the socket belongs to, where that is not our own. */
  site: string;
  /** Resolves when the join before this one is answered, and a snapshot taken. */
  answered: Promise<void> | undefined;
}

type ReaderSocket = Socket<FromReader, ToReader, Record<string, never>, Whence>;

/** A page that hears nothing for longer asks [R15]: one frame for all is cheaper than their questions. */
const SPEAK_EVERY_MS = 10_000;
/** Of these, one in so many has a new count. */
const COUNT_EVERY = 2;
const SLOW_CHECK_EVERY_MS = 1_000;
const BURST_SECONDS = 10;
const STEP_MS = 100;
const COME_BACK_MS = 1_000;
const ROOM = 'blog:';
const TOO_MANY_MESSAGES: LineError = { code: 'too-many-messages', detail: 'Send fewer, and come back.' };
const UNKNOWN: LineError = { code: 'unknown-message', detail: 'A reader may send "join" and "leave".' };
const BAD_JOIN: LineError = {
  code: 'bad-join',
  detail: 'Send "join" with { blog: slug, after: seq }, a whole number from 0, and an acknowledgement.',
};
const BAD_LEAVE: LineError = { code: 'bad-leave', detail: 'Send "leave" with { blog: slug }.' };
const roomOf = (slug: string): string => `${ROOM}${slug}`;

interface Parts {
  feeds: Feeds;
  front: Front;
  store: Store;
  config: Config;
  metrics: Metrics;
  /** Whether a page of this site may show the blog. */
  mayShow(slug: string, site: string): Promise<boolean>;
  /** What readers of the blog are told beside their number. */
  alsoOf(slug: string): object;
  onError(error: unknown, doing: string): void;
}

export class Live {
  readonly #feeds: Feeds;
  readonly #front: Front;
  readonly #frontRooms: FrontRooms;
  readonly #config: Config;
  readonly #metrics: Metrics;
  readonly #mayShow: Parts['mayShow'];
  readonly #alsoOf: Parts['alsoOf'];
  readonly #onError: Parts['onError'];
  readonly #admission: Admission;
  readonly #slow: SlowReaders;
  readonly #streams: Streams;
  readonly #headcount: Headcount;
  readonly #engine: Engine;
  readonly #io: Server<FromReader, ToReader, Record<string, never>, Whence>;
  readonly #timers: NodeJS.Timeout[];
  readonly #answers = new Answers();
  readonly #turns: Turns;
  #turn = 0;
  #isClosing = false;

  constructor({ feeds, front, store, config, metrics, mayShow, alsoOf, onError }: Parts) {
    this.#feeds = feeds;
    this.#front = front;
    this.#config = config;
    this.#metrics = metrics;
    this.#mayShow = mayShow;
    this.#alsoOf = alsoOf;
    this.#onError = onError;
    this.#admission = new Admission(config);
    this.#slow = new SlowReaders(config.SLOW_READER_BYTES);
    const onFull = () => metrics.refused.inc();
    const wasRemoved = (slug: string) => store.public.wasRemoved(slug);
    const admission = this.#admission;
    this.#streams = new Streams({ feeds, config, admission, mayShow, wasRemoved, onFull, onError });
    this.#headcount = new Headcount(store);
    this.#engine = createEngine(config.READER_FRAME_BYTES);
    this.#io = new Server({ adapter: FanOut, serveClient: false, connectTimeout: 10_000 });
    this.#io.bind(this.#engine as never);
    this.#answers.encodeFor(this.#io as never);
    this.#turns = new Turns({
      most: config.READERS_PER_ADDRESS * config.BLOGS_PER_READER,
      onRefused: () => metrics.refuse('joins'),
    });
    this.#io.on('connection', (socket) => this.#welcome(socket));
    this.#frontRooms = new FrontRooms({
      io: this.#io,
      front,
      feeds,
      readers: (slug) => this.readers(slug),
      onError,
    });
    feeds.serve({
      push: (update) => this.#push(update),
      isWatched: (slug) => this.#readersOf(slug) > 0 || front.isFollowed(slug),
      tellStale: () => this.#tellAudiences(),
      end: (slug) => this.#end(slug),
    });
    metrics.gauge('dateline_readers', 'Open reader sockets.', () => this.#engine.clientsCount);
    this.#timers = [
      setInterval(() => void this.#speak(), SPEAK_EVERY_MS),
      setInterval(() => this.#letSlowReadersGo(), SLOW_CHECK_EVERY_MS),
    ];
  }

  /** For the HTTP server's `upgrade`. Everything but `/live` is turned away, and so is whoever is one too many. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    const path = request.url?.split('?', 1)[0];
    if (path !== LIVE_PATH && path !== `${LIVE_PATH}/`) return refuse(socket, '404 Not Found');
    if (!isHandshake(request)) return refuse(socket, '400 Bad Request');
    if (this.#isClosing) return this.#sayFull(socket);
    this.#admission.ask({
      network: networkFrom(request, this.#config.TRUST_PROXY),
      isGone: () => socket.destroyed,
      answer: (leave) => {
        if (!leave) return this.#sayFull(socket);
        this.#metrics.accepted.inc();
        socket.once('close', leave);
        upgrade(this.#engine, request, socket, head);
      },
    });
  }

  /** For the HTTP server's requests: true where it was for a stream of events, or for a socket by other means. */
  handleRequest(request: IncomingMessage, response: ServerResponse): boolean {
    if (isForStream(request)) this.#streams.open(request, response);
    else if (isPolling(request)) explain(response);
    else return false;
    return true;
  }

  #sayFull(socket: Duplex): void {
    this.#metrics.refused.inc();
    refuse(socket, '503 Service Unavailable', `Retry-After: ${5 + Math.floor(Math.random() * 26)}`);
  }

  /** How many readers there are to send away. */
  get open(): number {
    return this.#engine.clientsCount + this.#streams.total;
  }

  /** Another node sends so many readers here, over so many milliseconds. */
  expect(readers: number, over: number): void {
    this.#admission.expect(readers, over);
  }

  /**
   * Tells readers to come back in a moment, to another node, and lets them go evenly: at half of what the `others` let
   * in, who have readers of their own, or faster where that would take more than `most` milliseconds.
   */
  async sendAway(most: number, others: number): Promise<void> {
    this.#isClosing = true;
    this.#admission.close();
    const departures = [...this.#departures(), ...this.#streams.departures()];
    const perSecond = (this.#config.CONNECTS_PER_SECOND / 2) * Math.max(1, others);
    const steps = Math.ceil(Math.min(most, (departures.length / perSecond) * 1_000) / STEP_MS);
    const atOnce = Math.ceil(departures.length / Math.max(1, steps));
    for (let n = 0; n < departures.length; n += atOnce) {
      for (const depart of departures.slice(n, n + atOnce)) depart();
      await pause(STEP_MS);
    }
  }

  #departures(): (() => void)[] {
    return [...this.#io.sockets.sockets.values()].map((socket) => () => {
      socket.emit('drain', { after: Math.round(Math.random() * COME_BACK_MS) });
      letGo(socket);
    });
  }

  /** Lets everybody take what is on its way to them, then closes [R12]. `deadline` in milliseconds. */
  async close(deadline: number): Promise<void> {
    this.#isClosing = true;
    this.#admission.close();
    this.#timers.forEach(clearInterval);
    this.#streams.close();
    for (const socket of this.#io.sockets.sockets.values()) letGo(socket);
    const end = performance.now() + deadline;
    while (this.#engine.clientsCount > 0 && performance.now() < end) await pause(10);
    await this.#io.close();
  }

  /** Lets go of whoever shows a blog on a site where it may not be shown any more. What they may show they come back for. */
  async checkSites(): Promise<void> {
    for (const socket of [...this.#io.sockets.sockets.values()]) {
      const { site } = socket.data;
      const rooms = site === undefined ? [] : [...socket.rooms].filter((room) => room.startsWith(ROOM));
      const allowed = await Promise.all(rooms.map((room) => this.#mayShow(room.slice(ROOM.length), site!)));
      if (allowed.includes(false)) letGo(socket);
    }
    await this.#streams.checkSites();
  }

  /** How many sockets are open from pages of each site that is not ours. */
  sites(): Map<string, number> {
    const open = new Map<string, number>();
    for (const { data } of this.#io.sockets.sockets.values()) {
      if (data.site !== undefined) open.set(data.site, (open.get(data.site) ?? 0) + 1);
    }
    return open;
  }

  #welcome(socket: ReaderSocket): void {
    socket.data.network = networkFrom(socket.request, this.#config.TRUST_PROXY);
    this.#noteSite(socket);
    // They keep the handshake's request, and with it some kilobytes, as long as the socket lives.
    (socket.conn as { request: unknown }).request = null;
    (socket as { handshake: unknown }).handshake = null;
    const perSecond = this.#config.READER_MESSAGES_PER_SECOND;
    const allowance = new Allowance(perSecond, perSecond * BURST_SECONDS);
    socket.use(([name], next) => {
      if (!allowance.take()) {
        socket.emit('error', TOO_MANY_MESSAGES);
        letGo(socket);
      } else if (name === 'join' || name === 'leave') next();
      else showOut(socket, UNKNOWN);
    });
    socket.on('join', (...frame: unknown[]) => void this.#join(socket, frame));
    socket.on('leave', (...frame: unknown[]) => {
      const slug = parseLeave(frame);
      const section = parseFrontLeave(frame);
      if (slug !== undefined) void socket.leave(roomOf(slug));
      else if (section !== undefined) void socket.leave(frontRoomOf(section));
      else showOut(socket, BAD_LEAVE);
    });
  }

  #noteSite({ data, handshake: { headers, query } }: ReaderSocket): void {
    const site = siteOf(headers, query.from, this.#config.PUBLIC_URL);
    if (site !== undefined) data.site = site;
  }

  async #join(socket: ReaderSocket, frame: unknown[]): Promise<void> {
    if (await this.#frontRooms.join(socket, frame)) return;
    const join = parseJoin(frame);
    if (!join) {
      const answer = frame.at(-1);
      if (typeof answer === 'function') answer({ error: 'bad-request' });
      return showOut(socket, BAD_JOIN);
    }
    const room = roomOf(join.blog);
    // Every socket is in one room of its own from the start.
    if (!socket.rooms.has(room) && socket.rooms.size > this.#config.BLOGS_PER_READER) {
      return join.answer({ error: 'too-many' });
    }
    try {
      const feed = await this.#feeds.get(join.blog);
      if (!feed) return join.answer({ error: 'not-found' });
      await feed.catchUpTo(join.after, join.epoch);
      const before = socket.data.answered;
      const answered = this.#inTurn(socket, join, feed, before);
      socket.data.answered = answered.catch(() => {});
      await answered;
    } catch (error) {
      if (error instanceof TooMany) return join.answer({ error: 'unavailable' });
      this.#onError(error, `joining "${join.blog}"`);
      join.answer({ error: 'unavailable' });
    }
  }

  /** One join of a socket after the other: whoever doesn't take a snapshot gets no other. */
  async #inTurn(
    socket: ReaderSocket,
    join: ParsedJoin,
    feed: Feed,
    before: Promise<void> | undefined,
  ): Promise<void> {
    await before;
    const { taken } = await this.#turns.take(socket.data.network, () => this.#letJoin(socket, join, feed));
    await taken;
  }

  /** Resolves once it is answered; `taken` when a snapshot has gone to the network, where it is one. */
  async #letJoin(socket: ReaderSocket, join: ParsedJoin, feed: Feed): Promise<{ taken?: Promise<void> }> {
    // Asked last: who was shown out while the feed was read must not come in behind it.
    const { site } = socket.data;
    if (site !== undefined && !(await this.#mayShow(join.blog, site))) {
      join.answer({ error: 'not-found' });
      return {};
    }
    if (!socket.connected) return {};
    // Room first, then the answer, and nothing awaited from here on: no update can fall in between.
    void socket.join(roomOf(join.blog));
    const update = feed.updateSince(join.after, join.epoch);
    const taken = update.from === 0 && { taken: whenTaken(socket.conn as never) };
    join.answer(this.#answers.shared(feed.blog, update));
    socket.emit('audience', this.#audienceOf(feed.blog));
    return { ...taken };
  }

  #push(update: Update): void {
    this.#metrics.updates.inc();
    const sections = this.#front.hears(update);
    const onFront = sections.reduce((sum, section) => sum + this.#frontRooms.size(section), 0);
    this.#metrics.deliveries.inc(this.#readersOf(update.blog) + onFront);
    this.#io.to([roomOf(update.blog), ...sections.map(frontRoomOf)]).emit('update', update);
    this.#streams.push(update);
  }

  /** Whoever follows it comes back, and hears that there is no such blog. */
  #end(slug: string): void {
    for (const id of [...(this.#io.sockets.adapter.rooms.get(roomOf(slug)) ?? [])]) {
      const socket = this.#io.sockets.sockets.get(id);
      if (socket) letGo(socket);
    }
    this.#streams.end(slug);
  }

  #readersOf(slug: string): number {
    return (this.#io.sockets.adapter.rooms.get(roomOf(slug))?.size ?? 0) + this.#streams.count(slug);
  }

  /** Readers of this blog on all nodes, rounded. */
  readers(slug: string): number {
    return rounded(this.#readersOf(slug) + this.#headcount.onOtherNodes(slug));
  }

  async #speak(): Promise<void> {
    if ((this.#turn += 1) % COUNT_EVERY === 0) await this.#countAudiences();
    this.#tellAudiences();
  }

  async #countAudiences(): Promise<void> {
    const own = [...this.#feeds.clocks()].map(({ slug }) => [slug, this.#readersOf(slug)] as const);
    try {
      await this.#headcount.exchange(new Map(own.filter(([, readers]) => readers > 0)));
    } catch (error) {
      this.#onError(error, 'counting readers');
    }
  }

  #tellAudiences(): void {
    this.#frontRooms.tellAudiences();
    for (const blog of this.#feeds.clocks()) {
      const audience = this.#audienceOf(blog);
      if (audience.readers === 0) continue;
      this.#io.to(roomOf(blog.slug)).volatile.emit('audience', audience);
      this.#streams.tell(audience);
    }
  }

  #audienceOf({ slug, seq, epoch }: Pick<Blog, 'slug' | 'seq' | 'epoch'>): Audience {
    const stale = this.#feeds.isStale && ({ stale: true } as const);
    return { ...this.#alsoOf(slug), blog: slug, seq, epoch, readers: this.readers(slug), ...stale };
  }

  #letSlowReadersGo(): void {
    for (const socket of this.#io.sockets.sockets.values()) {
      if (this.#slow.check(socket.conn as never)) this.#metrics.letGo.inc();
    }
    this.#metrics.letGo.inc(this.#streams.letSlowOnesGo());
  }
}

type Conn = NodeJS.EventEmitter & { transport: NodeJS.EventEmitter };

/** Resolves when what is sent next has gone to the network, or the connection has. */
function whenTaken(conn: Conn): Promise<void> {
  const { transport } = conn;
  return new Promise((resolve) => {
    const done = () => {
      transport.off('drain', done);
      conn.off('close', done);
      resolve();
    };
    transport.once('drain', done);
    conn.once('close', done);
  });
}
