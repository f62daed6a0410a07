/**
 * What is read anew for whoever asks, but once for all who ask while the reading before it is under way: nobody gets
 * what was so before they asked, and however many ask, one reading follows another.
 */
export class Gathered<T extends object> {
  readonly #read: () => Promise<T>;
  /** One that has not begun. */
  #next: Promise<T> | undefined;
  #working: Promise<unknown> = Promise.resolve();
  #latest: { value: T; text: string } | undefined;

  constructor(read: () => Promise<T>) {
    this.#read = read;
  }

  /** The same object as before where nothing in it has changed. Throws what the reading throws. */
  get(): Promise<T> {
    this.#next ??= this.#working.then(() => {
      this.#next = undefined;
      return this.#look();
    });
    this.#working = this.#next.catch(() => {});
    return this.#next;
  }

  async #look(): Promise<T> {
    const value = await this.#read();
    const text = JSON.stringify(value);
    if (this.#latest?.text !== text) this.#latest = { value, text };
    return this.#latest!.value;
  }
}
