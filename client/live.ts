/**
 * Follows a blog: joins, keeps up, comes back after a drop with its own seq, and polls where a WebSocket can't work.
 * Runs in browsers and in Node: reader, widget and tests share it.
 */
import type { Socket } from 'socket.io-client';
import type { Blog, Update } from '../shared/blog.ts';
import { extend, merge } from '../shared/merge.ts';
import {
  type FromReader,
  type JoinAnswer,
  type JoinError,
  LIVE_PATH,
  type ToReader,
} from '../shared/protocol.ts';
import { Gone, readOlder, readUpdate } from './reads.ts';

/**
 * `live`: updates come as they happen. `delayed`: they may come late, since the service has trouble. `polling`: they come every few seconds. `reconnecting`: none come, but may soon.
 * `offline`: the device has no network. `gone`: there is no such blog any more.
 */
export type Connection = 'connecting' | 'live' | 'delayed' | 'reconnecting' | 'polling' | 'offline' | 'gone';

export interface Follower {
  /** Something says that the world may have changed (tab visible, network back): check at once. */
  wake(): void;
  /** Puts one more page of older entries behind the others; `onBlog` hears of it. Throws where it can't be had. */
  loadOlder(): Promise<void>;
  close(): void;
}

export interface FollowOptions {
  /** Where the service is, such as `https://live.example.org`. */
  origin: string;
  /** What is held already, such as the blog that a page was rendered from. */
  blog: Blog;
  onBlog(blog: Blog): void;
  onConnection(connection: Connection): void;
  onReaders?(readers: number): void;
}

const ANSWER_MS = 5_000;
const MOST_BACK_OFF_MS = 60_000;
/** A connection that has held this long has shown that it works: the next back-off starts from the beginning. */
const STEADY_MS = 10_000;
/** On waking, how long the socket may take to answer before we ask over HTTP as well. */
const WAKE_MS = 1_500;
const POLL_AFTER_MS = 5_000;
const POLL_EVERY_MS = 10_000;

/** Full jitter: after a restart a crowd comes back spread out, not in waves. */
const backOff = (attempt: number): number => Math.random() * Math.min(MOST_BACK_OFF_MS, 1_000 * 2 ** attempt);

export function follow({
  origin,
  blog,
  onBlog,
  onConnection,
  onReaders = () => {},
}: FollowOptions): Follower {
  const { slug } = blog;
  let connection: Connection = 'connecting';
  let socket: Socket<ToReader, FromReader> | undefined;
  let isOver = false;
  let isConnecting = false;
  let isJoining = false;
  /** An update came while a join was under way, and did not fit. */
  let isMissing = false;
  let isAsking = false;
  let attempt = 0;
  /** When the server said to come back, in milliseconds from the drop. */
  let comeBackAfter: number | undefined;
  let retry: Timer;
  let poll: Timer;
  let steady: Timer;

  void connect();
  return { wake, loadOlder, close };

  async function connect(): Promise<void> {
    clearTimeout(retry);
    if (isOver || isConnecting) return;
    isConnecting = true;
    try {
      socket ??= await open();
      socket.connect();
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
    });
    opened.on('connect', join);
    opened.on('connect_error', lost);
    opened.on('disconnect', lost);
    opened.on('update', take);
    opened.on('drain', ({ after }) => void (comeBackAfter = Math.min(after, MOST_BACK_OFF_MS)));
    opened.on('audience', (audience) => {
      if (audience.blog !== slug) return;
      onReaders(audience.readers);
      show(audience.stale ? 'delayed' : 'live');
      if (audience.seq > blog.seq) join();
    });
    return opened;
  }

  /** Asks for everything after what is held. Also how a connection that looks alive proves that it is. */
  function join(): void {
    if (isJoining || !socket) return;
    isJoining = true;
    isMissing = false;
    const after = blog.seq;
    // A callback and no promise: updates that come right behind the answer must find it taken in.
    socket
      .timeout(ANSWER_MS)
      .emit('join', { blog: slug, after }, (error: Error | null, answer: JoinAnswer) => {
        isJoining = false;
        if (isOver || !socket?.connected) return;
        if (error) socket.disconnect();
        else if ('error' in answer) refused(answer.error);
        else {
          takeAnswer(answer, after);
          joined();
        }
      });
  }

  function refused(error: JoinError): void {
    if (error === 'not-found') end();
    else socket?.disconnect();
  }

  function joined(): void {
    isConnecting = false;
    clearTimeout(poll);
    poll = undefined;
    clearTimeout(steady);
    if (isMissing) join();
    steady = setTimeout(() => (attempt = 0), STEADY_MS);
    show('live');
  }

  function lost(): void {
    isConnecting = false;
    if (isOver) return;
    clearTimeout(steady);
    if (connection === 'live' || connection === 'delayed') show(isOffline() ? 'offline' : 'reconnecting');
    clearTimeout(retry);
    retry = setTimeout(() => void connect(), comeBackAfter ?? backOff(attempt++));
    comeBackAfter = undefined;
    if (poll === undefined) pollIn(POLL_AFTER_MS * (0.5 + Math.random()));
  }

  function pollIn(milliseconds: number): void {
    clearTimeout(poll);
    poll = setTimeout(() => void pollOnce(), milliseconds);
  }

  async function pollOnce(): Promise<void> {
    if (isAsking) return;
    isAsking = true;
    const after = blog.seq;
    try {
      takeAnswer(await readUpdate(origin, slug, after), after);
      if (isPolling()) show('polling');
    } catch (error) {
      if (error instanceof Gone) return end();
      if (isPolling()) show(isOffline() ? 'offline' : 'reconnecting');
    } finally {
      isAsking = false;
    }
    if (isPolling()) pollIn(POLL_EVERY_MS * (0.8 + 0.4 * Math.random()));
  }

  /** False once a join has got through, or all is over, while a poll was under way. */
  function isPolling(): boolean {
    return poll !== undefined && !isOver;
  }

  function takeAnswer(answer: Update, after: number): void {
    // A snapshot that ends before what we asked from: the server's clock was set back, and what we hold is no more.
    if (answer.from === 0 && answer.to < after) hold(merge(null, answer) as Blog);
    else take(answer);
  }

  function take(update: Update): void {
    if (update.blog !== slug) return;
    const merged = merge(blog, update);
    if (merged === 'gap') {
      isMissing = isJoining;
      join();
    } else if (merged !== blog) hold(merged);
  }

  function hold(next: Blog): void {
    blog = next;
    onBlog(blog);
  }

  async function loadOlder(): Promise<void> {
    while (blog.older !== null) {
      const border = blog.older;
      const page = await readOlder(origin, blog, border);
      const extended = blog.older === border ? extend(blog, page) : 'stale';
      if (extended !== 'stale') return hold(extended);
    }
  }

  function wake(): void {
    if (isOver) return;
    if (isOffline()) return show('offline');
    attempt = 0;
    if (socket?.connected) join();
    else void connect();
    pollIn(WAKE_MS); // where the socket only looks alive, or hangs on its way
  }

  /** There is no such blog any more. */
  function end(): void {
    show('gone');
    close();
  }

  function close(): void {
    isOver = true;
    [retry, poll, steady].forEach(clearTimeout);
    socket?.disconnect();
  }

  function show(next: Connection): void {
    if (next === connection) return;
    connection = next;
    onConnection(next);
  }
}

type Timer = ReturnType<typeof setTimeout> | undefined;

/** Node's navigator knows nothing of the network: undefined there, and not false. */
const isOffline = (): boolean => (globalThis.navigator as { onLine?: boolean } | undefined)?.onLine === false;
