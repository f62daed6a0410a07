/** One command at a time: whether it is under way, and in words for people why it was refused. */
import { isSignedOut, Refused } from '../api.ts';
import { wordsFor } from '../refusal.ts';
import { session } from '../session.svelte.ts';

export class Attempt {
  isBusy = $state(false);
  /** Empty while nothing is wrong. */
  problem = $state('');
  #fields = $state<Record<string, string>>({});
  readonly #words: Record<number, string>;

  /** `words` are for statuses that mean something of their own here. */
  constructor(words: Record<number, string> = {}) {
    this.#words = words;
  }

  /** Runs the work unless some is under way. Resolves to whether it succeeded; never rejects. */
  async run(work: () => Promise<unknown>): Promise<boolean> {
    if (this.isBusy) return false;
    this.isBusy = true;
    this.clear();
    try {
      await work();
      return true;
    } catch (error) {
      this.#fail(error);
      return false;
    } finally {
      this.isBusy = false;
    }
  }

  /** What is wrong with a field: "must not be empty". Empty for nothing. */
  wrongWith(field: string): string {
    return this.#fields[field] ?? '';
  }

  clear(): void {
    this.problem = '';
    this.#fields = {};
  }

  #fail(error: unknown): void {
    this.problem = (error instanceof Refused && this.#words[error.status]) || wordsFor(error);
    const errors = error instanceof Refused ? (error.problem.errors ?? []) : [];
    this.#fields = Object.fromEntries(errors.map(({ field, detail }) => [field, detail]));
    if (isSignedOut(error)) session.ask();
  }
}
