/** The desk's socket: who else is here, and when to read again. Same origin and a live session, or no connection. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Server as Engine } from 'engine.io';
import { Server, type Socket } from 'socket.io';
import { DESK_LIVE_PATH, type FromDesk, type Glance, type ToDesk } from '../../shared/desk.ts';
import { type Bus, deskBell, presenceBell, sessionsBell } from '../bus/bus.ts';
import type { Store } from '../store/store.ts';
import { Allowance } from '../fair/allowance.ts';
import { letGo } from './ending.ts';
import { createEngine, isHandshake, refuse, upgrade } from './engine.ts';
import { parseEditing, parseWatch } from './messages.ts';
import { Presence } from './presence.ts';

/** Whoever a session stands for. */
interface Person {
  /** The session's id: its cookie may be renewed while the socket is open. */
  session: string;
  account: string;
  name: string;
}

interface Parts {
  store: Store;
  bus: Bus;
  /** Undefined without a live session, or from another site's page. */
  admit(request: IncomingMessage): Promise<Person | undefined>;
  /** Undefined where the session has ended. */
  nameOf(session: string): Promise<string | undefined>;
  mayWatch(session: string, slug: string): Promise<boolean>;
  /** Somebody does something: their session goes on. */
  isUsed(session: string): Promise<void>;
  /** Sockets that one person may hold open here: the setting DESK_SOCKETS_PER_PERSON. */
  mostEach: number;
  onRefused(): void;
  glance(slug: string): Omit<Glance, 'blog'>;
  onError(error: unknown, doing: string): void;
}

interface Guest extends Person {
  blog?: string;
  editing: string | null;
  /** What was asked of the record last. */
  last: Promise<void>;
}

type DeskSocket = Socket<FromDesk, ToDesk, never, Guest>;

const MOST_SOCKETS = 2_000;
const FRAME_BYTES = 4_096;
const MESSAGES_PER_SECOND = 5;
const BURST = 30;
const GLANCE_EVERY_MS = 5_000;
/** Of these, one in so many is told even where nothing has changed: a desk that hears nothing for long asks [R15]. */
const TELL_EVERY = 2;
const SEEN_EVERY_MS = 20_000;
const ADMIT_AGAIN_EVERY_MS = 60_000;

export class DeskLive {
  readonly #parts: Parts;
  readonly #engine: Engine = createEngine(FRAME_BYTES);
  readonly #io: Server<FromDesk, ToDesk, never, Guest>;
  /** The blogs that somebody watches here, how to stop hearing of them, and what was last told. */
  readonly #watched = new Map<string, { stop(): void; told: string }>();
  readonly #timers: NodeJS.Timeout[];
  readonly #presence: Presence;
  /** Open sockets of each account. */
  readonly #open = new Map<string, number>();
  /** Whom each handshake stood for. */
  readonly #admitted = new WeakMap<IncomingMessage, Person>();
  #turn = 0;
  readonly #stopHearing: () => void;
  /** What is under way in the record: closing waits for it. */
  readonly #working = new Set<Promise<void>>();

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#presence = new Presence({
      ...parts,
      show: (blog, people) => void this.#io.to(blog).emit('presence', { blog, people }),
    });
    this.#io = new Server({ serveClient: false, connectTimeout: 10_000 });
    this.#io.bind(this.#engine as never);
    this.#io.on('connection', (socket) => this.#welcome(socket));
    this.#stopHearing = parts.bus.hear(sessionsBell().channel, () => void this.#admitAgain());
    this.#timers = [
      setInterval(() => this.#glanceAll(), GLANCE_EVERY_MS),
      setInterval(() => void this.#sayWhoIsHere(), SEEN_EVERY_MS),
      setInterval(() => void this.#admitAgain(), ADMIT_AGAIN_EVERY_MS),
    ];
  }

  /** True where the request was for this door. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean {
    const path = request.url?.split('?', 1)[0];
    if (path !== DESK_LIVE_PATH && path !== `${DESK_LIVE_PATH}/`) return false;
    socket.on('error', () => socket.destroy());
    if (!isHandshake(request)) refuse(socket, '400 Bad Request');
    else void this.#admit(request, socket, head);
    return true;
  }

  async close(): Promise<void> {
    this.#timers.forEach(clearInterval);
    this.#stopHearing();
    await this.#io.close();
    await Promise.allSettled(this.#working);
    await this.#presence.close();
    for (const { stop } of this.#watched.values()) stop();
  }

  async #admit(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    try {
      if (this.#engine.clientsCount >= MOST_SOCKETS) return refuse(socket, '503 Service Unavailable');
      const person = await this.#parts.admit(request);
      if (socket.destroyed) return;
      if (!person) return refuse(socket, '401 Unauthorized');
      const open = this.#open.get(person.account) ?? 0;
      if (open >= this.#parts.mostEach) {
        this.#parts.onRefused();
        return refuse(socket, '503 Service Unavailable');
      }
      this.#open.set(person.account, open + 1);
      socket.once('close', () => this.#closed(person));
      this.#admitted.set(request, person);
      upgrade(this.#engine, request, socket, head);
    } catch (error) {
      this.#parts.onError(error, 'letting somebody in at the desk');
      refuse(socket, '503 Service Unavailable');
    }
  }

  #closed({ account }: Person): void {
    const left = this.#open.get(account)! - 1;
    if (left > 0) this.#open.set(account, left);
    else this.#open.delete(account);
  }

  #welcome(socket: DeskSocket): void {
    const allowance = new Allowance(MESSAGES_PER_SECOND, BURST);
    const person = this.#admitted.get(socket.request)!;
    socket.data = { ...person, editing: null, last: Promise.resolve() };
    socket.use(([name], next) => {
      if (!allowance.take()) letGo(socket);
      else if (name === 'watch' || name === 'editing') next();
      else socket.disconnect(true);
    });
    socket.on('watch', (...frame: unknown[]) => void this.#guard(socket, () => this.#watch(socket, frame)));
    socket.on('editing', (...frame: unknown[]) => void this.#guard(socket, () => this.#edit(socket, frame)));
    socket.on('disconnect', () => void this.#guard(socket, async () => this.#leave(socket)));
  }

  async #watch(socket: DeskSocket, frame: unknown[]): Promise<void> {
    const watch = parseWatch(frame);
    if (!watch) return void socket.disconnect(true);
    const { session } = socket.data;
    const name = await this.#parts.nameOf(session);
    if (name === undefined) return signOut(socket);
    if (!(await this.#parts.mayWatch(session, watch.blog))) return watch.answer({ error: 'not-found' });
    this.#leave(socket);
    if (!socket.connected) return;
    Object.assign(socket.data, { name, blog: watch.blog, editing: null });
    this.#hear(watch.blog);
    void socket.join(watch.blog);
    watch.answer({ ok: true });
    socket.emit('glance', { blog: watch.blog, ...this.#parts.glance(watch.blog) });
    this.#tell(socket);
  }

  async #edit(socket: DeskSocket, frame: unknown[]): Promise<void> {
    const entry = parseEditing(frame);
    if (entry === undefined) return void socket.disconnect(true);
    socket.data.editing = entry;
    this.#tell(socket);
    await this.#parts.isUsed(socket.data.session);
  }

  /** Lets all nodes know what this person does now. */
  #tell({ id, data: { name, blog, editing } }: DeskSocket): void {
    if (blog === undefined) return;
    this.#presence.says(id, { name, blog, editing });
  }

  #leave(socket: DeskSocket): void {
    const { blog } = socket.data;
    if (blog === undefined) return;
    delete socket.data.blog;
    void socket.leave(blog);
    if (!this.#io.sockets.adapter.rooms.has(blog)) {
      this.#watched.get(blog)?.stop();
      this.#watched.delete(blog);
    }
    this.#presence.gone(socket.id, blog);
  }

  #hear(blog: string): void {
    if (this.#watched.has(blog)) return;
    const { bus } = this.#parts;
    const stops = [
      bus.hear(deskBell(blog).channel, () => this.#io.to(blog).emit('changed', { blog })),
      bus.hear(presenceBell(blog).channel, () => this.#presence.look(blog)),
    ];
    this.#watched.set(blog, { stop: () => stops.forEach((stop) => stop()), told: '' });
  }

  async #sayWhoIsHere(): Promise<void> {
    const watching = [...this.#io.sockets.sockets.values()].filter(({ data }) => data.blog !== undefined);
    if (watching.length === 0) return;
    try {
      const ids = watching.map(({ id }) => id);
      const { store } = this.#parts;
      await store.transaction(({ present }) => present.seen(ids, store.clock.now()));
      // Those who left without a word have expired by now.
      for (const blog of this.#watched.keys()) this.#presence.look(blog);
    } catch (error) {
      this.#parts.onError(error, 'saying who is at the desk');
    }
  }

  /** Whatever is shown at the desk may not be so: it is read again. */
  readAgain(): void {
    for (const blog of this.#watched.keys()) this.#io.to(blog).emit('changed', { blog });
  }

  #glanceAll(): void {
    const isDue = (this.#turn += 1) % TELL_EVERY === 0;
    for (const [blog, watched] of this.#watched) {
      const glance = { blog, ...this.#parts.glance(blog) };
      const text = JSON.stringify(glance);
      if (isDue || text !== watched.told) this.#io.to(blog).emit('glance', glance);
      watched.told = text;
    }
  }

  /** Sessions end: whoever has none any more is shown out. */
  async #admitAgain(): Promise<void> {
    for (const socket of this.#io.sockets.sockets.values()) {
      await this.#guard(socket, async () => {
        const { session, blog } = socket.data;
        const stays = (await this.#parts.nameOf(session)) !== undefined;
        if (!stays || (blog !== undefined && !(await this.#parts.mayWatch(session, blog)))) signOut(socket);
      });
    }
  }

  /** One thing after the other for each socket: what it did last is what everybody sees last. */
  #guard(socket: DeskSocket, work: () => Promise<void>): Promise<void> {
    const guarded = socket.data.last.then(work).catch((error: unknown) => {
      this.#parts.onError(error, 'at the desk’s socket');
      letGo(socket); // it asks again
    });
    socket.data.last = guarded;
    this.#working.add(guarded);
    return guarded.finally(() => this.#working.delete(guarded));
  }
}

function signOut(socket: DeskSocket): void {
  socket.emit('signed-out');
  socket.disconnect(true);
}
