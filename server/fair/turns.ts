/**
 * Work that costs: one piece at a time, each network in turn, and after each piece the loop is free for as long as that
 * took. So whatever is asked for, half of the loop is left for news, commands and what is made already [R12].
 */
import { setTimeout as pause } from 'node:timers/promises';
import { Queue } from './queue.ts';

/** This network has asked for more than it may wait for. */
export class TooMany extends Error {
  constructor() {
    super('You, or others in your network, have asked for too much at once.');
  }
}

interface Parts {
  /** How much may wait for each network. */
  most: number;
  onRefused(): void;
}

/** Pieces that took less together need no rest. */
const LEAST_MS = 1;

/** Milliseconds of CPU time that this thread has used. A machine that has others to serve makes no piece longer. */
function usedByLoop(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

export class Turns {
  readonly #waiting: Queue<() => Promise<void>>;
  readonly #onRefused: () => void;
  #isWorking = false;

  constructor({ most, onRefused }: Parts) {
    this.#waiting = new Queue(most);
    this.#onRefused = onRefused;
  }

  /** What `work` makes, when its turn has come. Throws TooMany. */
  take<T>(network: string, work: () => T | Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const piece = async () => {
        try {
          resolve(await work());
        } catch (error) {
          reject(error as Error);
        }
      };
      if (!this.#waiting.add(network, piece)) {
        this.#onRefused();
        reject(new TooMany());
      } else if (!this.#isWorking) void this.#work();
    });
  }

  async #work(): Promise<void> {
    this.#isWorking = true;
    let start = usedByLoop();
    for (let piece = this.#waiting.next(); piece; piece = this.#waiting.next()) {
      await piece();
      const took = usedByLoop() - start;
      if (took < LEAST_MS) continue; // many pieces are done already when their turn comes
      await pause(took);
      start = usedByLoop();
    }
    this.#isWorking = false;
  }
}
