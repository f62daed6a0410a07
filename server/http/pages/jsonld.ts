/** A page of a blog as search engines read it: a schema.org LiveBlogPosting of what is on that page, and no more. */
import type { BlogPosting, LiveBlogPosting, Organization, Person, WithContext } from 'schema-dts';
import type { Author, Entry } from '../../../shared/blog.ts';
import { plainText, titleOf } from '../../../shared/text.ts';
import type { Shown } from './shown.ts';
import { addressOf, imageOf, type Publisher } from './site.ts';

/** `datePublished` never changes, as the blog's start doesn't; that it goes on shows in `dateModified`. */
export function liveBlogPosting(
  publisher: Publisher,
  { blog, older }: Pick<Shown, 'blog' | 'older'>,
): WithContext<LiveBlogPosting> {
  const { slug, head } = blog;
  // The pinned entry stands on top of the newest page, however old it is.
  const isPinnedApart = !older && head.pinned && !blog.entries.some(({ id }) => id === head.pinned?.id);
  const entries = isPinnedApart ? [...blog.entries, head.pinned!] : blog.entries;
  const address = addressOf(publisher, slug);
  const organization = organizationOf(publisher);
  const description = plainText(head.standfirst);
  const { image } = imageOf(publisher, blog);
  return {
    '@context': 'https://schema.org',
    '@type': 'LiveBlogPosting',
    '@id': address,
    url: address,
    mainEntityOfPage: address,
    headline: head.title,
    ...(description && { description }),
    inLanguage: head.language,
    datePublished: head.startedAt,
    dateModified: head.updatedAt,
    coverageStartTime: head.startedAt,
    ...(head.endedAt && { coverageEndTime: head.endedAt }),
    ...(image && { image }),
    author: organization,
    publisher: organization,
    liveBlogUpdate: entries.map((entry) => blogPosting(entry, address, organization)),
  };
}

function blogPosting(entry: Entry, address: string, organization: Organization): BlogPosting {
  const title = titleOf(entry);
  return {
    '@type': 'BlogPosting',
    url: `${address}#${entry.id}`,
    headline: title,
    articleBody: plainText(entry.html) || title,
    datePublished: entry.publishedAt,
    dateModified: entry.updatedAt ?? entry.publishedAt,
    author: entry.authors.length > 0 ? entry.authors.map(person) : organization,
    ...(entry.correction && { correction: entry.correction }),
  };
}

function organizationOf({ name, url, logo }: Publisher): Organization {
  return { '@type': 'Organization', name, url, logo: { '@type': 'ImageObject', url: logo } };
}

function person({ name, avatar, contact }: Author): Person {
  return {
    '@type': 'Person',
    name,
    ...(avatar && { image: avatar }),
    ...(contact?.startsWith('https:') && { url: contact }),
  };
}
