/** Tells subscribers what the newsroom has left word of: after the command, in its own time, and by one node. */
import type { Store } from '../../store/store.ts';
import { CLAIM_MS, Delivery } from './delivery.ts';
import type { Push } from './push.ts';
import type { AlertRow } from './tables.ts';
import { AlertWrites } from './writes.ts';

/** How often each node looks for what another one has left behind when it died. */
const LOOK_EVERY_MS = 15_000;
/** Nobody is told of what is older than this. */
const TOLD_WITHIN_MS = 30 * 60_000;
/** Alerts that one node delivers at a time: one that is slow to deliver doesn't hold up the next. */
const AT_ONCE = 4;

interface Parts {
  store: Store;
  push: Push;
  onError(error: unknown, doing: string): void;
}

export interface Worker {
  /** There may be something to tell. */
  look(): void;
  /** What is under way then is left for another node. */
  close(): Promise<void>;
}

export function tellSubscribers({ store, push, onError }: Parts): Worker {
  const over = new AbortController();
  const working = new Set<Promise<void>>();
  const looking = setInterval(look, LOOK_EVERY_MS);
  look();
  return {
    look,
    async close() {
      clearInterval(looking);
      over.abort();
      await Promise.all(working);
    },
  };

  function look(): void {
    if (over.signal.aborted || working.size === AT_ONCE) return;
    const work = deliverAll()
      .catch(report)
      .then(() => void working.delete(work));
    working.add(work);
  }

  async function deliverAll(): Promise<void> {
    for (;;) {
      const alert = over.signal.aborted ? undefined : await claim();
      if (!alert) return;
      await new Delivery(store, push, alert, over.signal).run().catch(report);
    }
  }

  function report(error: unknown): void {
    if (!over.signal.aborted) onError(error, 'telling subscribers');
  }

  function claim(): Promise<AlertRow | undefined> {
    const { clock } = store;
    return store.transaction((transaction) =>
      new AlertWrites(transaction).claim(clock.now(-TOLD_WITHIN_MS), clock.now(), clock.now(CLAIM_MS)),
    );
  }
}
