/** What is said in the place of entries that were removed while somebody read them. */
import { type Blog, type Entry, compare, placeOf } from '../../../shared/blog.ts';
import { whenStill } from '../../scrolling.ts';
import { keepSteady } from '../scroll/steady.ts';

export interface Removal {
  id: string;
  publishedAt: string;
  removedAt: string;
  /** Pixels of the entry that were on screen: the note is as high, so that nothing moves. */
  height: number;
  /** It was in the pinned box: the note is there too. */
  wasPinned: boolean;
}

export class Removals {
  #all: Removal[] = $state.raw([]);
  /** Of what has gone since the last look, what the service named. */
  readonly #told = new Set<string>();
  /** When an entry went that was on screen; empty before that. */
  lastAt = $state('');

  /** What is left of the entry in the pinned box. */
  get ofPinned(): Removal | undefined {
    return this.#all.filter(({ wasPinned }) => wasPinned).at(-1);
  }

  /** These entries are no more, whether or not they were on the page. */
  tell(ids: string[]): void {
    ids.forEach((id) => this.#told.add(id));
  }

  /** Those of the shown entries that the blog has no longer, and that are on screen at this moment. */
  lookFor(
    { entries, pinned }: { entries: Entry[]; pinned: Entry | null },
    blog: Blog,
    now: number,
  ): Removal[] {
    const there = new Set([...blog.entries, blog.head.pinned].map((entry) => entry?.id));
    const border = blog.older === null ? null : placeOf(blog.older);
    const removals = [...entries, ...(pinned ? [pinned] : [])]
      .filter(({ id }) => !there.has(id))
      // What is older than all that is held may still be there.
      .filter((entry) => this.#told.has(entry.id) || !border || compare(entry, border) <= 0)
      .map(({ id, publishedAt }) => ({
        id,
        publishedAt,
        removedAt: new Date(now).toISOString(),
        height: heightOnScreen(id),
        wasPinned: id === pinned?.id,
      }))
      .filter(({ height }) => height > 0);
    this.#told.clear();
    return removals;
  }

  add(removals: Removal[]): void {
    this.#all = [...this.#all, ...removals];
    this.lastAt = removals.at(-1)?.removedAt ?? this.lastAt;
  }

  /** What was said has been read. */
  forget({ id }: Removal): void {
    const forget = (): void => void (this.#all = this.#all.filter((removal) => removal.id !== id));
    whenStill(() => keepSteady(forget));
  }

  /** The feed's entries, and what is left of removed ones, where they have not come back. */
  among(entries: Entry[]): (Entry | Removal)[] {
    const back = new Set(entries.map(({ id }) => id));
    return [...entries, ...this.#all.filter(({ id, wasPinned }) => !wasPinned && !back.has(id))];
  }
}

function heightOnScreen(id: string): number {
  const box = document.getElementById(id)?.getBoundingClientRect();
  return box ? Math.min(box.bottom, window.innerHeight) - Math.max(box.top, 0) : 0;
}
