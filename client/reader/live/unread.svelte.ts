/** What is new to somebody who was here before, on this device. */
import { type Entry, compare, cursorAt, placeOf } from '../../../shared/blog.ts';
import { recall, remember } from './memory.ts';

type Place = Pick<Entry, 'id' | 'publishedAt'>;

export class Unread {
  readonly #slug: string;
  /** The newest entry that the reader had been shown when they left. */
  #left: Place | null = $state.raw(null);
  #returnedAt = $state('');
  #seen: Place | null = null;
  /** The line before what is unread has been on screen. */
  isReached = $state(false);

  constructor(slug: string) {
    this.#slug = slug;
  }

  open(newest: Place | undefined): void {
    const cursor = recall('device', 'seen', this.#slug);
    this.#seen = this.#left = cursor === null ? null : placeOf(cursor);
    // In a tab that nobody looks at yet, nobody has seen it.
    if (!newest || document.visibilityState === 'hidden') return;
    this.#returnedAt = newest.publishedAt;
    this.see(newest);
  }

  see(newest: Place | undefined): void {
    if (!newest || (this.#seen && compare(newest, this.#seen) >= 0)) return;
    this.#seen = newest;
    remember('device', 'seen', this.#slug, cursorAt(newest));
  }

  leave(): void {
    this.#left = this.#seen;
    this.#returnedAt = '';
    this.isReached = false;
  }

  comeBack(now: number): void {
    this.#returnedAt ||= new Date(now).toISOString();
  }

  /** Of these: what was published while the reader was away. What comes under their eyes is not new since they left. */
  among(entries: Entry[]): Entry[] {
    const left = this.#left;
    if (!left) return [];
    return entries.filter((entry) => compare(entry, left) < 0 && entry.publishedAt <= this.#returnedAt);
  }
}
