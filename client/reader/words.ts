// eslint-disable-next-line @typescript-eslint/triple-slash-reference -- the server's types come here too, and know no Vite
/// <reference path="../messages.d.ts" />
/** The words of the page itself, in the language of the blog where we have it, else in English. */
import languages from 'virtual:messages';
import type english from '../messages/en.json';

type Messages = Record<keyof typeof english, (values?: Record<string, string | number>) => string>;

export interface Words {
  language: string;
  /** They are not in the blog's language, and must be marked so. */
  isForeign: boolean;
  say: Messages;
}

const FALLBACK = 'en';

/** The words for a blog in this language (BCP 47). Throws what the network throws. */
export async function loadWords(blogLanguage: string): Promise<Words> {
  const { language, isForeign } = choose(blogLanguage);
  return { language, isForeign, say: (await languages[language]!()).default as Messages };
}

/** For the server: loads every language, and gives what finds a blog's. */
export async function loadAllWords(): Promise<(blogLanguage: string) => Words> {
  const all = await Promise.all(Object.keys(languages).map(loadWords));
  return (blogLanguage) => {
    const { language, isForeign } = choose(blogLanguage);
    return { language, isForeign, say: all.find((words) => words.language === language)!.say };
  };
}

function choose(blogLanguage: string): { language: string; isForeign: boolean } {
  const tags = [blogLanguage, new Intl.Locale(blogLanguage).language];
  const own = tags.find((tag) => Object.hasOwn(languages, tag));
  return { language: own ?? FALLBACK, isForeign: own === undefined };
}
