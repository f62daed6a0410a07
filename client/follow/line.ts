/** One socket to the service, shared by all who follow blogs over it: opens, and comes back after a drop. */
import type { FrontUpdate } from '../../shared/front.ts';
import type {
  Audience,
  FrontAnswer,
  FrontAudience,
  Join,
  JoinAnswer,
  JoinFront,
} from '../../shared/protocol.ts';
import { openSilence } from './silence.ts';
import { openSocket, type Socket } from './socket.ts';

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
  /** The same for the front, or a section of it. */
  joinFront(join: JoinFront, answer: (answer: FrontAnswer | Error) => void): void;
  leaveFront(section: string): void;
  /** Gives up a connection that is no good, and tries again after a while. */
  drop(): void;
}

/** What everybody on the line hears, whichever blog it is about. */
export interface Listener {
  opened(): void;
  /** Ask for something: without an answer it is no line. */
  quiet(): void;
  lost(): void;
  update(update: FrontUpdate): void;
  audience(audience: Audience | FrontAudience): void;
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
  /** Also while it is being opened. */
  let socket: Socket | undefined;
  let isUp = false;
  let connectingSince = 0;
  let attempt = 0;
  /** When the server said to come back, in milliseconds from the drop. */
  let comeBackAfter: number | undefined;
  let retry: Timer;
  let steady: Timer;
  const silence = openSilence(() => listeners.forEach((listener) => listener.quiet()));

  return {
    from,
    isOpen: () => isUp,
    isQuiet: silence.isQuiet,
    add,
    hurry,
    join,
    leave,
    joinFront: (join, answer) => socket?.ask('join', join, ANSWER_MS, answer),
    leaveFront: (section) => isUp && socket?.send('leave', { front: section }),
    drop,
  };

  function add(listener: Listener): () => void {
    listeners.add(listener);
    if (isUp) listener.opened();
    else if (listeners.size === 1) connect();
    else if (!socket) listener.lost();
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) letGo();
    };
  }

  function hurry(): void {
    attempt = 0;
    if (!isUp && Date.now() - connectingSince > HANGS_AFTER_MS) letGo();
    connect();
  }

  function connect(): void {
    clearTimeout(retry);
    if (socket) return;
    connectingSince = Date.now();
    try {
      socket = openSocket(origin, from, CONNECT_MS, {
        opened,
        heard: silence.heard,
        lost,
        update: (update) => listeners.forEach((listener) => listener.update(update)),
        audience: (audience) => listeners.forEach((listener) => listener.audience(audience)),
        drain: ({ after }) => void (comeBackAfter = Math.min(after, MOST_BACK_OFF_MS)),
      });
    } catch {
      lost(); // a page may forbid it
    }
  }

  function opened(): void {
    isUp = true;
    steady = setTimeout(() => (attempt = 0), STEADY_MS);
    silence.start();
    listeners.forEach((listener) => listener.opened());
  }

  function lost(): void {
    letGo();
    if (listeners.size === 0) return;
    retry = setTimeout(connect, comeBackAfter ?? backOff(attempt++));
    comeBackAfter = undefined;
    listeners.forEach((listener) => listener.lost());
  }

  function letGo(): void {
    [retry, steady].forEach(clearTimeout);
    silence.stop();
    joined.clear();
    isUp = false; // whoever waits for an answer must see it so
    socket?.close();
    socket = undefined;
  }

  function join(join: Join, answer: (answer: JoinAnswer | Error) => void): void {
    if (joined.size >= MOST_BLOGS && !joined.has(join.blog)) return answer({ error: 'too-many' });
    joined.add(join.blog);
    // A callback and no promise: updates that come right behind the answer must find it taken in.
    socket?.ask('join', join, ANSWER_MS, answer);
  }

  function leave(blog: string): void {
    if (joined.delete(blog) && isUp) socket?.send('leave', { blog });
  }

  function drop(): void {
    if (socket) lost();
  }
}

type Timer = ReturnType<typeof setTimeout> | undefined;
