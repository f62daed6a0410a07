// eslint-disable-next-line @typescript-eslint/triple-slash-reference -- the server's types come here too, and know no Vite
/// <reference path="../../messages.d.ts" />
/** The words of the page itself, in the language of the blog where we have it, else in English. */
import languages from 'virtual:messages';
import { directionOf, spokenFor } from '../../../shared/language.ts';
import type { ServerWords, Words } from './words.ts';
import { Spoken } from './changing.svelte.ts';

const FALLBACK = 'en';

/** The words for the page of a blog in this language (BCP 47), which can change. Throws what the network throws. */
export const loadWords = async (blogLanguage: string): Promise<Words> =>
  new Spoken(await readWords(blogLanguage));

/** The same, as they are: they do not change with the blog's language. */
export async function readWords(blogLanguage: string): Promise<ServerWords> {
  const language = wordsLanguage(blogLanguage);
  const say = (await languages[language]!()).default as ServerWords['say'];
  return { language, mark: markOf(language, blogLanguage), say };
}

/** For the server: loads every language, and gives what finds a blog's. */
export async function loadAllWords(): Promise<(blogLanguage: string) => ServerWords> {
  const all = await Promise.all(Object.keys(languages).map(readWords));
  return (blogLanguage) => {
    const words = all.find(({ language }) => language === wordsLanguage(blogLanguage))!;
    return { ...words, mark: markOf(words.language, blogLanguage) };
  };
}

/** In which of our languages a blog has its words. */
export const wordsLanguage = (blogLanguage: string): string =>
  spokenFor(blogLanguage, Object.keys(languages)) ?? FALLBACK;

/** The mark of words in one language on the page of a blog in another, or in the same. */
export const markOf = (language: string, blogLanguage: string): Words['mark'] =>
  spokenFor(blogLanguage, [language]) ? {} : { lang: language, dir: directionOf(language) };
