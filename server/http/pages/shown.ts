/** What one reader page shows: a blog's newest page, one of older entries, or one opened at an entry. */
import type { ReaderProps } from '../../../shared/pages.ts';
import type { PicturedBlog } from '../../feeds/feed.ts';

export type Shown = Omit<ReaderProps, 'site' | 'blog' | 'written'> & {
  blog: PicturedBlog;
  /** The cursor of a page of older entries. */
  before?: string;
};
