/** Something that is read from the server and read again: what it was last, and whether that could be had. */
import { isSignedOut, Refused } from '../api.ts';
import { wordsFor } from '../refusal.ts';

export class Reading<T> {
  /** Undefined until it has been read; kept when a later read fails. */
  value = $state.raw<T | undefined>(undefined);
  /** In words; empty while all is well. */
  problem = $state('');
  /** There is no such thing, or none that is theirs to see. */
  isMissing = $state(false);
  readonly #read: () => Promise<T>;
  #newest = 0;

  constructor(read: () => Promise<T>) {
    this.#read = read;
  }

  /** Never rejects. Of several reads at once the last one counts. */
  async again(): Promise<void> {
    const mine = (this.#newest += 1);
    try {
      const value = await this.#read();
      if (mine !== this.#newest) return;
      this.value = value;
      this.problem = '';
      this.isMissing = false;
    } catch (error) {
      if (mine !== this.#newest) return;
      // What is there stays, and that somebody is signed out is said elsewhere: nothing moves while they write.
      if (isSignedOut(error) && this.value !== undefined) return;
      this.problem = wordsFor(error);
      this.isMissing = error instanceof Refused && [404, 410].includes(error.status);
    }
  }
}
