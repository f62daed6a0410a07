/**
 * This node's part in the front: which blogs stand there, those of them that it follows since readers do, and what
 * becomes of a blog that comes, moves or goes. Opened on first interest, let go when idle.
 */
import { areApart, compare, isEntry, placeOf, type Update } from '../../shared/blog.ts';
import type { FrontPage, FrontUpdate, Section } from '../../shared/front.ts';
import { type Bus, FRONT_CHANNEL } from '../bus/bus.ts';
import { isIn, type Member, toldFirst } from '../store/front.ts';
import type { Place } from '../store/public.ts';
import type { Store } from '../store/store.ts';
import { type Feed, snapshotOf } from './feed.ts';
import type { Feeds } from './feeds.ts';

interface Parts {
  store: Store;
  bus: Bus;
  feeds: Feeds;
  onError(error: unknown, doing: string): void;
}

/** The way out to readers of the front and its sections. */
interface Door {
  /** `section` is empty for the whole front. */
  push(section: string, update: FrontUpdate): void;
  isWatched(): boolean;
}

/** Where a reader of the front stands: the seq of each blog that they hold, all of one epoch. */
export interface Vector {
  after: ReadonlyMap<string, number>;
  epoch?: string | undefined;
}

interface Made {
  page: FrontPage;
  /** Of what happened on the front until then. */
  version: number;
  at: number;
}

/** Entries on a page of the front, unless told. */
export const FRONT_PAGE_SIZE = 30;
const LOOK_EVERY_MS = 4_000;
/** In a storm of news no page is made more often than that. */
const REST_MS = 250;
const IDLE_MS = 60_000;

export class Front {
  readonly #parts: Parts;
  #door: Door = { push() {}, isWatched: () => false };
  #members = new Map<string, Member>();
  #followed = new Set<string>();
  readonly #hearing = new Map<string, () => void>();
  readonly #pages = new Map<string, Made>();
  readonly #making = new Map<string, Promise<FrontPage>>();
  #version = 0;
  #interestAt = 0;
  #rounds: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  #isToLookAgain = false;
  #isClosed = false;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  serve(door: Door): void {
    this.#door = door;
  }

  /** Kept from being let go: it is followed by whoever reads the front. */
  isFollowed(slug: string): boolean {
    return this.#followed.has(slug);
  }

  /** Where those blogs stand that are followed here. */
  clocks(section: string): Member[] {
    return [...this.#members.values()].filter(
      (member) => this.#followed.has(member.slug) && isIn(member, section),
    );
  }

  /** What an update of this blog is news to: the sections it stands in, and the front itself. */
  hears(update: Update): string[] {
    const member = this.#members.get(update.blog);
    const { head } = update;
    if (head && this.#rounds && isMoved(member, head)) void this.#look();
    if (!member) return [];
    this.#version += 1;
    // What was changed or removed waits for nobody [R7].
    if (update.entries.some((entry) => !isEntry(entry) || entry.revision > 1)) this.#pages.clear();
    this.#members.set(update.blog, { ...member, seq: update.to, epoch: update.epoch ?? member.epoch });
    return ['', ...member.sections];
  }

  /**
   * The newest page: the same object until something has changed, and then for some more milliseconds while much does.
   * Where the record can't be reached, the last one. Throws what the store throws.
   */
  async page(section: string): Promise<FrontPage> {
    this.#open();
    const known = this.held(section);
    if (known) return known;
    const making = this.#making.get(section) ?? this.#make(section);
    this.#making.set(section, making);
    return making;
  }

  /** Entries older than a place. Throws what the store throws. */
  older(section: string, before: Place | null, limit: number): Promise<FrontPage> {
    return this.#parts.store.front.page(section, before, limit);
  }

  /** Undefined where there is none of this slug. */
  async section(slug: string): Promise<Section | undefined> {
    return (await this.#parts.store.sections.all()).find((section) => section.slug === slug);
  }

  /** The newest page, where nothing has to be asked for it. */
  held(section: string): FrontPage | undefined {
    const made = this.#pages.get(section);
    if (!this.#rounds || !made) return undefined;
    this.#interestAt = Date.now();
    const isFresh = made.version === this.#version || Date.now() - made.at < REST_MS;
    return isFresh ? made.page : undefined;
  }

  async #make(section: string): Promise<FrontPage> {
    const version = this.#version;
    try {
      const page = await this.#parts.store.front.page(section, null, FRONT_PAGE_SIZE);
      if (this.#rounds) this.#pages.set(section, { page, version, at: Date.now() });
      return page;
    } catch (error) {
      const last = this.#pages.get(section);
      if (!last) throw error;
      return last.page;
    } finally {
      this.#making.delete(section);
    }
  }

  /**
   * Calls `begin` with what a reader lacks who holds the vector, at a moment from which on the door tells the rest: they
   * must be in the room before anything is awaited.
   */
  async join(
    section: string,
    { after, epoch }: Vector,
    begin: (updates: FrontUpdate[]) => void,
  ): Promise<void> {
    this.#open();
    await this.#looking;
    const border = (await this.page(section)).older;
    const asked = [...new Set([...after.keys(), ...this.#followed])].filter((slug) =>
      this.#isOn(slug, section),
    );
    const feeds = new Map<string, Feed>();
    for (const slug of asked) {
      const member = this.#members.get(slug)!;
      const held = after.get(slug);
      if (held === member.seq && !areApart({ epoch }, member)) continue;
      const feed = await this.#parts.feeds.get(slug);
      await feed?.catchUpTo(held ?? 0, held === undefined ? undefined : epoch);
      if (feed) feeds.set(slug, feed);
    }
    const gone = [...after]
      .filter(([slug]) => !this.#isOn(slug, section))
      .map(([slug, to]) => goneAt(slug, to));
    const lacking = [...feeds].flatMap(([slug, feed]) => {
      const held = after.get(slug);
      if (held === undefined) return [within(snapshotOf(feed.blog), border)];
      const update = feed.updateSince(held, epoch);
      return update.to === held && update.from === held ? [] : [update];
    });
    begin([...gone, ...lacking]);
  }

  #isOn(slug: string, section: string): boolean {
    const member = this.#members.get(slug);
    return member !== undefined && isIn(member, section);
  }

  #open(): void {
    this.#interestAt = Date.now();
    if (this.#rounds || this.#isClosed) return;
    this.#rounds = setInterval(() => this.#goRound(), LOOK_EVERY_MS);
    this.#hear(FRONT_CHANNEL);
    void this.#look();
  }

  #goRound(): void {
    if (this.#door.isWatched() || Date.now() - this.#interestAt < IDLE_MS) void this.#look();
    else this.#letGo();
  }

  #letGo(): void {
    clearInterval(this.#rounds);
    this.#rounds = undefined;
    for (const stop of this.#hearing.values()) stop();
    this.#hearing.clear();
    this.#pages.clear();
    this.#members.clear();
    this.#followed.clear();
  }

  #hear(channel: string): void {
    if (!this.#hearing.has(channel))
      this.#hearing.set(
        channel,
        this.#parts.bus.hear(channel, () => this.#onBell(channel)),
      );
  }

  #onBell(channel: string): void {
    if (channel === FRONT_CHANNEL) this.#version += 1;
    void this.#look();
  }

  /** Looks which blogs stand on the front by now. A call during a look causes one more. */
  #look(): Promise<void> {
    this.#isToLookAgain = true;
    return (this.#looking ??= this.#lookOn());
  }

  async #lookOn(): Promise<void> {
    try {
      while (this.#isToLookAgain && this.#rounds) {
        this.#isToLookAgain = false;
        await this.#take(await this.#parts.store.front.members());
      }
    } catch (error) {
      if (!this.#parts.feeds.isStale) this.#parts.onError(error, 'looking at the front');
    } finally {
      this.#looking = undefined;
    }
  }

  async #take(all: Member[]): Promise<void> {
    const before = this.#members;
    const isFirst = before.size === 0;
    const followed = this.#followed;
    this.#members = new Map(all.map((member) => [member.slug, atLeast(member, before.get(member.slug))]));
    this.#followed = new Set(toldFirst(all).map(({ slug }) => slug));
    this.#hearAll();
    for (const [slug, was] of before) {
      const left = sectionsOf(was).filter((section) => !this.#isOn(slug, section));
      for (const section of left) this.#push(section, goneAt(slug, was.seq));
    }
    await Promise.all(
      all.map((member) => this.#tell(member, before.get(member.slug), followed.has(member.slug), isFirst)),
    );
  }

  /** Of a blog that has come or moved, or was changed while nobody here followed it. */
  async #tell(
    member: Member,
    was: Member | undefined,
    wasFollowed: boolean,
    isFirst: boolean,
  ): Promise<void> {
    const { slug } = member;
    const isFollowed = this.#followed.has(slug);
    const isBehind = was !== undefined && (was.seq < member.seq || areApart(was, member));
    const movedInto = sectionsOf(member).filter((section) => was && !isIn(was, section));
    if (!isBehind && movedInto.length === 0 && isFollowed === wasFollowed) return;
    const feed = isFollowed || isBehind ? await this.#parts.feeds.get(slug) : undefined;
    if (!feed || isFirst) return;
    await feed.catchUpTo(member.seq, member.epoch); // what it had not heard of yet it tells itself
    const snapshot = within(snapshotOf(feed.blog), this.#pages.get('')?.page.older ?? null);
    for (const section of sectionsOf(member)) {
      // Whoever holds it lacks a little; what is whole is for all others.
      if (isBehind && !wasFollowed && isIn(was, section))
        this.#push(section, feed.updateSince(was.seq, was.epoch));
      if (isFollowed && (!wasFollowed || movedInto.includes(section))) this.#push(section, snapshot);
    }
  }

  #push(section: string, update: FrontUpdate): void {
    this.#version += 1;
    this.#door.push(section, update);
  }

  /** Whoever is not followed rings here, and is looked at then. */
  #hearAll(): void {
    const wanted = new Set([
      FRONT_CHANNEL,
      ...[...this.#members.keys()].filter((slug) => !this.#followed.has(slug)),
    ]);
    for (const [channel, stop] of this.#hearing) {
      if (wanted.has(channel)) continue;
      stop();
      this.#hearing.delete(channel);
    }
    for (const channel of wanted) this.#hear(channel);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#letGo();
    await this.#looking;
  }
}

const sectionsOf = ({ sections }: Member): string[] => ['', ...sections];

/** A feed may know more than was read just now. */
const atLeast = (member: Member, was: Member | undefined): Member =>
  was && !areApart(was, member) && was.seq > member.seq ? { ...member, seq: was.seq } : member;

/** Whether the head puts the blog elsewhere than it stands. */
const isMoved = (member: Member | undefined, head: NonNullable<Update['head']>): boolean =>
  member
    ? `${member.front} ${member.status} ${member.sections}` !==
      `${head.front} ${head.status} ${head.sections}`
    : head.front !== 'off';

const goneAt = (blog: string, to: number): FrontUpdate => ({ blog, from: 0, to, entries: [], gone: true });

/** As much of a snapshot as stands on the front's first page. */
function within(snapshot: Update, border: string | null): Update {
  const place = border === null ? null : placeOf(border);
  const own = snapshot.older ? placeOf(snapshot.older) : null;
  if (!place || (own && compare(own, place) < 0)) return snapshot;
  const entries = snapshot.entries.filter((entry) => isEntry(entry) && compare(entry, place) <= 0);
  return { ...snapshot, entries, older: border };
}
