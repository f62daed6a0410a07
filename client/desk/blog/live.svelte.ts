/** Hears what others do on a blog while its page is open, and says which entry is being edited here. */
import { io, type Socket } from 'socket.io-client';
import {
  DESK_LIVE_PATH,
  type FromDesk,
  type Glance,
  type Present,
  type ToDesk,
} from '../../../shared/desk.ts';
import { openSilence } from '../../follow/silence.ts';

const ANSWER_MS = 5_000;
const CONNECT_MS = 5_000;
/** A newsroom is no crowd. */
const MOST_BACK_OFF_MS = 5_000;
/** While nothing can be heard, how often to look. */
const POLL_MS = 15_000;

export interface DeskLiveListeners {
  /** Something may have changed: read again what is shown. */
  onChanged(): void;
  onSignedOut(): void;
}

export class DeskLive {
  connection = $state<'connecting' | 'live' | 'reconnecting'>('connecting');
  /** Who has this blog open at the desk, oneself among them. */
  people = $state.raw<Present[]>([]);
  /** The same without this very page. */
  readonly others = $derived(this.people.filter(({ id }) => id !== this.#socket.id));
  /** Null until the first one is heard. */
  glance = $state.raw<Glance | null>(null);

  readonly #blog: string;
  readonly #listeners: DeskLiveListeners;
  readonly #socket: Socket<ToDesk, FromDesk>;
  readonly #silence = openSilence(() => this.#watch());
  #editing: string | null = null;
  #isStarted = false;
  #attempt = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #poll: ReturnType<typeof setInterval> | undefined;

  constructor(blog: string, listeners: DeskLiveListeners) {
    this.#blog = blog;
    this.#listeners = listeners;
    this.#socket = io({
      path: DESK_LIVE_PATH,
      transports: ['websocket'],
      reconnection: false, // its own back-off loses its jitter
      autoConnect: false,
      forceNew: true,
      timeout: CONNECT_MS,
    });
    this.#listen();
  }

  /** Returns how to stop; it may be started again. */
  start(): () => void {
    this.#isStarted = true;
    this.#attempt = 0;
    this.#socket.connect();
    this.#poll = setInterval(() => {
      if (this.connection !== 'live') this.#listeners.onChanged();
    }, POLL_MS);
    return () => {
      this.#isStarted = false;
      clearTimeout(this.#retry);
      clearInterval(this.#poll);
      this.#silence.stop();
      this.#socket.disconnect();
    };
  }

  /** The network is back, or somebody looks again: don't wait for the back-off. */
  wake(): void {
    this.#listeners.onChanged();
    if (!this.#isStarted) return;
    if (this.#socket.connected) return void (this.#silence.isQuiet() && this.#watch());
    clearTimeout(this.#retry);
    this.#attempt = 0;
    this.#socket.connect();
  }

  editing(entry: string | null): void {
    this.#editing = entry;
    if (this.connection === 'live') this.#socket.emit('editing', { entry });
  }

  #listen(): void {
    this.#socket.io.on('open', () => this.#socket.io.engine.on('packet', this.#silence.heard));
    this.#socket.on('connect', () => {
      this.#silence.start();
      this.#watch();
    });
    this.#socket.on('connect_error', () => this.#lost());
    this.#socket.on('disconnect', () => this.#lost());
    this.#socket.on('changed', ({ blog }) => {
      if (blog === this.#blog) this.#listeners.onChanged();
    });
    this.#socket.on('presence', ({ blog, people }) => {
      if (blog === this.#blog) this.people = people;
    });
    this.#socket.on('glance', (glance) => {
      if (glance.blog === this.#blog) this.glance = glance;
    });
    this.#socket.on('signed-out', () => this.#listeners.onSignedOut());
  }

  /** Whatever happened between the last connection and this one is read again. Also how a socket proves that it lives. */
  #watch(): void {
    this.#socket.timeout(ANSWER_MS).emit('watch', { blog: this.#blog }, (error, answer) => {
      if (error || 'error' in answer) return void this.#socket.disconnect();
      this.connection = 'live';
      this.#attempt = 0;
      if (this.#editing) this.#socket.emit('editing', { entry: this.#editing });
      this.#listeners.onChanged();
    });
  }

  #lost(): void {
    if (this.connection === 'live') this.connection = 'reconnecting';
    this.people = [];
    this.#silence.stop();
    if (!this.#isStarted) return;
    clearTimeout(this.#retry);
    const wait = Math.random() * Math.min(MOST_BACK_OFF_MS, 1_000 * 2 ** this.#attempt);
    this.#attempt += 1;
    this.#retry = setTimeout(() => this.#socket.connect(), wait);
  }
}
