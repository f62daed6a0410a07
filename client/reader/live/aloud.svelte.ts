/** What there is to say aloud of a blog: what came since that was last said, and what was corrected. */
import type { Blog, Entry } from '../../../shared/blog.ts';
import { isSpoken, type Spoken, spokenFrom } from '../words/arrivals.ts';
import { recall, remember } from './memory.ts';

export class Aloud {
  /** Ids of what has come and is not said yet. */
  arrived: ReadonlySet<string> = $state.raw(new Set());
  /** The entry on the page that was corrected last. */
  corrected: Entry | null = $state.raw(null);
  /** Which updates somebody wants to hear. */
  spoken: Spoken = $state('all');

  open(): void {
    this.spoken = spokenFrom(recall('device', 'spoken', ''));
  }

  choose(spoken: Spoken): void {
    this.spoken = spoken;
    remember('device', 'spoken', '', spoken);
  }

  arrive(entries: Entry[]): void {
    if (entries.length > 0) this.arrived = new Set([...this.arrived, ...entries.map(({ id }) => id)]);
  }

  said(): void {
    this.arrived = new Set();
  }

  /** Those that are wanted, newest first. */
  among = (entries: Entry[]): Entry[] => entries.filter((entry) => isSpoken(entry, this.spoken));

  /** Finds what was corrected between two states of the page. */
  compare(before: Blog, after: Blog): void {
    const was = new Map(before.entries.map(({ id, correction }) => [id, correction]));
    const isCorrected = ({ id, correction }: Entry): boolean =>
      correction !== null && was.has(id) && was.get(id) !== correction;
    this.corrected = after.entries.find(isCorrected) ?? this.corrected;
  }
}
