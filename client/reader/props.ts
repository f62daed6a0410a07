/** What the server gives to a page. The reader page's travels to the browser too, for hydration. */
import type { Blog, Head } from '../../shared/blog.ts';

export interface Site {
  /** The newsroom's name. */
  name: string;
  /** The service's origin, without a slash at its end. */
  url: string;
}

export interface ReaderProps {
  site: Site;
  blog: Blog;
  /** The page doesn't begin with the newest entry: one of older entries (`?before=`), or opened at one of them. */
  older: boolean;
  /** The entry that the page was opened at (`/:slug/:entryId`); it's the first of the entries. */
  entryId: string | null;
  /** How many entries are newer than that one. */
  newer: number;
}

/** What is in the reader page's head for machines alone. Addresses are absolute. */
export interface PageHeadProps {
  site: Site;
  /** The page's own, canonical address. */
  address: string;
  blogAddress: string;
  title: string;
  /** Plain text, or empty. */
  description: string;
  image: string | null;
  /** What the picture shows. */
  imageAlt: string | null;
  publishedAt: string;
  updatedAt: string;
}

export type BlogCard = Pick<
  Head,
  'title' | 'standfirst' | 'status' | 'language' | 'timezone' | 'updatedAt'
> & { slug: string };

export interface HomeProps {
  site: Site;
  /** The page's own (BCP 47); each blog has one of its own. */
  language: string;
  blogs: BlogCard[];
}

export interface ErrorProps {
  site: Site;
  language: string;
  status: number;
  /** The blog at whose address it is. */
  slug: string | null;
}
