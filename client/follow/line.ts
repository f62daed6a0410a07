/** One socket to the service, shared by all who follow blogs over it: opens, and comes back after a drop. */
import type { Socket } from 'socket.io-client';
import type { Update } from '../../shared/blog.ts';
import {
  type Audience,
  type FromReader,
  type Join,
  type JoinAnswer,
  LIVE_PATH,
  type ToReader,
} from '../../shared/protocol.ts';
import { openSilence } from './silence.ts';

export interface Line {
  /** The site around the page, where it is shown in a frame; else empty. */
  readonly from: string;
  isOpen(): boolean;
  /** It has brought nothing for so long that it may only look open [R15]. */
  isQuiet(): boolean;
  /** Opens the line for its first listener, until the function that it gives back is called for its last. */
  add(listener: Listener): () => void;
  /** Tries at once, where it would have waited or hangs. */
  hurry(): void;
  /** The service's answer; an Error where none came. */
  join(join: Join, answer: (answer: JoinAnswer | Error) => void): void;
  leave(blog: string): void;
  /** Gives up a connection that is no good, and tries again after a while. */
  drop(): void;
}

/** What everybody on the line hears, whichever blog it is about. */
export interface Listener {
  opened(): void;
  /** Ask for something: without an answer it is no line. */
  quiet(): void;
  lost(): void;
  update(update: Update): void;
  audience(audience: Audience): void;
}

const ANSWER_MS = 5_000;
const CONNECT_MS = 12_000;
/** What takes longer hangs, where others have got through meanwhile. */
const HANGS_AFTER_MS = 1_000;
const MOST_BACK_OFF_MS = 60_000;
/** A connection that has held this long has shown that it works: the next back-off starts from the beginning. */
const STEADY_MS = 10_000;
/** As many as the service lets one socket follow, unless it is set otherwise. */
const MOST_BLOGS = 10;

/** Full jitter: after a restart a crowd comes back spread out, not in waves. */
const backOff = (attempt: number): number => Math.random() * Math.min(MOST_BACK_OFF_MS, 1_000 * 2 ** attempt);

export function openLine(origin: string, from = ''): Line {
  const listeners = new Set<Listener>();
  const joined = new Set<string>();
  let socket: Socket<ToReader, FromReader> | undefined;
  /** When the attempt that is under way began; 0 for none. */
  let connectingSince = 0;
  let attempt = 0;
  /** When the server said to come back, in milliseconds from the drop. */
  let comeBackAfter: number | undefined;
  let retry: Timer;
  let steady: Timer;
  const silence = openSilence(() => listeners.forEach((listener) => listener.quiet()));

  return { from, isOpen, isQuiet: silence.isQuiet, add, hurry, join, leave, drop };

  function isOpen(): boolean {
    return socket?.connected === true;
  }

  function add(listener: Listener): () => void {
    listeners.add(listener);
    if (isOpen()) listener.opened();
    else if (listeners.size === 1) void connect();
    else if (!connectingSince) listener.lost();
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) close();
    };
  }

  function hurry(): void {
    attempt = 0;
    if (socket && connectingSince && Date.now() - connectingSince > HANGS_AFTER_MS) giveUp(socket);
    void connect();
  }

  async function connect(): Promise<void> {
    clearTimeout(retry);
    if (connectingSince || isOpen()) return;
    connectingSince = Date.now();
    try {
      socket ??= await open();
      if (listeners.size > 0) socket.connect();
      else connectingSince = 0;
    } catch {
      lost(); // the script of the socket itself did not arrive
    }
  }

  async function open(): Promise<Socket<ToReader, FromReader>> {
    const { io } = await import('socket.io-client');
    const opened: Socket<ToReader, FromReader> = io(origin, {
      path: LIVE_PATH,
      transports: ['websocket'],
      reconnection: false, // its own back-off loses its jitter
      autoConnect: false,
      forceNew: true,
      timeout: CONNECT_MS,
      ...(from && { query: { from } }),
    });
    opened.io.on('open', () => opened.io.engine.on('packet', silence.heard));
    opened.on('connect', connected);
    opened.on('connect_error', lost);
    opened.on('disconnect', lost);
    opened.on('update', (update) => listeners.forEach((listener) => listener.update(update)));
    opened.on('audience', (audience) => listeners.forEach((listener) => listener.audience(audience)));
    opened.on('drain', ({ after }) => void (comeBackAfter = Math.min(after, MOST_BACK_OFF_MS)));
    return opened;
  }

  function connected(): void {
    connectingSince = 0;
    steady = setTimeout(() => (attempt = 0), STEADY_MS);
    silence.start();
    listeners.forEach((listener) => listener.opened());
  }

  function lost(): void {
    connectingSince = 0;
    joined.clear();
    clearTimeout(steady);
    silence.stop();
    if (listeners.size === 0) return;
    clearTimeout(retry);
    retry = setTimeout(() => void connect(), comeBackAfter ?? backOff(attempt++));
    comeBackAfter = undefined;
    listeners.forEach((listener) => listener.lost());
  }

  function join(join: Join, answer: (answer: JoinAnswer | Error) => void): void {
    if (joined.size >= MOST_BLOGS && !joined.has(join.blog)) return answer({ error: 'too-many' });
    joined.add(join.blog);
    // A callback and no promise: updates that come right behind the answer must find it taken in.
    socket
      ?.timeout(ANSWER_MS)
      .emit('join', join, (error: Error | null, given: JoinAnswer) => answer(error ?? given));
  }

  function leave(blog: string): void {
    if (joined.delete(blog) && isOpen()) socket?.emit('leave', { blog });
  }

  function drop(): void {
    socket?.disconnect();
  }

  function close(): void {
    [retry, steady].forEach(clearTimeout);
    silence.stop();
    if (socket) giveUp(socket);
  }

  function giveUp(tried: Socket): void {
    tried.disconnect();
    connectingSince = 0; // a socket that was not open yet does not tell
  }
}

type Timer = ReturnType<typeof setTimeout> | undefined;
