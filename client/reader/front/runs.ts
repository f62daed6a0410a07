/** Several entries of one blog, one after the other, stand under it: a busy story doesn't bury the others. */
import type { RiverEntry } from '../../../shared/front.ts';
import type { Removal } from '../live/removals.svelte.ts';

export type Item = RiverEntry | Removal;

/** What stands by itself, and what is folded away under it. */
export interface Run {
  first: Item;
  rest: RiverEntry[];
}

/** Fewer than that stand by themselves. */
const LEAST = 3;
/** Between two neighbours of a run, milliseconds. */
const CLOSE_MS = 3_600_000;

/** Gives the runs of items, newest first, as they are each time. What once stood by itself is never folded away: it is being read. */
export function runner(): (items: Item[]) => Run[] {
  const alone = new Set<string>();

  return (items) => {
    const found: Item[][] = [];
    for (const item of items) {
      const last = found.at(-1);
      if (last && !alone.has(item.id) && belongs(last.at(-1)!, item)) last.push(item);
      else found.push([item]);
    }
    const runs = found.flatMap((run) => (run.length < LEAST ? run.map((item) => [item]) : [run])).map(asRun);
    for (const { first } of runs) alone.add(first.id);
    return runs;
  };
}

function belongs(newer: Item, older: Item): boolean {
  if (!('blog' in newer && 'blog' in older) || newer.blog !== older.blog || older.breaking) return false;
  return Date.parse(newer.publishedAt) - Date.parse(older.publishedAt) < CLOSE_MS;
}

const asRun = ([first, ...rest]: Item[]): Run => ({ first: first!, rest: rest as RiverEntry[] });
