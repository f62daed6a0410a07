/** What a widget says itself, in the languages that the page speaks; what the desk wrote stays as it is. */
import spokenWords from 'virtual:widget-words';
import { spokenFor } from '../../shared/language.ts';

export type Words = (typeof spokenWords)[string];

/** The words in this language (BCP 47), in English where the widget does not speak it. */
export function wordsIn(language: string): { words: Words; language: string } {
  const spoken = spokenFor(language, Object.keys(spokenWords));
  return spoken ? { words: spokenWords[spoken]!, language } : { words: spokenWords.en!, language: 'en' };
}
