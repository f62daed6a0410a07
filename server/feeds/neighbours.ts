/**
 * The nodes that share one record: how many there are, and whether bells pass between them. Each says in the record
 * that it lives, and rings; who lives in the record and is not heard on the bus shows that the bus does not reach them,
 * whatever Redis says of itself.
 */
import { randomUUID } from 'node:crypto';
import type { Bell, Bus, BusState } from '../bus/bus.ts';
import type { Store } from '../store/store.ts';
import type { NodeRow } from '../store/tables.ts';

/** Milliseconds between two looks into the record; the shorter while something is new or wrong. */
const LOOK_MS = { usual: 10_000, soon: 2_000 };
/** For so long after something changed, it is looked at often. */
const NEWS_MS = 15_000;
const RING_MS = 2_000;
/** A neighbour that has spoken up in the record so often and for so long, and on the bus not once, is not heard. */
const UNHEARD_BEATS = 2;
const UNHEARD_MS = 6_000;
/** Who has not spoken up in the record for longer says nothing any more: it is dead, or on its own. */
const SILENT_MS = LOOK_MS.usual + LOOK_MS.soon;

interface Neighbour {
  row: NodeRow;
  /** When its bell was last heard, by performance.now(), and how often it has spoken up in the record since. */
  heardAt: number;
  beatsSince: number;
  /** When it last spoke up in the record, by performance.now(). */
  spokeAt: number;
  stop(): void;
}

interface Parts {
  store: Store;
  bus: Bus;
  /** Called when what this says of bells, or of the number of nodes, is another thing now. */
  onChange(): void;
}

export class Neighbours {
  readonly #parts: Parts;
  readonly #id = randomUUID().slice(0, 8);
  readonly #others = new Map<string, Neighbour>();
  readonly #ringing: NodeJS.Timeout;
  readonly #stopHearing: () => void;
  #looking: NodeJS.Timeout | undefined;
  #working: Promise<void> = Promise.resolve();
  #newsAt = performance.now();
  #told = '';
  #sendsAway = 0;
  #isClosed = false;
  #onLeaving: (readers: number) => void = () => {};

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#ringing = setInterval(() => this.#ring(), RING_MS);
    this.#stopHearing = parts.bus.hear(LEAVING, () => this.#lookSoon(0));
    this.#lookSoon(0);
  }

  /** How many nodes live, this one included. */
  get count(): number {
    return this.#others.size + 1;
  }

  /** How many of the others don't leave themselves. */
  get staying(): number {
    return [...this.#others.values()].filter(({ row }) => row.sends_away === 0).length;
  }

  /** Those that don't hear this node, or that it doesn't hear. */
  get unheard(): number {
    const isApart = (each: Neighbour) => isUnheard(each) || hearsNot(each, this.#id);
    return [...this.#others.values()].filter((each) => isSpeaking(each) && isApart(each)).length;
  }

  get bus(): BusState {
    return this.unheard > 0 ? 'degraded' : this.#parts.bus.state();
  }

  /** Who is told how many readers another node is about to send away. */
  onLeaving(listener: (readers: number) => void): void {
    this.#onLeaving = listener;
  }

  /** Lets the others know that so many readers are about to come to them. Never throws. */
  async sayLeaving(readers: number): Promise<void> {
    this.#sendsAway = Math.max(1, readers); // that it leaves is to be known in any case
    await this.#look();
    this.#parts.bus.ring({ channel: LEAVING, seq: Date.now() });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#ringing);
    clearTimeout(this.#looking);
    this.#stopHearing();
    for (const { stop } of this.#others.values()) stop();
    await this.#working;
    await this.#parts.store.transaction(({ nodes }) => nodes.remove(this.#id)).catch(() => {}); // it is forgotten by itself, too
  }

  #ring(): void {
    if (this.#others.size > 0) this.#parts.bus.ring(nodeBell(this.#id));
  }

  #lookSoon(milliseconds: number): void {
    clearTimeout(this.#looking);
    if (!this.#isClosed) this.#looking = setTimeout(() => void this.#look(), milliseconds);
  }

  #look(): Promise<void> {
    return (this.#working = this.#working.then(async () => {
      const unheard = [...this.#others].filter(([, each]) => isUnheard(each)).map(([id]) => id);
      const row = { id: this.#id, unheard: unheard.join(' '), sends_away: this.#sendsAway };
      try {
        this.#note(await this.#parts.store.transaction(({ nodes }) => nodes.beat(row)));
      } catch {
        this.#newsAt = performance.now(); // the store has told; here it is found out when it is over
      }
      this.#tell();
      const isCalm = performance.now() - this.#newsAt > NEWS_MS && this.bus === 'ok';
      this.#lookSoon(isCalm ? LOOK_MS.usual : LOOK_MS.soon);
    }));
  }

  /** `rows` are of those that live. */
  #note(rows: NodeRow[]): void {
    const now = performance.now();
    for (const row of rows) {
      const known = this.#others.get(row.id) ?? this.#meet(row);
      if (row.sends_away > known.row.sends_away) this.#onLeaving(row.sends_away);
      const hasSpoken = row.seen_at !== known.row.seen_at;
      if (hasSpoken) known.spokeAt = now;
      // While nothing at all comes through, nothing is learnt of anybody.
      if (this.#parts.bus.state() !== 'ok') known.beatsSince = 0;
      else if (hasSpoken) known.beatsSince += 1;
      known.row = row;
    }
    for (const [id, { stop }] of this.#others) {
      if (rows.some((row) => row.id === id)) continue;
      stop();
      this.#others.delete(id);
      this.#newsAt = now;
    }
  }

  #meet(row: NodeRow): Neighbour {
    const now = performance.now();
    const stop = this.#parts.bus.hear(nodeBell(row.id).channel, () => {
      if (isUnheard(met)) this.#lookSoon(0); // it waits to read that it is heard
      met.heardAt = performance.now();
      met.beatsSince = 0;
    });
    const met: Neighbour = {
      row: { ...row, sends_away: 0 },
      heardAt: now,
      beatsSince: 0,
      spokeAt: now,
      stop,
    };
    this.#others.set(row.id, met);
    this.#newsAt = now;
    this.#ring();
    return met;
  }

  #tell(): void {
    const now = `${this.count} ${this.unheard}`;
    if (now === this.#told) return;
    this.#told = now;
    this.#parts.onChange();
  }
}

/** The bell by which a node shows the others that they hear it. */
const nodeBell = (id: string): Bell => ({ channel: `:node:${id}`, seq: Date.now() });
/** The bell that rings when a node is about to send its readers away. */
const LEAVING = ':leaving';

/** One that is dead is neither seen nor heard from the same moment on; one that was frozen is seen once before it is heard. */
const isUnheard = ({ heardAt, beatsSince }: Neighbour): boolean =>
  beatsSince >= UNHEARD_BEATS && performance.now() - heardAt > UNHEARD_MS;
const isSpeaking = ({ spokeAt }: Neighbour): boolean => performance.now() - spokeAt < SILENT_MS;
const hearsNot = ({ row }: Neighbour, id: string): boolean => row.unheard.split(' ').includes(id);
