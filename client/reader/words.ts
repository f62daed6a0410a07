// eslint-disable-next-line @typescript-eslint/triple-slash-reference -- the server's types come here too, and know no Vite
/// <reference path="../messages.d.ts" />
/** The words of the page itself, in the language of the blog where we have it, else in English. */
import languages from 'virtual:messages';
import type english from '../messages/en.json';
import { Spoken } from './spoken.svelte.ts';

/** A function for each message, in the groups of the file. */
type Said<Messages> = {
  [Name in keyof Messages]: Messages[Name] extends string
    ? (values?: Record<string, string | number>) => string
    : Said<Messages[Name]>;
};

export interface Words {
  language: string;
  /** They are not in the blog's language, and must be marked so. */
  isForeign: boolean;
  /** How an element says so that holds nothing but such words. */
  mark: { lang?: string; dir?: 'ltr' };
  say: Said<Omit<typeof english, 'site'>>;
}

/** The server speaks also where there is no blog. Browsers are not given what it says there (scripts/messages.mjs). */
export interface ServerWords extends Words {
  say: Said<typeof english>;
}

const FALLBACK = 'en';
const RIGHT_TO_LEFT = /Adlm|Ara|Hebr|Nkoo|Rohg|Syrc|Thaa/;

/** The words for the page of a blog in this language (BCP 47), which can change. Throws what the network throws. */
export const loadWords = async (blogLanguage: string): Promise<Words> =>
  new Spoken(await readWords(blogLanguage));

/** The same, as they are. */
export async function readWords(blogLanguage: string): Promise<ServerWords> {
  const chosen = choose(blogLanguage);
  return { ...chosen, say: (await languages[chosen.language]!()).default as ServerWords['say'] };
}

/** For the server: loads every language, and gives what finds a blog's. */
export async function loadAllWords(): Promise<(blogLanguage: string) => ServerWords> {
  const all = await Promise.all(Object.keys(languages).map(readWords));
  return (blogLanguage) => {
    const chosen = choose(blogLanguage);
    return { ...chosen, say: all.find(({ language }) => language === chosen.language)!.say };
  };
}

/** By the script: not every browser knows the direction itself. */
export const directionOf = (language: string): 'ltr' | 'rtl' =>
  RIGHT_TO_LEFT.test(new Intl.Locale(language).maximize().script ?? '') ? 'rtl' : 'ltr';

function choose(blogLanguage: string): Omit<Words, 'say'> {
  const tags = [blogLanguage, new Intl.Locale(blogLanguage).language];
  const own = tags.find((tag) => Object.hasOwn(languages, tag));
  if (own !== undefined) return { language: own, isForeign: false, mark: {} };
  return { language: FALLBACK, isForeign: true, mark: { lang: FALLBACK, dir: 'ltr' } };
}
