/** What is made once and then the same on all nodes: a key to sign or to seal with. */
import type { Store } from './store.ts';

export class Secret {
  readonly #load: () => Promise<string>;
  #value: Promise<string> | undefined;

  /** `fresh` makes one, for a record that has none of this name. */
  constructor(store: Store, name: string, fresh: () => string) {
    this.#load = () => store.transaction((transaction) => transaction.secret(name, fresh()));
  }

  /** Throws what the engine throws; the next one to ask tries again. */
  value(): Promise<string> {
    const loading = (this.#value ??= this.#load());
    loading.catch(() => (this.#value = undefined));
    return loading;
  }
}
