/**
 * Time on a machine that has other things to do. What is promised on a quiet one is held against what an undisturbed
 * one took in the same run: then a busy machine excuses itself, and a fault of ours doesn't.
 */
import { onTestFinished } from 'vitest';
import type { Witness } from '../cluster/witness.ts';

/** Milliseconds: the promise, or ten times what the undisturbed one took, where that is longer. */
export const patient = (promised: number, undisturbed: number): number =>
  Math.max(promised, 10 * undisturbed);

/** The longest time in milliseconds from sending to being shown; of what was sent since. */
export const worstLag = (readers: Witness[], since = 0): number =>
  readers
    .flatMap(({ lags }) => lags.filter(({ at, lag }) => at - lag >= since))
    .reduce((worst, { lag }) => Math.max(worst, lag), 0);

/** The time in milliseconds that most are within: what one hiccup of a busy machine doesn't change. */
export const usual = (times: number[]): number =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;

/** From now on, how long this process was kept from anything at most: a bare timer. The function tells, in milliseconds. */
export function watchStalls(): () => number {
  const EVERY_MS = 20;
  let [last, worst] = [performance.now(), 0];
  const look = (): number => {
    const now = performance.now();
    worst = Math.max(worst, now - last - EVERY_MS);
    last = now;
    return worst;
  };
  const timer = setInterval(look, EVERY_MS);
  onTestFinished(() => clearInterval(timer));
  return look;
}

/** Resolves to the milliseconds that it took. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}
