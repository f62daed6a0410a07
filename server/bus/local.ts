/** The bus of a single process. */
import type { Bus } from './bus.ts';
import { Listeners } from './listeners.ts';

export function localBus(): Bus {
  const listeners = new Listeners();
  return {
    ring: (bell) => listeners.ring(bell),
    hear(channel, listener) {
      listeners.add(channel, listener);
      return () => void listeners.remove(channel, listener);
    },
    state: () => 'ok',
    onReturn() {},
    close: async () => listeners.clear(),
  };
}
