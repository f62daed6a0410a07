/** Lets go of readers that don't take what is sent to them, before it fills the memory [R12]. */
import type { Socket } from 'engine.io';

/** Packets that may wait for a reader for a while; more means that it has fallen behind. */
const WAITING_PACKETS = 64;
const PATIENCE_MS = 5_000;

interface Waiting {
  data?: unknown;
}

export class SlowReaders {
  readonly #mostBytes: number;
  readonly #behindSince = new WeakMap<Socket, number>();

  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  /** Closes the socket where it has been behind for too long, or too far; true then. It comes back and catches up. */
  check(socket: Socket): boolean {
    const waiting = (socket as unknown as { writeBuffer: Waiting[] }).writeBuffer;
    if (waiting.length === 0) {
      this.#behindSince.delete(socket);
      return false;
    }
    const bytes = waiting.reduce((sum, { data }) => sum + (typeof data === 'string' ? data.length : 0), 0);
    const isTooSlow = bytes > this.#mostBytes || this.#isBehindTooLong(socket, waiting.length);
    if (isTooSlow) socket.close(true);
    return isTooSlow;
  }

  #isBehindTooLong(socket: Socket, packets: number): boolean {
    if (packets <= WAITING_PACKETS) return false;
    const since = this.#behindSince.get(socket) ?? performance.now();
    this.#behindSince.set(socket, since);
    return performance.now() - since >= PATIENCE_MS;
  }
}
