/** The bus of many nodes: Redis pub/sub, a channel a blog. It makes delivery fast; the store makes it true. */
import { randomUUID } from 'node:crypto';
import type { Bus, BusState } from './bus.ts';
import { Listeners } from './listeners.ts';
import { openWire, type Wire } from './wire.ts';

const BEAT_EVERY_MS = 2_000;
/** Without hearing oneself for so long, others may not hear either. */
const DEGRADED_AFTER_MS = 6_000;
/** And for so long, the subscription only looks alive: make a new one. */
const RENEW_AFTER_MS = 12_000;

const channelOf = (blog: string): string => `dateline:bell:${blog}`;

/** `onChange` hears when bells stop reaching others, with the last error, and when they do again. */
export function redisBus(url: string, onChange: (state: BusState, error: unknown) => void): Bus {
  const node = randomUUID();
  const ownChannel = `dateline:node:${node}`;
  const listeners = new Listeners();
  let state: BusState = 'degraded';
  let onReturn = () => {};
  let lastError: unknown;
  let heardAt = Date.now();
  let renewedAt = Date.now();
  let wire = open();
  const timer = setInterval(beat, BEAT_EVERY_MS);

  return {
    ring(bell) {
      listeners.ring(bell); // this node's own readers need no Redis
      wire.publish(channelOf(bell.blog), `${bell.seq} ${node}`);
    },
    hear(blog, listener) {
      if (listeners.add(blog, listener)) subscribe(wire, blog);
      return () => {
        if (listeners.remove(blog, listener)) wire.unsubscribe(channelOf(blog));
      };
    },
    state: () => state,
    onReturn: (listener) => void (onReturn = listener),
    async close() {
      clearInterval(timer);
      listeners.clear();
      wire.close();
    },
  };

  function open(): Wire {
    const opened: Wire = openWire(url, {
      onProblem: (error) => (lastError = error),
      onReady: () => opened.publish(ownChannel, ''),
    });
    opened.subscribe(ownChannel, () => heardMyself());
    for (const blog of listeners.blogs()) subscribe(opened, blog);
    return opened;
  }

  function subscribe(on: Wire, blog: string): void {
    on.subscribe(channelOf(blog), (message) => {
      const [seq, from] = message.split(' ');
      // Anybody may write into Redis; all that a bell can do is make this node look into the store.
      if (from !== node && Number.isSafeInteger(Number(seq))) listeners.ring({ blog, seq: Number(seq) });
    });
  }

  /** Rings its own bell: a subscription that looks alive and isn't shows itself by its silence. */
  function beat(): void {
    wire.publish(ownChannel, '');
    const silentFor = Date.now() - heardAt;
    if (silentFor > DEGRADED_AFTER_MS) change('degraded');
    if (silentFor > RENEW_AFTER_MS && Date.now() - renewedAt > RENEW_AFTER_MS) {
      renewedAt = Date.now();
      wire.close();
      wire = open();
    }
  }

  function heardMyself(): void {
    heardAt = Date.now();
    change('ok');
  }

  function change(next: BusState): void {
    if (next === state) return;
    state = next;
    onChange(next, lastError);
    if (next === 'ok') onReturn();
  }
}
