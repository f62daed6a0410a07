/**
 * Work that costs: one piece at a time, each network in turn, and after each piece the loop is free for as long as that
 * took. So whatever is asked for, half of the loop is left for news, commands and what is made already [R12].
 */
import { setImmediate, setTimeout as pause } from 'node:timers/promises';
import { Queue } from './queue.ts';

/** This network has asked for more than it may wait for. */
export class TooMany extends Error {
  constructor() {
    super('Too much was asked for from your network at once.');
  }
}

interface Parts {
  /** How much may wait for each network. */
  most: number;
  onRefused(): void;
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
    for (let piece = this.#waiting.next(); piece; piece = this.#waiting.next()) {
      const start = performance.now();
      await piece();
      const took = performance.now() - start;
      await (took < 1 ? setImmediate() : pause(took));
    }
    this.#isWorking = false;
  }
}
