/** The contract of the pages: what the server hands to their components, and what it asks of the built renderers. */
import type { Blog, Entry, Head } from './blog.ts';
import type { FrontPage, Section } from './front.ts';

export interface Site {
  /** The newsroom's name. */
  name: string;
  /** The service's origin, without a slash at its end. */
  url: string;
}

/** Travels to the browser too, for hydration. */
export interface ReaderProps {
  site: Site;
  blog: Blog;
  /** The page doesn't begin with the newest entry: one of older entries (`?before=`), or opened at one of them. */
  older: boolean;
  /** The entry that the page was opened at (`/:slug/:entryId`); it's the first of the entries. */
  entryId: string | null;
  /** How many entries are newer than that one. */
  newer: number;
  /** How the server has written times. */
  written: Written;
}

/** How the server writes a blog's times: what it has written must not change when a page comes alive. */
export interface Written {
  language: string;
  timezone: string;
  numberingSystem: string;
  calendar: string;
  /** A moment, ISO 8601, what the zone's clock is ahead of UTC then, in minutes, and how day and time are written. */
  at: string;
  minutes: number;
  sample: string;
}

/** What stands for a page where somebody links to it. The address is absolute. */
export interface Picture {
  image: string | null;
  /** What the picture shows. */
  imageAlt: string | null;
  /** In pixels; null where it is not known. */
  imageSize: { width: number; height: number } | null;
}

/** What is in the reader page's head for machines alone. Addresses are absolute. */
export interface PageHeadProps extends Picture {
  site: Site;
  /** The page's own, canonical address. */
  address: string;
  blogAddress: string;
  title: string;
  /** Plain text, or empty. */
  description: string;
  /** As Open Graph has it, such as `uk_UA`. */
  locale: string;
  publishedAt: string;
  updatedAt: string;
}

/** The front, or one section of it. Travels to the browser too, for hydration. */
export interface FrontProps {
  site: Site;
  /** The page's own (BCP 47), and the zone of its days; each blog has its own. */
  language: string;
  timezone: string;
  /** Null for the whole front. */
  section: Section | null;
  page: FrontPage;
  /** The page doesn't begin with the newest entry. */
  older: boolean;
  /** When something last changed on the front. */
  updatedAt: string;
  /** The hour in which the page was made: what is of another day says so. */
  hour: string;
  written: Written;
}

/** What is in the front's head for machines alone. Addresses are absolute. */
export interface FrontHeadProps {
  site: Site;
  /** The page's own, canonical address. */
  address: string;
  /** What the feeds' addresses begin with. */
  feeds: string;
  title: string;
  image: string | null;
}

export interface ErrorProps {
  site: Site;
  language: string;
  status: number;
  /** The blog at whose address it is. */
  slug: string | null;
}

export interface Rendered {
  head: string;
  body: string;
}

/** The reader's pages as the server renders them; it knows the renderer only as a built file. */
export interface PageRenderer {
  /** The page's own words that go into feeds, for a blog in this language (BCP 47). */
  wordsFor(language: string): { say: Record<'breaking' | 'keyEvent' | 'correction', () => string> };
  writtenFor(of: Pick<Head, 'language' | 'timezone' | 'updatedAt'>): Written;
  renderReader(props: ReaderProps, headProps: PageHeadProps): Rendered;
  renderFront(props: FrontProps, headProps: FrontHeadProps): Rendered;
  renderError(props: ErrorProps): Rendered;
}

type Query = Record<string, unknown>;

/** The frame for partners' pages, likewise. */
export interface FrameRenderer {
  /** What the frame's CSP has to allow. */
  STYLES: string[];
  /** The id of the entry that alone is asked for. */
  entryIn(query: Query): string | null;
  /** The same for all queries that ask for the same page. */
  nameOf(query: Query): string;
  /**
   * The whole page. `single` is the entry that is asked for, where that is not in the blog's newest page. `isOpen`: the
   * blog may be shown on every site, also on one that does not say which it is.
   */
  renderFrame(origin: string, blog: Blog, single: Entry | null, query: Query, isOpen: boolean): string;
}
