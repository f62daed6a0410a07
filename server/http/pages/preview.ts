/** What a page tells those who link to it: its address, and the title, words and picture of a preview. */
import type { PageHeadProps } from '../../../shared/pages.ts';
import { firstWords, plainText, titleOf } from '../../../shared/text.ts';
import type { Shown } from './shown.ts';
import { addressOf, entryAddress, imageOf, type Publisher } from './site.ts';

/** Characters. Longer ones are cut off by whoever shows them. */
const DESCRIPTION = 160;

/** `before` is the cursor of a page of older entries. */
export function previewOf(
  publisher: Publisher,
  { blog, entryId }: Pick<Shown, 'blog' | 'entryId'>,
  before?: string,
): PageHeadProps {
  const { slug, head, entries } = blog;
  const blogAddress = addressOf(publisher, slug);
  const entry = entries.find(({ id }) => id === entryId);
  const all = { site: publisher, blogAddress, ...imageOf(publisher, blog) };
  if (entry) {
    return {
      ...all,
      address: entryAddress(publisher, slug, entry.id),
      title: `${titleOf(entry)} – ${head.title}`,
      description: describe(entry.html),
      publishedAt: entry.publishedAt,
      updatedAt: entry.updatedAt ?? entry.publishedAt,
    };
  }
  return {
    ...all,
    // Search engines are told to take a page of a long list for itself: what is on it stands on no other page.
    address: before === undefined ? blogAddress : `${blogAddress}?before=${before}`,
    title: head.title,
    description: describe(head.standfirst),
    publishedAt: head.startedAt,
    updatedAt: head.updatedAt,
  };
}

const describe = (html: string): string => firstWords(plainText(html), DESCRIPTION);
