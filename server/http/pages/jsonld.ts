/** A page of a blog as search engines read it: a schema.org LiveBlogPosting of what is on that page, and no more. */
import type {
  BlogPosting,
  CollectionPage,
  ItemList,
  LiveBlogPosting,
  Organization,
  Person,
  WithContext,
} from 'schema-dts';
import type { Author, Entry } from '../../../shared/blog.ts';
import type { FrontProps } from '../../../shared/pages.ts';
import { plainText, titleOf } from '../../../shared/text.ts';
import type { PicturedBlog } from '../../feeds/feed.ts';
import type { Shown } from './shown.ts';
import { pictureOf } from './preview.ts';
import { addressOf, entryAddress, type Publisher } from './site.ts';

/** What a page is to search engines: the entry that it was opened at, or what it shows of the blog. */
export function postingOf(
  publisher: Publisher,
  shown: Pick<Shown, 'blog' | 'older' | 'entryId'>,
): WithContext<LiveBlogPosting | BlogPosting> {
  const { blog, entryId } = shown;
  const entry = blog.entries.find(({ id }) => id === entryId);
  return entry ? entryPosting(publisher, blog, entry) : liveBlogPosting(publisher, shown);
}

function entryPosting(publisher: Publisher, blog: PicturedBlog, entry: Entry): WithContext<BlogPosting> {
  const { slug, head } = blog;
  const organization = organizationOf(publisher);
  const posting = blogPosting(entry, publisher, slug, organization);
  const address = addressOf(publisher, slug);
  return {
    '@context': 'https://schema.org',
    ...posting,
    mainEntityOfPage: entryAddress(publisher, slug, entry.id),
    inLanguage: head.language,
    image: pictureOf(publisher, blog, entry).image!,
    publisher: organization,
    isPartOf: { '@type': 'LiveBlogPosting', '@id': address, url: address, headline: head.title },
  };
}

/** `datePublished` never changes, as the blog's start doesn't; that it goes on shows in `dateModified`. */
function liveBlogPosting(
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
    image: pictureOf(publisher, blog).image!,
    author: organization,
    publisher: organization,
    liveBlogUpdate: entries.map((entry) => blogPosting(entry, publisher, slug, organization)),
  };
}

type Listed = Pick<FrontProps, 'page' | 'updatedAt' | 'language'> & { address: string; title: string };

/** The front: what runs there, each by the address at which it is told, then the entries of the page. */
export function collectionPage(
  publisher: Publisher,
  { page, address, title, updatedAt, language }: Listed,
): WithContext<CollectionPage> {
  const blogs = page.blogs.filter(({ status }) => status !== 'ended');
  const live = blogs.map(({ blog, title, startedAt, updatedAt }) => ({
    '@type': 'LiveBlogPosting' as const,
    url: addressOf(publisher, blog),
    headline: title,
    datePublished: startedAt,
    dateModified: updatedAt,
  }));
  const posts = page.entries.map((entry) => ({
    '@type': 'BlogPosting' as const,
    url: entryAddress(publisher, entry.blog, entry.id),
    headline: titleOf(entry),
    datePublished: entry.publishedAt,
    dateModified: entry.updatedAt ?? entry.publishedAt,
  }));
  const list: ItemList = {
    '@type': 'ItemList',
    itemListElement: [...live, ...posts].map((item, index) => ({
      '@type': 'ListItem',
      position: index + 1,
      item,
    })),
  };
  return {
    '@context': 'https://schema.org',
    '@type': 'CollectionPage',
    '@id': address,
    url: address,
    name: title,
    inLanguage: language,
    dateModified: updatedAt,
    publisher: organizationOf(publisher),
    mainEntity: list,
  };
}

function blogPosting(entry: Entry, publisher: Publisher, slug: string, organization: Organization) {
  const title = titleOf(entry);
  const address = entryAddress(publisher, slug, entry.id);
  return {
    '@type': 'BlogPosting' as const,
    '@id': address,
    url: address,
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
