/** The judge: compares what was acknowledged, what the store has, and what each reader is shown in the end. */
import { expect } from 'vitest';
import { SLUG, type World, type Writer } from './world.ts';
import { worstLag } from '../support/control.ts';
import type { Witness } from './witness.ts';

export interface Verdict {
  fault: string;
  injected: number;
  /** Milliseconds that it lasted, at most; 0 where the test says so itself. */
  lasted: number;
  acknowledged: number;
  delivered: number;
  lost: number;
  doubled: number;
  backwards: number;
  /** Milliseconds that a reader lacked an entry while it said that it was live, at worst. */
  unmarked: number;
  /** Milliseconds from sending to being shown, at worst. */
  worstLag: number;
}

/** Waits until every reader has the last seq, then judges. */
export async function judge(
  world: World,
  writer: Writer,
  readers: Witness[],
  fault: string,
  injected: number,
  lasted = 0,
): Promise<Verdict> {
  await writer.stop();
  const { seq } = (await world.store.read.blog(SLUG))!;
  for (const reader of readers) {
    await expect.poll(() => reader.blog.seq, { timeout: 30_000, message: 'a reader caught up' }).toBe(seq);
  }
  const page = (await world.store.public.page(SLUG, null, 1_000_000))!;
  const kept = new Map(page.entries.map((entry) => [entry.headline!, entry]));
  const missing = [...writer.acknowledged].filter(([headline, at]) => kept.get(headline)?.seq !== at).length;
  const verdict: Verdict = {
    fault,
    injected,
    lasted,
    acknowledged: writer.acknowledged.size,
    delivered: readers.reduce((sum, reader) => sum + reader.delivered, 0),
    lost: missing + readers.reduce((sum, { blog }) => sum + differences(blog.entries, page.entries), 0),
    // The same headline under two seqs would be one command that happened twice.
    doubled: page.entries.length - kept.size + readers.reduce((sum, reader) => sum + reader.doubled, 0),
    backwards: readers.reduce((sum, reader) => sum + reader.backwards, 0),
    unmarked: Math.max(0, ...readers.map(({ unmarked }) => unmarked)),
    worstLag: worstLag(readers),
  };
  expect(page.entries.map((entry) => entry.seq).toSorted((a, b) => a - b)).toEqual(
    Array.from({ length: seq - 1 }, (_, n) => n + 2),
  );
  expect(verdict).toMatchObject({ lost: 0, doubled: 0, backwards: 0 });
  console.log(rowOf(verdict));
  return verdict;
}

export const HEADING = `| fault | injected | lasted | acknowledged | delivered | lost | doubled | out of order | unmarked | worst lag |
|---|---|---|---|---|---|---|---|---|---|`;

export function rowOf(v: Verdict): string {
  const [lasted, unmarked, lag] = [v.lasted, v.unmarked, v.worstLag].map(
    (each) => `${(each / 1_000).toFixed(1)} s`,
  );
  const counts = [v.acknowledged, v.delivered, v.lost, v.doubled, v.backwards];
  return `| ${[v.fault, v.injected, lasted, ...counts, unmarked, lag].join(' | ')} |`;
}

/** How many entries of what a reader holds are not what the store has in their place. */
function differences(held: { id: string; seq: number }[], truth: { id: string; seq: number }[]): number {
  return held.filter(({ id, seq }, n) => truth[n]?.id !== id || truth[n].seq !== seq).length;
}
