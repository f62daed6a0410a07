/** Every blog that whoever is signed in may read, page by page. */
import type { BlogFacts } from '../../../shared/desk.ts';
import { call } from '../api.ts';

export async function allBlogs(): Promise<BlogFacts[]> {
  const all: BlogFacts[] = [];
  let before: string | null = '';
  while (before !== null) {
    const query: string = before && `?before=${before}`;
    const page: { blogs: BlogFacts[]; older: string | null } = await call('GET', `/blogs${query}`);
    all.push(...page.blogs);
    before = page.older;
  }
  return all;
}
