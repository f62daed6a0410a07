/** Follows the front, or one section of it: many blogs, each by its own seq, over one room (D14). */
import { areApart, type Blog, type Page } from '../../shared/blog.ts';
import {
  extendFront,
  type Front,
  frontOf,
  type FrontUpdate,
  keepOfFront,
  mergeFront,
  riverOf,
} from '../../shared/front.ts';
import { merge } from '../../shared/merge.ts';
import type { Audience, FrontAudience } from '../../shared/protocol.ts';
import type { Follower } from './follow.ts';
import { type Line, openLine } from './line.ts';
import { openLink } from './link.ts';
import { caughtUp, readFront, readUpdate } from './reads.ts';
import { removedBy } from './snapshot.ts';
import type { Connection } from './state.ts';

interface FollowFrontOptions {
  /** Where the service is, such as `https://live.example.org`. */
  origin: string;
  line?: Line;
  /** The slug of a section; empty for the whole front. */
  section: string;
  /** What is held already, such as what a page was rendered from. */
  front: Front;
  onFront(front: Front): void;
  /** Ids of entries that are no more, before `onFront`. After a snapshot it is not certain of each. */
  onRemoved?(ids: string[], isCertain: boolean): void;
  onConnection(connection: Connection): void;
  /** By slug, of blogs that have any. */
  onReaders?(readers: Record<string, number>): void;
}

export function followFront({
  origin,
  line = openLine(origin),
  section,
  front: held,
  onFront,
  onRemoved = () => {},
  onConnection,
  onReaders = () => {},
}: FollowFrontOptions): Follower {
  /** Of what was told last: seqs of another one mean nothing any more. */
  let epoch = [...held.values()][0]?.epoch;
  /** What has come while older entries are on their way. */
  let news: FrontUpdate[] | null = null;

  const link = openLink({
    line,
    onConnection,
    isReading: () => false,
    update: (update) => receive([update]),
    audience: hear,
    ask(settle) {
      line.joinFront({ front: section, after: vector(), epoch }, (answer) =>
        settle(answer instanceof Error || 'error' in answer ? answer : () => receive(answer.updates)),
      );
    },
    async read() {
      const before = held;
      receive(await readNews());
      return held !== before;
    },
    leave: () => line.leaveFront(section),
  });
  return { wake: link.wake, loadOlder, keep: (most) => hold(keepOfFront(held, most)), close: link.close };

  function vector(): Record<string, number> {
    const seqs = [...held.values()].map((blog) => [blog.slug, areApart(blog, { epoch }) ? 0 : blog.seq]);
    return Object.fromEntries(seqs) as Record<string, number>;
  }

  function hear(audience: Audience | FrontAudience): void {
    if (!('front' in audience) || audience.front !== section) return;
    onReaders(audience.readers);
    const isBehind =
      areApart(audience, { epoch }) ||
      Object.entries(audience.seqs).some(([slug, seq]) => seq > (held.get(slug)?.seq ?? 0));
    link.hear({ isStale: audience.stale === true, isBehind });
  }

  function receive(updates: FrontUpdate[]): void {
    if (link.isOver()) return;
    let next = held;
    for (const update of updates) {
      epoch = update.epoch ?? epoch;
      news?.push(update);
      const before = next.get(update.blog);
      const merged = mergeFront(next, update);
      if (merged === 'gap') link.askAgain();
      else if (merged !== next) {
        next = merged;
        tellRemoved(update, before && { before, after: next.get(update.blog) });
      }
    }
    hold(next);
  }

  function tellRemoved(
    update: FrontUpdate,
    change: { before: Blog; after: Blog | undefined } | undefined,
  ): void {
    const removed = change?.after ? removedBy(update, change.before, change.after) : [];
    if (removed.length > 0) onRemoved(removed, update.from > 0);
  }

  function hold(next: Front): void {
    if (next === held) return;
    held = next;
    onFront(held);
  }

  /** What the newest page tells of what is held, and what each blog tells of itself. */
  async function readNews(): Promise<FrontUpdate[]> {
    const page = await readFront(origin, section, null);
    const gone = [...held.values()].filter(({ slug }) => !(slug in page.seqs));
    const changed = [...held.values()].filter(
      (blog) => page.seqs[blog.slug]! > blog.seq || (blog.slug in page.seqs && areApart(blog, page)),
    );
    const come = [...frontOf(page).values()].filter(({ slug }) => !held.has(slug));
    return [
      ...gone.map(({ slug, seq }): FrontUpdate => ({
        blog: slug,
        from: 0,
        to: seq,
        entries: [],
        gone: true,
      })),
      ...come.map(({ slug, seq, ...blog }): FrontUpdate => ({ ...blog, blog: slug, from: 0, to: seq })),
      ...(await Promise.all(changed.map((blog) => readUpdate(origin, blog, line.from)))),
    ];
  }

  async function loadOlder(): Promise<void> {
    const border = riverOf(held).older;
    if (border === null) return;
    const since: FrontUpdate[] = (news = []);
    const before = held;
    try {
      const page = await readFront(origin, section, border);
      const read = frontOf(page);
      const pages = [...before.values()].map(async (blog) => {
        const own: Page = {
          ...{ epoch: page.epoch, seq: page.seqs[blog.slug] ?? blog.seq, older: page.older },
          entries: read.get(blog.slug)?.entries ?? [],
        };
        return { ...blog, ...(await caughtUp(origin, blog, own, line.from)) };
      });
      const whole = new Map([
        ...read,
        ...(await Promise.all(pages)).map((blog) => [blog.slug, blog] as const),
      ]);
      for (const update of since) if (!bring(whole, update)) throw new Error(CHANGED);
      const extended = extendFront(held, whole, page.older);
      if (extended === 'stale') throw new Error(CHANGED);
      hold(extended);
    } finally {
      news = null;
    }
  }
}

const CHANGED = 'The front has changed too much meanwhile.';

/** What came while a page was on its way is put on top of it. False where that can't be. */
function bring(pages: Map<string, Blog>, update: FrontUpdate): boolean {
  const blog = pages.get(update.blog);
  if (update.gone) return pages.delete(update.blog) || true;
  if (!blog) return true;
  const merged = update.from === 0 ? 'gap' : merge(blog, update);
  if (merged === 'gap') return false;
  pages.set(update.blog, merged);
  return true;
}
