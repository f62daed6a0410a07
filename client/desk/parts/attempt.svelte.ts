/** One command at a time: whether it is under way, and in words for people why it was refused. */
import { Refused, Unreachable } from '../api.ts';

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
  }
}

/** What happened, whether anything was lost, and what to do now. */
export function wordsFor(error: unknown): string {
  if (error instanceof Unreachable)
    return 'The service can’t be reached. Check your connection and try again.';
  if (!(error instanceof Refused)) throw error;
  if (error.status === 401) return 'You are signed out. Sign in and try again.';
  if (error.status === 412)
    return 'Somebody else changed this meanwhile. Here is how it is now; please look again.';
  if (error.status === 429 && error.retryAfter) return `${error.problem.detail} ${waitFor(error.retryAfter)}`;
  if (!error.problem.errors?.length) return error.problem.detail;
  return error.problem.errors.map(({ field, detail }) => `${nameOf(field)} ${detail}.`).join(' ');
}

function waitFor(seconds: number): string {
  if (seconds < 90) return `Try again in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}.`;
  return `Try again in ${Math.ceil(seconds / 60)} minutes.`;
}

/** Fields whose names people would not guess. */
const NAMES: Record<string, string> = {
  slug: 'The address',
  html: 'The text',
  publishAt: 'The time',
  timezone: 'The time zone',
  image: 'The picture for previews',
  imageAlt: 'What the picture shows',
  origins: 'The list of sites',
  'password.current': 'The password until now',
  'password.next': 'The new password',
  'grant.blog': 'The blog',
};

const nameOf = (field: string): string =>
  NAMES[field] ??
  `The ${field
    .split('.')
    .at(-1)!
    .replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)}`;
