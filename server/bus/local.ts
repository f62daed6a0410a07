/** The bus of a single process. */
import type { Bell, Bus } from './bus.ts';

export function localBus(): Bus {
  const listeners = new Set<(bell: Bell) => void>();
  return {
    ring(bell) {
      // Later, as over a network: whoever rings is never in the middle of what it starts.
      for (const listener of listeners) queueMicrotask(() => listeners.has(listener) && listener(bell));
    },
    onBell(listener) {
      listeners.add(listener);
    },
    async close() {
      listeners.clear();
    },
  };
}
