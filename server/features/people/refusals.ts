/**
 * Refused sign-ins, as the newsroom's admins find them: the first of each kind at once, what follows within a minute as
 * one more. However many somebody sends, they leave a few lines.
 */
import type { Store } from '../../store/store.ts';
import type { AccountRow } from '../../store/tables.ts';
import { Busy, type Refusal, TooSoon } from '../../newsroom/errors.ts';
import { byActor, type Whence } from '../../newsroom/people.ts';

const EVERY_MS = 60_000;
/** Kinds that are told apart in a minute; all others are counted together. */
const MOST_KINDS = 20;

interface Kind extends Whence {
  /** Whose account was tried; '' for none that there is: what was typed there may be anything, a password too. */
  about: string;
  why: string;
}

export class Refusals {
  readonly #store: Store;
  readonly #onError: (error: unknown, doing: string) => void;
  /** How often more of each kind came, since it was written down. */
  readonly #more = new Map<string, { kind: Kind; count: number }>();
  #others = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(store: Store, onError: (error: unknown, doing: string) => void) {
    this.#store = store;
    this.#onError = onError;
  }

  /** Nobody waits for it: how long a refusal takes tells nothing of whose account it was. */
  note(account: AccountRow | undefined, { address, agent }: Whence, refusal: Refusal): void {
    const kind = { about: account?.email ?? '', why: wordsOf(refusal), address, agent };
    const key = JSON.stringify([kind.about, kind.why, address]);
    const known = this.#more.get(key);
    this.#timer ??= setTimeout(() => void this.#sum(), EVERY_MS).unref();
    if (known) known.count += 1;
    else if (this.#more.size >= MOST_KINDS) this.#others += 1;
    else {
      this.#more.set(key, { kind, count: 0 });
      setImmediate(() => void this.#write([{ kind, detail: kind.why }]));
    }
  }

  /** Writes down what has come since, while the record is still there. */
  async close(): Promise<void> {
    clearTimeout(this.#timer);
    if (this.#timer) await this.#sum();
  }

  async #sum(): Promise<void> {
    const lines = [...this.#more.values()]
      .filter(({ count }) => count > 0)
      .map(({ kind, count }) => ({ kind, detail: `${kind.why}, ${count} more within a minute` }));
    const kind = { about: '', why: '', address: '', agent: '' };
    if (this.#others > 0) lines.push({ kind, detail: `${this.#others} more of others within a minute` });
    this.#more.clear();
    [this.#others, this.#timer] = [0, undefined];
    if (lines.length > 0) await this.#write(lines);
  }

  async #write(lines: { kind: Kind; detail: string }[]): Promise<void> {
    const writing = this.#store.transaction(async (transaction) => {
      const at = await transaction.now();
      for (const { kind, detail } of lines) {
        const { about, ...from } = kind;
        const whom = byActor({ id: '', name: '', from });
        transaction.trace({ ...whom, deed: 'sign-in-refused', about, detail, at });
      }
    });
    await writing.catch((error: unknown) => this.#onError(error, 'counting refused sign-ins'));
  }
}

function wordsOf(refusal: Refusal): string {
  if (refusal instanceof TooSoon) return 'too many tries';
  if (refusal instanceof Busy) return 'too many people at a time';
  return 'wrong e-mail or password';
}
