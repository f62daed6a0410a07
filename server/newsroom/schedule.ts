/** What the newsroom does by the clock: the record's. */
import type { Store } from '../store/store.ts';
import type { Newsroom } from './newsroom.ts';
import { KEY_LIFETIME } from './once.ts';

/** Every node looks this often for what others have scheduled; what it has scheduled itself it knows to the second. */
const LOOK_EVERY_MS = 15_000;
const LOOK_AGAIN_MS = 1_000;
const TIDY_EVERY_MS = 60 * 60 * 1_000;

/** Publishes what is due and forgets old idempotency keys, until the returned function is called. */
export function runSchedule(
  newsroom: Newsroom,
  store: Store,
  onError: (error: unknown, doing: string) => void,
): () => void {
  const { clock } = store;
  let isStopped = false;
  let timer: NodeJS.Timeout;
  let lookAt = 0;
  const tidying = setInterval(() => void tidy(), TIDY_EVERY_MS);
  newsroom.onScheduled((dueAt) => {
    if (dueAt < lookAt) plan(dueAt);
  });
  plan(clock.milliseconds() + Math.random() * LOOK_AGAIN_MS);
  return () => {
    isStopped = true;
    clearTimeout(timer);
    clearInterval(tidying);
  };

  function plan(at: number): void {
    if (isStopped) return;
    lookAt = at;
    clearTimeout(timer);
    timer = setTimeout(() => void look(), Math.max(0, at - clock.milliseconds()));
  }

  async function look(): Promise<void> {
    lookAt = Infinity;
    let next: string | undefined;
    try {
      await newsroom.publishDue();
      next = await store.read.nextDue();
    } catch (error) {
      onError(error, 'publishing what is due');
    }
    const now = clock.milliseconds();
    const dueAt = next === undefined ? Infinity : Math.max(Date.parse(next), now + LOOK_AGAIN_MS);
    plan(Math.min(lookAt, dueAt, now + LOOK_EVERY_MS)); // something may have been scheduled meanwhile
  }

  async function tidy(): Promise<void> {
    try {
      await store.transaction((transaction) => transaction.forgetCommandsBefore(clock.now(-KEY_LIFETIME)));
    } catch (error) {
      onError(error, 'forgetting old idempotency keys');
    }
  }
}
