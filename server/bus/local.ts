/** The bus of a single process. */
import type { Bus } from './bus.ts';
import { Listeners } from './listeners.ts';

export function localBus(): Bus {
  const listeners = new Listeners();
  return {
    ring: (bell) => listeners.ring(bell),
    hear(blog, listener) {
      listeners.add(blog, listener);
      return () => void listeners.remove(blog, listener);
    },
    state: () => 'ok',
    onReturn() {},
    close: async () => listeners.clear(),
  };
}
