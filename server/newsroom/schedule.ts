/** What the newsroom does by the clock. */
import type { Store } from '../store/store.ts';
import type { Newsroom } from './newsroom.ts';
import { KEY_LIFETIME } from './once.ts';

const LOOK_EVERY_MS = 1_000;
const TIDY_EVERY_MS = 60 * 60 * 1_000;

/** Publishes what is due and forgets old idempotency keys, until the returned function is called. */
export function runSchedule(
  newsroom: Newsroom,
  store: Store,
  onError: (error: unknown, doing: string) => void,
): () => void {
  const publish = every(LOOK_EVERY_MS, () => newsroom.publishDue(), 'publishing what is due');
  const tidy = every(TIDY_EVERY_MS, () => forgetOldKeys(store), 'forgetting old idempotency keys');
  return () => {
    clearInterval(publish);
    clearInterval(tidy);
  };

  function every(milliseconds: number, work: () => Promise<void>, doing: string): NodeJS.Timeout {
    let isBusy = false;
    return setInterval(async () => {
      if (isBusy) return;
      isBusy = true;
      await work().catch((error: unknown) => onError(error, doing));
      isBusy = false;
    }, milliseconds);
  }
}

function forgetOldKeys(store: Store): Promise<void> {
  const horizon = new Date(Date.now() - KEY_LIFETIME).toISOString();
  return store.transaction((transaction) => transaction.forgetCommandsBefore(horizon));
}
