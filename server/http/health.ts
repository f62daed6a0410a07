/** For whoever runs the service: is it up, does it want traffic, how does it do. */
import type { Router } from 'express';
import type { BusState } from '../bus/bus.ts';
import type { Metrics } from '../metrics.ts';
import { exactRouter } from './router.ts';

export interface Health {
  isReady: boolean;
  /** `stale`: the record can't be reached; readers get what is in memory, and are told. `read-only`: no writes. */
  store: 'ok' | 'stale' | 'read-only';
  /** What is wrong with the record, in a few words; undefined where nothing is. */
  why: string | undefined;
  bus: BusState;
  /** Milliseconds by which this machine's clock is ahead of the record's, which is the one that counts. */
  clockAhead: number;
  isClockOff: boolean;
}

export function healthRoutes(health: () => Health, metrics: Metrics): Router {
  const router = exactRouter();
  router.get('/healthz', (_request, response) => void response.type('text').send('ok\n'));
  // A node without its database or Redis still serves readers better than no node: 503 is for closing alone.
  router.get('/readyz', (_request, response) => {
    const { isReady, store, why, bus, clockAhead, isClockOff } = health();
    const clock = { clock: isClockOff ? 'off' : 'ok', clockAheadSeconds: clockAhead / 1_000 };
    response
      .status(isReady ? 200 : 503)
      .json({ status: isReady ? 'ready' : 'closing', store, why, bus, ...clock });
  });
  router.get('/metrics', async (_request, response) => {
    response.type('text/plain; version=0.0.4').send(await metrics.text());
  });
  return router;
}
