/**
 * Follows a blog: joins, keeps up, comes back after a drop with its own seq, and polls where a WebSocket can't work.
 * Runs in browsers and in Node: reader, widget and tests share it.
 */
import { areApart, type Blog, cursorAt, type Update } from '../../shared/blog.ts';
import type { Audience, FrontAudience } from '../../shared/protocol.ts';
import { extend, keep, take } from './held.ts';
import { type Line, openLine } from './line.ts';
import { openLink } from './link.ts';
import { readOlder, readUpdate } from './reads.ts';
import { isFurtherBack, readBack, removedBy } from './snapshot.ts';
import type { Connection } from './state.ts';

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
  /** What has come while older entries are on their way. */
  let news: Update[] | null = null;
  /** Set while the entries behind a snapshot are read: until then what is held is not how things are. */
  let reading: Promise<void> | null = null;
  /** The cursor just before the first entry of an older page. */
  const pageStart =
    isOlderPage && held.entries[0] ? cursorAt({ ...held.entries[0], id: `${held.entries[0].id}0` }) : null;

  const link = openLink({
    line,
    onConnection,
    isReading: () => reading !== null,
    update: receive,
    audience: hear,
    ask(settle) {
      const after = held.seq;
      line.join({ blog: slug, after, epoch: held.epoch }, (answer) =>
        settle(answer instanceof Error || 'error' in answer ? answer : () => receive(answer, after)),
      );
    },
    async read() {
      const before = held.seq;
      receive(await readUpdate(origin, held, line.from), before);
      await reading;
      return held.seq !== before;
    },
    leave: () => line.leave(slug),
  });
  return { wake: link.wake, loadOlder, keep: (most) => hold(keep(held, most)), close: link.close };

  function hear(audience: Audience | FrontAudience): void {
    if (!('blog' in audience) || audience.blog !== slug) return;
    onReaders(audience.readers);
    const isBehind = audience.seq > held.seq || areApart(audience, held);
    link.hear({ isStale: audience.stale === true, isBehind });
  }

  /** `asked` is what was held when this was asked for. */
  function receive(update: Update, asked?: number): void {
    if (update.blog !== slug || reading || link.isOver()) return;
    const taken = take(held, update, isOlderPage, asked);
    if (taken.is === 'changed') change(taken.blog, update);
    else if (taken.is === 'read-back') reading = readAgain(taken.blog, update);
    else if (taken.is === 'gap') link.askAgain();
  }

  /** Nobody loses their place to a snapshot: what they hold behind it is read again. */
  async function readAgain(snapshot: Blog, update: Update): Promise<void> {
    const start = pageStart !== null && isFurtherBack(pageStart, snapshot.older) ? pageStart : snapshot.older;
    const whole = await readBack(origin, { ...snapshot, older: start }, () => held, line.from).catch(
      () => null,
    );
    reading = null;
    if (link.isOver()) return;
    if (!whole && isOlderPage) return line.drop();
    change(whole ?? snapshot, update);
    if (line.isOpen()) link.join(); // for what has come meanwhile
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
}
