/** A blog's whole past, kept naively: every state it ever had, and so the right answer to every question about it. */
import { type Blog, compare, type Entry, type Head, type Tombstone, type Update } from '../../shared/blog.ts';

export type Command =
  { kind: 'publish'; minute: number } | { kind: 'edit' | 'remove' | 'again'; n: number } | { kind: 'title' };

interface State {
  head: Head;
  headSeq: number;
  entries: Map<string, Entry | Tombstone>;
}

const START = Date.parse('2026-12-11T14:00:00Z');
const minuteOf = (minute: number): string => new Date(START + minute * 60_000).toISOString();

export class History {
  /** `#states[seq]`; the blog begins at seq 1. */
  readonly #states: State[] = [];

  constructor(commands: Command[]) {
    const head: Head = {
      title: 'Title 1',
      standfirst: '',
      status: 'live',
      language: 'en',
      timezone: 'UTC',
      startedAt: minuteOf(0),
      endedAt: null,
      showChanges: false,
      front: 'auto',
      sections: [],
      updatedAt: minuteOf(0),
      pinned: null,
      keyEvents: [],
    };
    this.#states[1] = { head, headSeq: 1, entries: new Map() };
    for (const command of commands) this.#apply(command);
  }

  get seq(): number {
    return this.#states.length - 1;
  }

  entry(id: string, minute: number): Entry {
    return {
      id,
      seq: 1,
      revision: 1,
      headline: `Entry ${id}`,
      html: '',
      authors: [],
      keyEvent: false,
      breaking: false,
      pinned: false,
      correction: null,
      publishedAt: minuteOf(minute),
      updatedAt: null,
    };
  }

  blogAt(seq: number): Blog {
    const { head, entries } = this.#states[seq]!;
    return { slug: 'past', seq, head, entries: published(entries), older: null };
  }

  snapshot(seq: number): Update {
    const { head, entries, older } = this.blogAt(seq);
    return { blog: 'past', from: 0, to: seq, head, entries, older };
  }

  /** What changed after `from`, as the store tells it at `to`: the last state of each entry that changed. */
  update(from: number, to: number): Update {
    const { head, headSeq, entries } = this.#states[to]!;
    const changed = [...entries.values()].filter((entry) => entry.seq > from);
    return { blog: 'past', from, to, ...(headSeq > from && { head }), entries: changed };
  }

  #apply(command: Command): void {
    const seq = this.seq + 1;
    const last = this.#states[this.seq]!;
    const next: State = { ...last, entries: new Map(last.entries) };
    const living = published(last.entries);
    const at = (n: number): Entry | undefined => living[n % Math.max(1, living.length)];
    if (command.kind === 'title') {
      next.head = { ...last.head, title: `Title ${seq}` };
      next.headSeq = seq;
    } else if (command.kind === 'publish') {
      this.#put(next, { ...this.entry(`e${String(seq).padStart(3, '0')}`, command.minute), seq });
    } else if (command.kind === 'again') {
      const gone = [...last.entries.values()].filter((entry) => 'removed' in entry);
      const entry = this.#lastOf(gone[command.n % Math.max(1, gone.length)]?.id);
      if (!entry) return;
      this.#put(next, { ...entry, seq, revision: entry.revision + 1, updatedAt: minuteOf(100 + seq) });
    } else {
      const entry = at(command.n);
      if (!entry) return;
      if (command.kind === 'remove') {
        next.entries.set(entry.id, { id: entry.id, seq, removed: true });
        next.headSeq = seq;
      } else this.#put(next, { ...entry, seq, revision: entry.revision + 1, updatedAt: minuteOf(100 + seq) });
    }
    this.#states.push(next);
  }

  /** What an entry that was removed said before. */
  #lastOf(id: string | undefined): Entry | undefined {
    const state = this.#states.findLast(
      (state) => state && id !== undefined && isLiving(state.entries.get(id)),
    );
    return id === undefined ? undefined : (state?.entries.get(id) as Entry | undefined);
  }

  #put(state: State, entry: Entry): void {
    state.entries.set(entry.id, entry);
    const changedAt = entry.updatedAt ?? entry.publishedAt;
    if (changedAt > state.head.updatedAt) state.head = { ...state.head, updatedAt: changedAt };
  }
}

const isLiving = (entry: Entry | Tombstone | undefined): boolean =>
  entry !== undefined && !('removed' in entry);

function published(entries: Map<string, Entry | Tombstone>): Entry[] {
  return [...entries.values()].filter((entry): entry is Entry => !('removed' in entry)).sort(compare);
}
