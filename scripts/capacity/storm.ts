/** Everybody comes back at once: the client's own back-off against the server's own limit. */
import { number } from '../bench/table.ts';
import { type Inputs, SECONDS } from './inputs.ts';

/**
 * One node's crowd coming back as client/follow does, to a limit as in server/live/allowance.ts: seconds until 95 %
 * and until all are in, and tries a reader. The same seed each time, so that the same question has the same answer.
 */
function comeBack(readers: number, perSecond: number): { most: number; all: number; tries: number } {
  const random = randomFrom(1);
  const due: number[][] = [];
  const plan = (now: number, attempt: number) => {
    const at = 1 + now + Math.floor(random() * Math.min(60_000, 1_000 * 2 ** attempt));
    (due[at] ??= []).push(attempt + 1);
  };
  for (let n = 0; n < readers; n += 1) plan(0, 0);
  const burst = Math.max(1, perSecond / 10);
  const back: number[] = [];
  let tries = 0;
  for (let now = 0, left = burst; back.length < readers; now += 1) {
    left = Math.min(burst, left + perSecond / 1_000);
    for (const attempt of due[now]?.splice(0) ?? []) {
      tries += 1;
      if (left < 1) plan(now, attempt);
      else back.push(now / 1_000);
      if (left >= 1) left -= 1;
    }
  }
  return { most: back[Math.floor(readers * 0.95)]!, all: back.at(-1)!, tries: tries / readers };
}

/** Numbers from 0 to 1 that look random (a linear congruential generator). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
}

export function storm(inputs: Inputs, nodes: number): Record<string, string> {
  const each = Math.ceil(inputs.readers / nodes);
  const limit = inputs['connects-per-second'];
  const all = comeBack(each, limit);
  const one = nodes > 1 ? comeBack(Math.ceil(each / (nodes - 1)), limit) : undefined;
  return {
    'STORM all dropped: the limit takes, s': number(each / limit),
    'STORM all dropped: 95 % back, s': number(all.most),
    'STORM all dropped: all back, s': number(all.all),
    'STORM all dropped: tries a reader': number(all.tries, 1),
    'STORM all dropped: polls meanwhile/s, at most': number(inputs.readers / SECONDS.poll),
    'STORM one node lost: all of its readers back, s': one ? number(one.all) : '–',
  };
}
