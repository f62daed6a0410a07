/** What a feature can be: rules, tables, routes and work of its own, which the spine knows nothing of. */
import type { Bus } from '../bus/bus.ts';
import type { Config } from '../config.ts';
import type { Operations } from '../http/api/openapi/operations.ts';
import type { Door } from '../http/door.ts';
import type { Metrics } from '../metrics.ts';
import type { TakesPart } from '../newsroom/taking-part.ts';
import type { Keeps } from '../store/schema.ts';
import type { Store } from '../store/store.ts';

export interface Feature {
  /** Its part of the record. */
  keeps?: Keeps;
  /** What its routes below /api/v1 are for: the API's description is made of it. */
  operations?: Operations;
  /** Begins its work, once at each start. What it can't have yet, such as the record for a moment, it asks for later. */
  open(house: House): Opened;
}

/** What a feature is given. */
export interface House {
  store: Store;
  bus: Bus;
  config: Config;
  metrics: Metrics;
  /** Where the service is found; known once it listens. */
  url(): string;
  onError(error: unknown, doing: string): void;
}

export interface Opened extends TakesPart {
  routes?(door: Door): void;
  /**
   * What readers of a blog are told every few seconds beside their number, as fields of `audience`: lossy, public, small,
   * and at once, from memory.
   */
  audience?(slug: string): Record<string, unknown>;
  /** Ends its work, after the last request is answered and while the record is still there. */
  close?(): Promise<void>;
}
