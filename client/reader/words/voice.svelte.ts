/** What the page says to those who hear it: all by one voice, in one place that is there from the start. */
import type { Words } from './words.ts';

export interface Sentence {
  /** With SLOT where `names` stand in it: what the newsroom wrote, in the language of the blog. */
  text: string;
  names?: string[];
  /** The entry that it repeats words of: they go with it. */
  entry?: string;
}

export class Voice {
  readonly #words: Words;
  /** A new object each time: equal sentences are each said. `lang` is that of their own words. */
  said: { sentences: readonly Sentence[]; lang?: string } = $state.raw({ sentences: [] });

  constructor(words: Words) {
    this.#words = words;
  }

  say(...sentences: Sentence[]): void {
    this.said = { sentences, lang: this.#words.language };
  }
}
