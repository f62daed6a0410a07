/** Two versions of one entry, and what each has that the other has not. */
import type { Author } from '../../../shared/blog.ts';
import { difference, type Part } from '../entries/difference.ts';
import { textOf } from '../entries/words.ts';

export interface Version {
  headline: string | null;
  html: string;
  authors: Author[];
}

export function compareVersions(theirs: Version, mine: Version): { theirs: Part[]; mine: Part[] } {
  const parts = difference(wordsOf(theirs), wordsOf(mine));
  return {
    theirs: parts.filter(({ kind }) => kind !== 'added'),
    mine: parts.filter(({ kind }) => kind !== 'gone'),
  };
}

const wordsOf = (version: Version): string => {
  const byline = version.authors.map(({ name }) => name).join(', ');
  return textOf(version) + (byline && `\nByline: ${byline}`);
};
