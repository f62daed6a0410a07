/** What an operator can watch: Prometheus' text format, every name in one place. */
import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';

/** What one network can have too much of. */
export type Limit = 'connections' | 'requests' | 'reads' | 'person' | 'unread' | 'joins' | 'desk-sockets';

export class Metrics {
  readonly #registry = new Registry();
  readonly queries = this.#counter('dateline_store_queries_total', 'Questions and commands to the database.');
  readonly updates = this.#counter('dateline_updates_total', 'Updates that this node has pushed to readers.');
  readonly deliveries = this.#counter('dateline_deliveries_total', 'Updates times the readers they went to.');
  readonly accepted = this.#counter('dateline_accepted_sockets_total', 'Reader sockets let in.');
  readonly refused = this.#counter('dateline_refused_sockets_total', 'Reader sockets turned away with 503.');
  readonly #limited = new Counter({
    name: 'dateline_limited_total',
    help: 'What one network wanted too much of, and was refused, by the limit that refused it.',
    labelNames: ['limit'],
    registers: [this.#registry],
  });
  readonly letGo = this.#counter('dateline_slow_readers_total', 'Readers let go since they did not keep up.');

  constructor() {
    collectDefaultMetrics({ register: this.#registry, prefix: 'dateline_' });
  }

  refuse(limit: Limit): void {
    this.#limited.inc({ limit });
  }

  /** A figure that is looked up when somebody asks. */
  gauge(name: string, help: string, read: () => number): void {
    const registers = [this.#registry];
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  }

  text(): Promise<string> {
    return this.#registry.metrics();
  }

  #counter(name: string, help: string): Counter {
    return new Counter({ name, help, registers: [this.#registry] });
  }
}
