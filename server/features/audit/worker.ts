/** Forgets traces whose time is over: at the start, and every hour. */
import type { Store } from '../../store/store.ts';
import { forgetTraces } from './traces.ts';

const LOOK_EVERY_MS = 60 * 60_000;
const DAY_MS = 24 * 60 * 60_000;

interface Parts {
  store: Store;
  /** The setting AUDIT_DAYS. */
  days: number;
  onError(error: unknown, doing: string): void;
}

/** Returns how to stop. */
export function forgetInTime({ store, days, onError }: Parts): () => Promise<void> {
  let working = look();
  const timer = setInterval(() => (working = look()), LOOK_EVERY_MS);
  return async () => {
    clearInterval(timer);
    await working;
  };

  async function look(): Promise<void> {
    try {
      await forgetTraces(store, store.clock.now(-days * DAY_MS));
    } catch (error) {
      onError(error, 'forgetting old traces');
    }
  }
}
