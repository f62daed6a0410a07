/** Who has which blog open at the desk: written down, and told, twice a second at most, however many say how much. */
import { type Bus, presenceBell } from '../bus/bus.ts';
import type { Present } from '../../shared/desk.ts';
import type { Store } from '../store/store.ts';
import type { PresenceRow } from '../store/tables.ts';

const EVERY_MS = 500;

interface Parts {
  store: Store;
  bus: Bus;
  /** Shows a blog's desk who is there. */
  show(blog: string, people: Present[]): void;
  onError(error: unknown, doing: string): void;
}

type Doing = Omit<PresenceRow, 'id' | 'seen_at'>;

export class Presence {
  readonly #parts: Parts;
  /** What each socket does now; null where it has gone. */
  #news = new Map<string, Doing | null>();
  /** The blogs at whose desks that is seen. */
  #blogs = new Set<string>();
  /** What waits for its time, by what it does. */
  readonly #planned = new Map<string, NodeJS.Timeout>();
  readonly #lastRun = new Map<string, number>();
  #writing: Promise<void> = Promise.resolve();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Somebody comes, or does something else. */
  says(id: string, doing: Doing): void {
    this.#note(id, doing.blog, doing);
  }

  gone(id: string, blog: string): void {
    this.#note(id, blog, null);
  }

  /** There may be news of this blog's desk. */
  look(blog: string): void {
    this.#soon(`look ${blog}`, () => this.#look(blog));
  }

  /** Writes down what is left. */
  async close(): Promise<void> {
    for (const timer of this.#planned.values()) clearTimeout(timer);
    await this.#write();
  }

  #note(id: string, blog: string, doing: Doing | null): void {
    this.#news.set(id, doing);
    this.#blogs.add(blog);
    this.#soon('write', () => this.#write());
  }

  /** Runs `work` at once where it hasn't run lately, else when it may again; all who ask meanwhile ask for the same. */
  #soon(name: string, work: () => Promise<void>): void {
    if (this.#planned.has(name)) return;
    const wait = Math.max(0, (this.#lastRun.get(name) ?? 0) + EVERY_MS - performance.now());
    const run = () => {
      this.#planned.delete(name);
      this.#lastRun.set(name, performance.now());
      void work();
    };
    this.#planned.set(name, setTimeout(run, wait));
  }

  /** One after the other: what a socket did last is what is written last. */
  #write(): Promise<void> {
    const [news, blogs] = [this.#news, this.#blogs];
    [this.#news, this.#blogs] = [new Map(), new Set()];
    this.#writing = this.#writing.then(() => this.#save(news, blogs));
    return this.#writing;
  }

  async #save(news: Map<string, Doing | null>, blogs: Set<string>): Promise<void> {
    if (news.size === 0) return;
    const { store, bus, onError } = this.#parts;
    try {
      await store.transaction(async ({ present }) => {
        for (const [id, doing] of news) {
          if (doing) await present.put({ id, ...doing, seen_at: store.clock.now() });
          else await present.gone(id);
        }
      });
      for (const blog of blogs) bus.ring(presenceBell(blog));
    } catch (error) {
      onError(error, 'saying who is at the desk');
    }
  }

  async #look(blog: string): Promise<void> {
    try {
      const here = await this.#parts.store.present.at(blog);
      const people = here.map(({ id, name, editing }) => ({ id, name, editing }));
      this.#parts.show(blog, people);
    } catch (error) {
      this.#parts.onError(error, 'looking who is at the desk');
    }
  }
}
