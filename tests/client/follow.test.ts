/** Whatever happens between a reader and the service, in whatever order: what is shown is what the record had. */
import fc from 'fast-check';
import { afterEach, beforeEach, test, vi } from 'vitest';
import { follow } from '../../client/follow/follow.ts';
import type { Line, Listener } from '../../client/follow/line.ts';
import type { Connection } from '../../client/follow/state.ts';
import { type Blog, compare, placeOf, type Update } from '../../shared/blog.ts';
import { merge } from '../../shared/merge.ts';
import type { Join, JoinAnswer } from '../../shared/protocol.ts';
import { type Command, History } from '../support/history.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void (vi.useRealTimers(), vi.unstubAllGlobals()));

/** What can happen, by its name: a counterexample reads like a story. */
const STEPS = {
  'a new entry': (scene) => scene.command({ kind: 'publish', minute: scene.past.seq }),
  'an old entry comes in late': (scene) => scene.command({ kind: 'publish', minute: 0 }),
  'the second entry is edited': (scene) => scene.command({ kind: 'edit', n: 1 }),
  'the newest entry is removed': (scene) => scene.command({ kind: 'remove', n: 0 }),
  'what was removed is published again': (scene) => scene.command({ kind: 'again', n: 0 }),
  'the title changes': (scene) => scene.command({ kind: 'title' }),
  'the next push is lost': (scene) => void (scene.isNextLost = true),
  'the last push comes twice': (scene) => scene.push(scene.lastPush),
  'all that was pushed comes once more, the latest first': (scene) =>
    scene.pushed.toReversed().forEach((each) => scene.push(each)),
  'a snapshot is pushed': (scene) => scene.push(scene.past.snapshot(scene.past.seq)),
  'how far the blog is': (scene) => scene.tell(),
  'the line opens': (scene) => scene.open(),
  'the line drops': (scene) => scene.drop(),
  'the service answers': (scene) => scene.answer(),
  'the service answers what was so three changes ago': (scene) => scene.answer(3),
  'the service does not answer': (scene) => scene.answer('not at all'),
  'HTTP works': (scene) => void (scene.http = 0),
  'HTTP answers what a cache has kept for two changes': (scene) => void (scene.http = 2),
  'HTTP fails': (scene) => void (scene.http = 'fails'),
  'HTTP hangs': (scene) => void (scene.http = 'hangs'),
  'the record is put back as it was five changes ago': (scene) => scene.putBack(),
  'the page is woken': (scene) => scene.follower.wake(),
  'the page keeps three entries': (scene) => scene.follower.keep(3),
  'older entries are asked for': (scene) => scene.follower.loadOlder().catch(() => {}),
  'a moment': () => vi.advanceTimersByTimeAsync(50),
  'five seconds': () => vi.advanceTimersByTimeAsync(5_000),
  'a minute': () => vi.advanceTimersByTimeAsync(60_000),
} satisfies Record<string, (scene: Scene) => unknown>;

class Scene {
  past = new History([]);
  epoch = 'first';
  isNextLost = false;
  http: number | 'fails' | 'hangs' = 0;
  lastPush: Update | undefined;
  pushed: Update[] = [];
  shown: Blog;
  told: Connection = 'connecting';
  /** The rule that was broken first, and how. */
  broken: string | undefined;
  readonly follower;
  #commands: Command[] = [];
  #listener: Listener | undefined;
  #isOpen = false;
  #hasJoined = false;
  readonly #asked: ((answer: JoinAnswer | Error) => void)[] = [];
  readonly #questions: Join[] = [];
  /** Of every epoch, how the blog was at each seq. */
  readonly #truths = new Map<string, History>();

  constructor() {
    this.command({ kind: 'publish', minute: 1 });
    this.command({ kind: 'publish', minute: 2 });
    this.shown = this.#blog();
    vi.stubGlobal('fetch', (address: URL) => this.#read(address));
    const line: Line = {
      from: '',
      isOpen: () => this.#isOpen,
      isQuiet: () => false,
      add: (listener) => {
        this.#listener = listener;
        return () => void (this.#listener = undefined);
      },
      hurry: () => {},
      leave: () => {},
      joinFront: () => {},
      leaveFront: () => {},
      join: (join, answer) => {
        this.#questions.push(join);
        this.#asked.push(answer);
      },
      drop: () => this.drop(),
    };
    this.follower = follow({
      origin: 'https://live.example.org',
      line,
      blog: this.shown,
      onBlog: (blog) => this.#see(blog),
      onConnection: (connection) => {
        this.told = connection;
        if (connection === 'live' && !this.#isOpen) this.#fail('[R15] it says "live" without a line');
      },
    });
  }

  command(command: Command): void {
    const before = this.past.seq;
    this.#commands.push(command);
    this.past = new History(this.#commands);
    this.#truths.set(this.epoch, this.past);
    if (this.past.seq === before) return;
    this.lastPush = this.#of(this.past.update(before, this.past.seq));
    this.pushed.push(this.lastPush);
    if (!this.isNextLost) this.push(this.lastPush);
    this.isNextLost = false;
  }

  push(update: Update | undefined): void {
    if (update && this.#isOpen && this.#hasJoined) this.#listener?.update(this.#of(update));
  }

  tell(): void {
    if (!this.#isOpen || !this.#hasJoined) return;
    this.#listener?.audience({ blog: 'past', seq: this.past.seq, epoch: this.epoch, readers: 1 });
  }

  open(): void {
    if (this.#isOpen) return;
    this.#isOpen = true;
    this.#listener?.opened();
  }

  drop(): void {
    if (!this.#isOpen) return;
    this.#isOpen = this.#hasJoined = false;
    this.#listener?.lost();
    this.#questions.length = 0;
    for (const answer of this.#asked.splice(0)) answer(new Error('disconnected'));
  }

  /** As it is, or as it was so many changes ago: a node that has not heard yet. */
  answer(ago: number | 'not at all' = 0): void {
    const answer = this.#asked.shift();
    const { after, epoch } = this.#questions.shift() ?? {};
    if (ago === 'not at all') return answer?.(new Error('timeout'));
    if (!answer || after === undefined) return;
    this.#hasJoined = true;
    answer(this.#updateSince(after, epoch, Math.max(after, this.past.seq - ago)));
  }

  /** Everything that came since is lost, and something else takes its place. */
  putBack(): void {
    this.#commands = [...this.#commands.slice(0, -5), { kind: 'publish', minute: 77 }];
    this.epoch = `${this.epoch} again`;
    this.pushed = [];
    this.past = new History(this.#commands);
    this.#truths.set(this.epoch, this.past);
    this.push(this.past.snapshot(this.past.seq));
  }

  /** The network is good from now on: in the end everybody has what the record has. */
  async settle(): Promise<void> {
    this.http = 0;
    for (let tries = 0; tries < 4; tries += 1) {
      this.open();
      while (this.#asked.length > 0) this.answer();
      this.tell();
      while (this.#asked.length > 0) this.answer();
      await vi.advanceTimersByTimeAsync(15_000);
    }
    const [held, record] = [this.shown, this.#blog()];
    if (held.seq !== record.seq || held.epoch !== record.epoch)
      return this.#fail(
        `[R6] in the end it holds seq ${held.seq} of "${held.epoch}", the record is at ${record.seq} of "${record.epoch}"`,
      );
    if (this.told !== 'live') return this.#fail(`with everything well it says "${this.told}"`);
    this.follower.close();
  }

  #fail(how: string): void {
    this.broken ??= how;
  }

  #see(blog: Blog): void {
    const before = this.shown;
    this.shown = blog;
    const had = this.#truths.get(blog.epoch!)!.blogAt(blog.seq);
    const border = blog.older === null ? null : placeOf(blog.older);
    const right = had.entries.filter((entry) => border === null || compare(entry, border) <= 0);
    const shown = blog.entries.map(({ id, revision }) => `${id}#${revision}`).join(' ');
    const record = right.map(({ id, revision }) => `${id}#${revision}`).join(' ');
    const removed = blog.entries.filter(({ id }) => !had.entries.some((entry) => entry.id === id));
    const lacking = right.filter(({ id }) => !blog.entries.some((entry) => entry.id === id));
    const at = `at seq ${blog.seq} of "${blog.epoch}"`;
    if (removed.length > 0)
      return this.#fail(
        `[R7] ${at} it shows ${removed.map(({ id }) => id).join(', ')}, which the record had removed`,
      );
    if (lacking.length > 0)
      return this.#fail(
        `[R6] ${at} it lacks ${lacking.map(({ id }) => id).join(', ')}: taken away by something older?`,
      );
    if (shown !== record) return this.#fail(`[R2] ${at} it shows ${shown}, the record had ${record}`);
    if (blog.head.title !== had.head.title) return this.#fail(`[R2] ${at} its title is "${blog.head.title}"`);
    if (blog.epoch === before.epoch && blog.seq < before.seq)
      return this.#fail(`[R2] it went back from seq ${before.seq} to ${blog.seq}`);
  }

  #blog(): Blog {
    return merge(null, this.#of(this.past.snapshot(this.past.seq))) as Blog;
  }

  #of(update: Update): Update {
    return { epoch: this.epoch, ...update };
  }

  #updateSince(after: number, epoch: string | undefined, to: number): Update {
    const isThere = epoch === this.epoch && after > 0 && after <= to && to <= this.past.seq;
    return this.#of(isThere ? this.past.update(after, to) : this.past.snapshot(this.past.seq));
  }

  #read({ pathname, searchParams }: URL): Promise<Response> {
    if (this.http === 'hangs') return new Promise(() => {});
    if (this.http === 'fails') return Promise.reject(new Error('no network'));
    const ago = this.http;
    if (pathname.endsWith('/updates')) {
      const after = Number(searchParams.get('after'));
      const to = Math.max(after, this.past.seq - ago);
      return answerOf(this.#updateSince(after, searchParams.get('epoch') ?? undefined, to));
    }
    const border = placeOf(searchParams.get('before')!)!;
    const { seq, entries } = this.past.blogAt(Math.max(1, this.past.seq - ago));
    return answerOf({
      epoch: this.epoch,
      seq,
      entries: entries.filter((entry) => compare(entry, border) > 0),
      older: null,
    });
  }
}

const answerOf = (body: unknown): Promise<Response> =>
  Promise.resolve(new Response(JSON.stringify(body), { headers: { 'Content-Type': 'application/json' } }));

const names = Object.keys(STEPS) as (keyof typeof STEPS)[];

test('[R2] [R6] [R7] joins, drops, pushes, snapshots, polls and a record that is put back, in any order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...names), { maxLength: 40 }), async (story) => {
      const scene = new Scene();
      for (const step of story) {
        await STEPS[step](scene);
        if (scene.broken) throw new Error(`after "${step}": ${scene.broken}`);
      }
      await scene.settle();
      if (scene.broken) throw new Error(scene.broken);
    }),
    { numRuns: 400 },
  );
}, 60_000);
