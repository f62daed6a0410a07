import type { Words } from './words.ts';

/** The words of a page that is open: they change with the blog's language. */
export class Spoken implements Words {
  language = $state.raw('');
  mark: Words['mark'] = $state.raw({});
  say: Words['say'] = $state.raw()!;

  constructor(words: Words) {
    Object.assign(this, words);
  }
}
