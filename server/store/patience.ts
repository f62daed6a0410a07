/** How long the house waits for its record: for a lock, for an answer, and at the start for a database to come up. */
import { setTimeout as pause } from 'node:timers/promises';
import { failureOf, isBusy, isNotThereYet, TookTooLong } from './failures.ts';

/** Milliseconds, under the two seconds in which the desk is to hear that the database can't be had. */
export const PATIENCE_MS = 1_900;
/** For so long others may be in the way: the engine answers, so it is no outage. */
const AGAIN_MS = 8_000;
const SLICE_MS = 100;
/** Whatever else the engine answers, nobody waits for longer than this. */
const MOST_MS = 10_000;
const LOOK_AGAIN_MS = 500;

/**
 * Runs the work again, for a while, where somebody else was in the way, and nobody has stopped waiting for it: what
 * went on unheard would only be in the way of whoever asks again. SQLite's own waiting would block everything.
 */
export async function patiently<T>(work: () => Promise<T>, isOver = () => false): Promise<T> {
  const end = performance.now() + AGAIN_MS;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isBusy(error) || isOver() || performance.now() > end) throw error;
      await pause(5 + Math.random() * 20);
    }
  }
}

/**
 * Rejects with TookTooLong when the engine has been silent for so many milliseconds: `answeredAt` is when it last
 * answered anybody here (by performance.now()). One that answers others is alive, and worth some more waiting. What
 * comes of the work all the same, nobody hears here.
 */
export async function inTime<T>(
  work: Promise<T>,
  milliseconds: number,
  answeredAt: () => number,
): Promise<T> {
  const over = new AbortController();
  const tooLong = silence(milliseconds, answeredAt, over.signal).then(() => {
    throw new TookTooLong();
  });
  tooLong.catch(() => {});
  try {
    return await Promise.race([work, tooLong]);
  } finally {
    over.abort();
  }
}

/**
 * Counts only time in which this process could have heard an answer. One that was frozen, or got no turn on a busy
 * machine, finds its timers over before it reads what has long arrived: a pause counts no more than two slices.
 */
async function silence(most: number, answeredAt: () => number, signal: AbortSignal): Promise<void> {
  const end = performance.now() + MOST_MS;
  let heard = answeredAt();
  for (let left = most; left > 0 && performance.now() < end;) {
    const from = performance.now();
    await pause(Math.min(SLICE_MS, left), undefined, { signal });
    left -= Math.min(performance.now() - from, 2 * SLICE_MS);
    if (answeredAt() === heard) continue;
    heard = answeredAt();
    left = most;
  }
}

/** Tries again, for so many seconds, while the database isn't there yet; `onWait` hears why, once for each reason. */
export async function untilThere<T>(
  seconds: number,
  onWait: (reason: string) => void,
  work: () => Promise<T>,
): Promise<T> {
  const end = performance.now() + seconds * 1_000;
  let told = '';
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isNotThereYet(error) || performance.now() > end) throw error;
      const reason = failureOf(error)?.says ?? String(error);
      if (reason !== told) onWait(reason);
      told = reason;
      await pause(LOOK_AGAIN_MS);
    }
  }
}
