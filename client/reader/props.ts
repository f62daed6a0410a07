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
  /** A page of older entries (`?before=`), not the newest ones. */
  older: boolean;
}

export type BlogCard = Pick<
  Head,
  'title' | 'standfirst' | 'status' | 'language' | 'timezone' | 'updatedAt'
> & { slug: string };

export interface HomeProps {
  site: Site;
  blogs: BlogCard[];
}

export interface ErrorProps {
  site: Site;
  status: number;
  title: string;
  detail: string;
}
