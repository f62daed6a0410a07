/** The bus of several processes on one machine: bells go through the process that started them. */
import cluster, { type Worker } from 'node:cluster';
import type { Bell, Bus } from './bus.ts';
import { Listeners } from './listeners.ts';

interface Ringing {
  bell: Bell;
}

const isRinging = (message: unknown): message is Ringing =>
  typeof message === 'object' && message !== null && 'bell' in message;

/** In the first process: passes every worker's bells on to all the others. */
export function passBellsOn(): void {
  cluster.on('message', (from: Worker, message: unknown) => {
    if (!isRinging(message)) return;
    for (const worker of Object.values(cluster.workers ?? {})) {
      if (worker && worker !== from && worker.isConnected()) worker.send(message, () => {});
    }
  });
}

/** In a worker. */
export function workerBus(): Bus {
  const listeners = new Listeners();
  const hear = (message: unknown) => {
    if (isRinging(message)) listeners.ring(message.bell);
  };
  process.on('message', hear);
  return {
    ring(bell) {
      listeners.ring(bell);
      if (process.connected) process.send?.({ bell } satisfies Ringing, undefined, undefined, () => {});
    },
    hear(channel, listener) {
      listeners.add(channel, listener);
      return () => void listeners.remove(channel, listener);
    },
    state: () => (process.connected ? 'ok' : 'degraded'),
    onReturn() {},
    async close() {
      process.off('message', hear);
      listeners.clear();
    },
  };
}
