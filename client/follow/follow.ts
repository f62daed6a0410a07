/**
 * Follows a blog: joins, keeps up, comes back after a drop with its own seq, and polls where a WebSocket can't work.
 * Runs in browsers and in Node: reader, widget and tests share it.
 */
import { areApart, type Blog, cursorAt, type Update } from '../../shared/blog.ts';
import type { Audience, JoinError } from '../../shared/protocol.ts';
import { extend, keep, take } from './held.ts';
import { type Line, openLine } from './line.ts';
import { openPolls } from './polls.ts';
import { Gone, readOlder, readUpdate } from './reads.ts';
import { isFurtherBack, readBack, removedBy } from './snapshot.ts';
import { type Connection, connectionOf, isHearing, type State } from './state.ts';

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
const FIRST_MS = 5_000;
/** Where the node at the other end can't reach the record: another one may. */
const STALE_MS = 1_000;
/** Most lines that are lost are back before that. */
const POLL_AFTER_MS = 2_000;

export function follow({
  origin,
  line = openLine(origin),
  blog: held,
  onBlog,
  onRemoved = () => {},
  onConnection,
  onReaders = () => {},
  isOlderPage = false,
}: FollowOptions): Follower {
  const { slug } = held;
  let state: State = { is: 'joining' };
  let told: Connection | undefined = 'connecting';
  /** What the line has been asked and not answered yet. `again`: an update came meanwhile that did not fit. */
  let asking: 'nothing' | 'once' | 'again' = 'nothing';
  /** What has come while older entries are on their way. */
  let news: Update[] | null = null;
  /** Set while the entries behind a snapshot are read: until then what is held is not how things are. */
  let reading: Promise<void> | null = null;
  /** The cursor just before the first entry of an older page. */
  const pageStart =
    isOlderPage && held.entries[0] ? cursorAt({ ...held.entries[0], id: `${held.entries[0].id}0` }) : null;

  const polls = openPolls(poll);
  const hangUp = line.add({ opened: join, quiet: doubt, lost, update: receive, audience: hear });
  polls.begin(FIRST_MS * (1 + Math.random() / 2)); // where the first line hangs on its way
  return { wake, loadOlder, keep: (most) => hold(keep(held, most)), close };

  function become(next: State): void {
    if (state.is === 'over') return;
    state = next;
    const connection = connectionOf(next, isOffline());
    if (connection === undefined || connection === told || (reading && isHearing(connection))) return;
    told = connection;
    onConnection(connection);
  }

  /** Asks for everything after what is held. Also how a line that looks alive proves that it is. */
  function join(): void {
    if (asking !== 'nothing') return;
    asking = 'once';
    const after = held.seq;
    line.join({ blog: slug, after, epoch: held.epoch }, (answer) => {
      const isMissing = asking === 'again';
      asking = 'nothing';
      if (state.is === 'over' || !line.isOpen()) return;
      if (answer instanceof Error) return line.drop();
      if ('error' in answer) return refused(answer.error);
      receive(answer, after);
      polls.stop();
      if (isMissing) join();
      become(state.is === 'joined' ? state : { is: 'joined', isStale: false });
    });
  }

  function refused(error: JoinError): void {
    if (error === 'not-found') end();
    else if (error === 'too-many') lost();
    else line.drop();
  }

  function hear(audience: Audience): void {
    if (audience.blog !== slug) return;
    onReaders(audience.readers);
    become({ is: 'joined', isStale: audience.stale === true });
    if (audience.stale) polls.begin(STALE_MS * (0.5 + Math.random()));
    else if (asking === 'nothing') polls.stop();
    if (audience.seq > held.seq || areApart(audience, held)) join();
  }

  function lost(): void {
    if (state.is === 'over') return;
    if (state.is === 'joined') become({ is: 'silent' });
    polls.begin(POLL_AFTER_MS * (0.5 + Math.random()));
  }

  async function poll(): Promise<void> {
    // Asked on waking, and neither has the line answered since nor brought anything for long.
    if (state.is === 'joined' && line.isQuiet()) become({ is: 'silent' });
    const before = held;
    const wasSilent = state.is === 'silent';
    try {
      receive(await readUpdate(origin, held, line.from), before.seq);
      await reading;
    } catch (error) {
      if (error instanceof Gone) return end();
      if (polls.isRunning() && !isDelayed()) become({ is: 'silent' });
      throw error;
    }
    if (isDelayed()) return lookElsewhere(held.seq !== before.seq);
    // A join may have got through meanwhile.
    if (!polls.isRunning()) return;
    become({ is: 'polling' });
    if (wasSilent) line.hurry();
  }

  function isDelayed(): boolean {
    return state.is === 'joined' && state.isStale;
  }

  /** The node at the other end of the line has lost the record. Where another one hasn't, a new line may lead there. */
  function lookElsewhere(hasNews: boolean): void {
    if (!hasNews) throw new Error('Nobody knows more.');
    line.drop();
  }

  /** `asked` is what was held when this was asked for. */
  function receive(update: Update, asked?: number): void {
    if (update.blog !== slug || reading || state.is === 'over') return;
    const taken = take(held, update, isOlderPage, asked);
    if (taken.is === 'changed') change(taken.blog, update);
    else if (taken.is === 'read-back') reading = readAgain(taken.blog, update);
    else if (taken.is === 'gap') {
      if (asking !== 'nothing') asking = 'again';
      join();
    }
  }

  /** Nobody loses their place to a snapshot: what they hold behind it is read again. */
  async function readAgain(snapshot: Blog, update: Update): Promise<void> {
    const start = pageStart !== null && isFurtherBack(pageStart, snapshot.older) ? pageStart : snapshot.older;
    const whole = await readBack(origin, { ...snapshot, older: start }, () => held, line.from).catch(
      () => null,
    );
    reading = null;
    if (state.is === 'over') return;
    if (!whole && isOlderPage) return line.drop();
    change(whole ?? snapshot, update);
    if (line.isOpen()) join(); // for what has come meanwhile
  }

  function change(next: Blog, update: Update): void {
    news?.push(update);
    const removed = removedBy(update, held, next);
    if (removed.length > 0) onRemoved(removed, update.from > 0);
    hold(next);
  }

  function hold(next: Blog): void {
    if (next === held) return;
    held = next;
    onBlog(held);
  }

  async function loadOlder(): Promise<void> {
    await reading;
    const border = held.older;
    if (border === null) return;
    const since: Update[] = (news = []);
    try {
      const page = await readOlder(origin, held, border, line.from);
      const extended = extend(held, border, page, since);
      if (extended === 'stale') throw new Error('The blog has changed too much meanwhile.');
      hold(extended);
    } finally {
      news = null;
    }
  }

  /** The line has brought nothing for long: is it one? */
  function doubt(): void {
    join();
    polls.begin(WAKE_MS); // where it only looks alive
  }

  function wake(): void {
    if (state.is === 'over') return;
    if (isOffline()) {
      line.drop();
      return become({ is: 'silent' });
    }
    if (line.isOpen()) join();
    else line.hurry();
    polls.start(WAKE_MS); // where the line only looks alive, or hangs on its way
  }

  /** There is no such blog any more. */
  function end(): void {
    become({ is: 'over', isGone: true });
    close();
  }

  function close(): void {
    become({ is: 'over', isGone: false });
    polls.stop();
    hangUp();
    line.leave(slug);
  }
}

/** Node's navigator knows nothing of the network: undefined there, and not false. */
const isOffline = (): boolean => (globalThis.navigator as { onLine?: boolean } | undefined)?.onLine === false;
