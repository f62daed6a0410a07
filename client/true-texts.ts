/**
 * For the build of the reader's page: a text that changes is shown, also where a translator has put elements of its own
 * in the place of the text node that Svelte goes on changing (as browsers do, with `<font>`). The element of a text
 * that can change holds nothing else (tests/client/true-texts.test.ts), and so gets its text back, in the blog's own
 * language, for the translator to find.
 *
 * And what the server has written stays as it is while the page comes alive: where the two differ, it is since this
 * browser writes times or numbers in another way.
 */
import type { Plugin } from 'vite';

const FILE = 'svelte/src/internal/client/render.js';
const FIRST_SEEN = /(var str = value == null[^\n]*\n)/;
const CHANGED = 'text.nodeValue = `${str}`;';
const IMPORTED = /\bhydrating,/;

export const trueTexts: Plugin = {
  name: 'true texts',
  transform(code, id) {
    if (!id.includes(FILE)) return undefined;
    const changed = code
      .replace(FIRST_SEEN, '$1var home = (text.home ??= text.parentNode);\n')
      .replace(
        CHANGED,
        `if (!hydrating) ${CHANGED} if (text.parentNode !== home) home.replaceChildren(text);`,
      );
    if (changed.match(/\bhome\b/g)?.length !== 4 || !IMPORTED.test(code))
      throw new Error(`${FILE} is not as it was: see ${import.meta.url}`);
    return changed;
  },
};
