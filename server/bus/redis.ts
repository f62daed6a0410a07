/** The bus of many nodes: Redis pub/sub, channel for channel. It makes delivery fast; the store makes it true. */
import { randomUUID } from 'node:crypto';
import type { Bus, BusState } from './bus.ts';
import { Listeners } from './listeners.ts';
import { openWire, type Wire } from './wire.ts';

const BEAT_EVERY_MS = 2_000;
/** Without hearing oneself for so long, others may not hear either. */
const DEGRADED_AFTER_MS = 6_000;
/** And for so long, the subscription only looks alive: make a new one. */
const RENEW_AFTER_MS = 12_000;

/** What a channel is called in Redis, which others may use, too. */
const nameOf = (channel: string): string => `dateline:bell:${channel}`;

/**
 * `onChange` hears when bells don't reach others, from the start or from some moment on, with the last error, and again
 * for each new one; and when they do.
 */
export function redisBus(url: string, onChange: (state: BusState, error: unknown) => void): Bus {
  const node = randomUUID();
  const ownChannel = `dateline:node:${node}`;
  const listeners = new Listeners();
  let state: BusState | undefined;
  /** Two that come in turn would else be told again and again. */
  const toldProblems = new Set<string>();
  let onReturn = () => {};
  let lastError: unknown;
  let heardAt = performance.now();
  let renewedAt = performance.now();
  let wire = open();
  const timer = setInterval(beat, BEAT_EVERY_MS);

  return {
    ring(bell) {
      listeners.ring(bell); // this node's own readers need no Redis
      wire.publish(nameOf(bell.channel), [bell.seq, node, ...(bell.epoch ? [bell.epoch] : [])].join(' '));
    },
    hear(channel, listener) {
      if (listeners.add(channel, listener)) subscribe(wire, channel);
      return () => {
        if (listeners.remove(channel, listener)) wire.unsubscribe(nameOf(channel));
      };
    },
    state: () => state ?? 'degraded',
    onReturn: (listener) => void (onReturn = listener),
    async close() {
      clearInterval(timer);
      listeners.clear();
      wire.close();
    },
  };

  function open(): Wire {
    const opened: Wire = openWire(url, {
      onProblem: note,
      onReady: () => opened.publish(ownChannel, ''),
    });
    opened.subscribe(ownChannel, () => heardMyself());
    for (const channel of listeners.channels()) subscribe(opened, channel);
    return opened;
  }

  function subscribe(on: Wire, channel: string): void {
    on.subscribe(nameOf(channel), (message) => {
      const [seq, from, epoch] = message.split(' ');
      // Anybody may write into Redis; all that a bell can do is make this node look into the store.
      if (from !== node && Number.isSafeInteger(Number(seq)))
        listeners.ring({ channel, seq: Number(seq), epoch });
    });
  }

  /** Rings its own bell: a subscription that looks alive and isn't shows itself by its silence. */
  function beat(): void {
    wire.publish(ownChannel, '');
    const silentFor = performance.now() - heardAt;
    if (silentFor > DEGRADED_AFTER_MS) change('degraded');
    if (silentFor > RENEW_AFTER_MS && performance.now() - renewedAt > RENEW_AFTER_MS) {
      renewedAt = performance.now();
      wire.close();
      wire = open();
    }
  }

  function heardMyself(): void {
    heardAt = performance.now();
    change('ok');
  }

  function note(error: unknown): void {
    lastError = error;
    if (state === 'ok') return; // it may be over before anybody feels it
    const isNew = !toldProblems.has(String(error));
    toldProblems.add(String(error));
    if (state === undefined) change('degraded');
    else if (isNew) onChange('degraded', error);
  }

  function change(next: BusState): void {
    if (next === state) return;
    state = next;
    if (next === 'ok') toldProblems.clear();
    onChange(next, lastError);
    if (next === 'ok') onReturn();
  }
}
