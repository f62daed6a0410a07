/** Who waits for something scarce. Each network gets its turn, however many of another are waiting. */
export class Queue<T> {
  /** By network; the one whose turn is next comes first. */
  readonly #waiting = new Map<string, T[]>();
  readonly #mostPerNetwork: number;

  constructor(mostPerNetwork: number) {
    this.#mostPerNetwork = mostPerNetwork;
  }

  get isEmpty(): boolean {
    return this.#waiting.size === 0;
  }

  /** False where too many of this network wait already. */
  add(network: string, item: T): boolean {
    const line = this.#waiting.get(network);
    if (line === undefined) this.#waiting.set(network, [item]);
    else if (line.length < this.#mostPerNetwork) line.push(item);
    else return false;
    return true;
  }

  /** The first of the network whose turn it is, which then waits until all others had theirs. */
  next(): T | undefined {
    for (const [network, line] of this.#waiting) {
      const item = line.shift();
      this.#waiting.delete(network);
      if (line.length > 0) this.#waiting.set(network, line);
      return item;
    }
    return undefined;
  }
}
