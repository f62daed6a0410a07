/** Small choices, remembered on this machine from one visit to the next; without room for them they are forgotten. */
import { Full, Shelf } from './shelf.ts';

export class Preference<Choice> {
  readonly #name: string;
  readonly #usual: Choice;
  readonly #shelf = new Shelf<Choice>('preference');

  constructor(name: string, usual: Choice) {
    this.#name = name;
    this.#usual = usual;
  }

  last(): Choice {
    return this.#shelf.take(this.#name) ?? this.#usual;
  }

  keep(choice: Choice): void {
    try {
      this.#shelf.put(this.#name, choice);
    } catch (error) {
      if (!(error instanceof Full)) throw error;
    }
  }
}
