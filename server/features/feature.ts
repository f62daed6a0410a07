/** What a feature can be: rules, tables, routes and work of its own, which the spine knows nothing of. */
import type { Logger } from 'pino';
import type { Bus } from '../bus/bus.ts';
import type { Config } from '../config.ts';
import type { Operations } from '../http/api/openapi/operations.ts';
import type { Door } from '../http/door.ts';
import type { Metrics } from '../metrics.ts';
import type { Commit } from '../newsroom/commit.ts';
import type { Listed } from '../newsroom/embedding.ts';
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
  /** How its commands change the record. */
  commit: Commit;
  metrics: Metrics;
  log: Logger;
  /** Where the service is found; known once it listens. */
  url(): string;
  /** How many pages of other sites show a blog, by site, as far as they are this node's readers. */
  shownOn(): Map<string, number>;
  onError(error: unknown, doing: string): void;
}

export interface Opened extends TakesPart {
  routes?(door: Door): void;
  /**
   * What readers of a blog are told every few seconds beside their number, as fields of `audience`: lossy, public, small,
   * and at once, from memory.
   */
  audience?(slug: string): Record<string, unknown>;
  /** On whose sites blogs may be shown that are for listed ones; asked every few seconds, and after each `sitesBell`. */
  listed?(): Promise<Listed[]>;
  /** A blog has been opened on a page of another site (an origin). */
  shown?(site: string): void;
  /** Ends its work, after the last request is answered and while the record is still there. */
  close?(): Promise<void>;
}
