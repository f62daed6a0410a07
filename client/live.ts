/**
 * Follows a blog: joins, keeps up, comes back after a drop with its own seq, and polls where a WebSocket can't work.
 * Runs in browsers and in Node: reader, widget and tests share it.
 */
import { type Blog, cursorAt, type Page, type Update } from '../shared/blog.ts';
import { extend, merge } from '../shared/merge.ts';
import type { Audience, JoinError } from '../shared/protocol.ts';
import { type Line, openLine } from './line.ts';
import { Gone, readOlder, readUpdate } from './reads.ts';
import { isFurtherBack, isWorthReading, readBack, removedBy } from './snapshot.ts';

/**
 * `live`: updates come as they happen. `delayed`: they may come late, since the service has trouble. `polling`: they come every few seconds. `reconnecting`: none come, but may soon.
 * `offline`: the device has no network. `gone`: there is no such blog any more.
 */
export type Connection = 'connecting' | 'live' | 'delayed' | 'reconnecting' | 'polling' | 'offline' | 'gone';

export const isHearing = (connection: Connection): boolean =>
  ['live', 'polling', 'delayed'].includes(connection);

export interface Follower {
  /** Something says that the world may have changed (tab visible, network back): check at once. */
  wake(): void;
  /** Puts one more page of older entries behind the others; `onBlog` hears of it. Throws where it can't be had. */
  loadOlder(): Promise<void>;
  /** Lets go of all but the newest `most` entries; `onBlog` hears of it, and loadOlder() brings them back. */
  keep(most: number): void;
  close(): void;
}

export interface FollowOptions {
  /** Where the service is, such as `https://live.example.org`. */
  origin: string;
  /** Shared by all who follow a blog of this service on one page; a line of its own if not given. */
  line?: Line;
  /** What is held already, such as the blog that a page was rendered from. */
  blog: Blog;
  onBlog(blog: Blog): void;
  /** Ids of entries that are no more, held or not, before `onBlog`. After a snapshot it is not certain of each. */
  onRemoved?(ids: string[], isCertain: boolean): void;
  /** What is held begins at an older entry, and stays there: a snapshot does not put the newest in its place. */
  isOlderPage?: boolean;
  onConnection(connection: Connection): void;
  onReaders?(readers: number): void;
}

/** On waking, how long the socket may take to answer before we ask over HTTP as well. */
const WAKE_MS = 1_500;
const POLL_AFTER_MS = 5_000;
const POLL_EVERY_MS = 10_000;

export function follow({
  origin,
  line = openLine(origin),
  blog,
  onBlog,
  onRemoved = () => {},
  onConnection,
  onReaders = () => {},
  isOlderPage = false,
}: FollowOptions): Follower {
  const { slug } = blog;
  let connection: Connection = 'connecting';
  let isOver = false;
  let isJoining = false;
  /** An update came while a join was under way, and did not fit. */
  let isMissing = false;
  let isAsking = false;
  let poll: Timer;
  /** What has come while older entries are on their way. */
  let news: Update[] | null = null;
  /** Set while the entries behind a snapshot are read: until then what is held is not how things are. */
  let reading: Promise<void> | null = null;
  /** The cursor just before the first entry of an older page. */
  const pageStart =
    isOlderPage && blog.entries[0] ? cursorAt({ ...blog.entries[0], id: `${blog.entries[0].id}0` }) : null;

  const hangUp = line.add({ opened: join, lost, update: take, audience: hear });
  return { wake, loadOlder, keep, close };

  /** Asks for everything after what is held. Also how a connection that looks alive proves that it is. */
  function join(): void {
    if (isJoining) return;
    isJoining = true;
    isMissing = false;
    const after = blog.seq;
    line.join({ blog: slug, after }, (answer) => {
      isJoining = false;
      if (isOver || !line.isOpen()) return;
      if (answer instanceof Error) line.drop();
      else if ('error' in answer) refused(answer.error);
      else {
        takeAnswer(answer, after);
        joined();
      }
    });
  }

  function refused(error: JoinError): void {
    if (error === 'not-found') end();
    else if (error === 'too-many') lost();
    else line.drop();
  }

  function joined(): void {
    clearTimeout(poll);
    poll = undefined;
    if (isMissing) join();
    show('live');
  }

  function hear({ blog: about, readers, stale, seq }: Audience): void {
    if (about !== slug) return;
    onReaders(readers);
    show(stale ? 'delayed' : 'live');
    if (seq > blog.seq) join();
  }

  function lost(): void {
    if (isOver) return;
    if (connection === 'live' || connection === 'delayed') show(isOffline() ? 'offline' : 'reconnecting');
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
      takeAnswer(await readUpdate(origin, slug, after, line.from), after);
      await reading;
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
    if (answer.from === 0 && answer.to < after) change(merge(null, answer) as Blog, answer);
    else take(answer);
  }

  function take(update: Update): void {
    if (update.blog !== slug || reading) return;
    const merged = merge(blog, update);
    if (merged === 'gap') {
      isMissing = isJoining;
      join();
    } else if (update.from === 0 && isWorthReading(blog, merged, isOlderPage))
      reading = readAgain(merged, update);
    else if (merged !== blog) change(merged, update);
  }

  /** Nobody loses their place to a snapshot: what they hold behind it is read again. */
  async function readAgain(snapshot: Blog, update: Update): Promise<void> {
    const start = pageStart !== null && isFurtherBack(pageStart, snapshot.older) ? pageStart : snapshot.older;
    const whole = await readBack(origin, { ...snapshot, older: start }, () => blog, line.from).catch(
      () => null,
    );
    reading = null;
    if (isOver) return;
    if (!whole && isOlderPage) return line.drop();
    change(whole ?? snapshot, update);
    if (line.isOpen()) join(); // for what has come meanwhile
  }

  function change(next: Blog, update: Update): void {
    news?.push(update);
    const removed = removedBy(update, blog, next);
    if (removed.length > 0) onRemoved(removed, update.from > 0);
    hold(next);
  }

  function hold(next: Blog): void {
    blog = next;
    onBlog(blog);
  }

  async function loadOlder(): Promise<void> {
    await reading;
    const border = blog.older;
    if (border === null) return;
    news = [];
    try {
      const read = await readOlder(origin, blog, border, line.from);
      const page = news.reduce<Page>((page, update) => merge({ ...blog, ...page }, update) as Page, read);
      const isBehind = blog.older === border && news.every(({ from }) => from > 0);
      const extended = isBehind ? extend(blog, page) : 'stale';
      if (extended === 'stale') throw new Error('The blog has changed too much meanwhile.');
      hold(extended);
    } finally {
      news = null;
    }
  }

  function keep(most: number): void {
    const entries = blog.entries.slice(0, most);
    if (entries.length < blog.entries.length) hold({ ...blog, entries, older: cursorAt(entries.at(-1)!) });
  }

  function wake(): void {
    if (isOver) return;
    if (isOffline()) return show('offline');
    if (line.isOpen()) join();
    else line.hurry();
    pollIn(WAKE_MS); // where the socket only looks alive, or hangs on its way
  }

  /** There is no such blog any more. */
  function end(): void {
    show('gone');
    close();
  }

  function close(): void {
    isOver = true;
    clearTimeout(poll);
    hangUp();
    line.leave(slug);
  }

  function show(next: Connection): void {
    if (next === connection || (reading && isHearing(next))) return;
    connection = next;
    onConnection(next);
  }
}

type Timer = ReturnType<typeof setTimeout> | undefined;

/** Node's navigator knows nothing of the network: undefined there, and not false. */
const isOffline = (): boolean => (globalThis.navigator as { onLine?: boolean } | undefined)?.onLine === false;
