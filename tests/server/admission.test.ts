/** Who is let in when another node sends its readers here. */
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Admission } from '../../server/live/admission.ts';

/** So many come, evenly over so many milliseconds, beside as many as the node lets in; resolves to how many are refused. */
async function refusedOf(admission: Admission, readers: number, over: number): Promise<number> {
  let refused = 0;
  const start = performance.now();
  for (let come = 0; come < readers;) {
    await pause(5);
    for (const due = ((performance.now() - start) / over) * readers; come < Math.min(due, readers); come += 1)
      admission.ask({
        network: '10.0.0.1',
        isGone: () => false,
        answer: (leave) => void (leave ?? (refused += 1)),
      });
  }
  await pause(100); // those that wait for their turn
  return refused;
}

const LIMITS = { READERS_PER_NODE: 10_000, READERS_PER_ADDRESS: 10_000, CONNECTS_PER_SECOND: 50 };

test('readers whom another node sends are let in, though they are four times as many as come in by themselves', async () => {
  const [told, untold] = [new Admission(LIMITS), new Admission(LIMITS)];
  told.expect(200, 1_000);
  const [fromThere, control] = await Promise.all([
    refusedOf(told, 200, 1_000),
    refusedOf(untold, 200, 1_000),
  ]);
  expect(fromThere).toBe(0);
  expect(control).toBeGreaterThan(50);
});
