/** What a page tells those who link to it: its address, and the title, words and picture of a preview. */
import type { Entry } from '../../../shared/blog.ts';
import type { PageHeadProps, Picture } from '../../../shared/pages.ts';
import { firstWords, plainText, titleOf } from '../../../shared/text.ts';
import type { PicturedBlog } from '../../feeds/feed.ts';
import { drawnOf } from '../previews/drawn.ts';
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
  const all = {
    site: publisher,
    blogAddress,
    locale: localeOf(head.language),
    ...pictureOf(publisher, blog, entry),
  };
  if (entry) {
    return {
      ...all,
      address: entryAddress(publisher, slug, entry.id),
      title: `${titleOf(entry)} – ${head.title}`,
      description: describe(entry.html) || describe(head.standfirst),
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

/** The blog's own or the newsroom's; else one is drawn. */
export function pictureOf(publisher: Publisher, blog: PicturedBlog, entry?: Entry): Picture {
  const given = imageOf(publisher, blog);
  return given.image === null ? drawnOf(publisher, blog.slug, blog.head, entry) : given;
}

/** With the country where the language is spoken most, if it names none. */
function localeOf(tag: string): string {
  const { language, region } = new Intl.Locale(tag).maximize();
  return `${language}_${region}`;
}

const describe = (html: string): string => firstWords(plainText(html), DESCRIPTION);
