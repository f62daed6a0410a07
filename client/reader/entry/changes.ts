/** What was changed in an entry, word by word. */
import { plainText } from '../../../shared/text.ts';
import { paragraphs } from '../../paragraphs.ts';
import { type Piece, compareWords } from './compare-words.ts';

interface Revision {
  revision: number;
  at: string;
  headline: string | null;
  html: string;
}

export interface EntryChange {
  revision: number;
  at: string;
  pieces: Piece[];
}

/** Newest first, without revisions that changed no words. Throws what the network throws, and where there is nothing to see. */
export async function readChanges(slug: string, id: string): Promise<EntryChange[]> {
  const revisions: Revision[] = [];
  for (let before: number | null | undefined; before !== null;) {
    const page = await readPage(`/api/v1/blogs/${slug}/entries/${id}/changes`, before);
    revisions.unshift(...page.revisions);
    before = page.older;
  }
  return revisions
    .slice(1)
    .map(({ revision, at, ...after }, index) => {
      return { revision, at, pieces: compareWords(textOf(revisions[index]!), textOf(after)) };
    })
    .filter(({ pieces }) => pieces.some(({ kind }) => kind !== 'same'))
    .reverse();
}

async function readPage(
  address: string,
  before: number | undefined,
): Promise<{ revisions: Revision[]; older: number | null }> {
  const query = before === undefined ? '' : `?before=${before}`;
  const response = await fetch(address + query, { cache: 'no-cache' });
  if (!response.ok) throw new Error(`The server answered ${response.status}.`);
  return response.json();
}

const textOf = ({ headline, html }: Pick<Revision, 'headline' | 'html'>): string =>
  [headline ?? '', ...paragraphs(html).map(plainText)].join('\n').trim();
