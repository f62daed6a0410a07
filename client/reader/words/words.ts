/** What the page can say, and how its elements mark that. */
import type english from '../../messages/en.json';

/** A function for each message, in the groups of the file. */
type Said<Messages> = {
  [Name in keyof Messages]: Messages[Name] extends string
    ? (values?: Record<string, string | number>) => string
    : Said<Messages[Name]>;
};

export interface Words {
  language: string;
  /** What an element that holds nothing but such words must say of them; empty where they are in the blog's language. */
  mark: { lang?: string; dir?: 'ltr' | 'rtl' };
  say: Said<Omit<typeof english, 'site' | 'widget'>>;
}

/** The server speaks also where there is no blog. Browsers are not given what it says there (scripts/messages.mjs). */
export interface ServerWords extends Words {
  say: Said<Omit<typeof english, 'widget'>>;
}
