/** Lists in pages: which page is asked for, and where the next one is (RFC 8288). */
import type { Request } from 'express';
import { cursorAt } from '../../../shared/blog.ts';
import type { Card } from '../../store/public.ts';
import { limitFrom, placeFrom } from '../request.ts';
import { HttpProblem } from '../problem.ts';

/** Blogs on a page where nobody asks for fewer. */
const BLOGS = 100;
const STATUSES = ['draft', 'live', 'paused', 'ended'];

/** What the query asks for of the list of blogs. */
interface AskedBlogs {
  statuses: string[];
  language: string | null;
  before: ReturnType<typeof placeFrom>;
  limit: number;
}

export function askedBlogsFrom(request: Request): AskedBlogs {
  const { language } = request.query;
  return {
    statuses: statusesFrom(request),
    language: language === undefined ? null : String(language),
    before: placeFrom(request),
    limit: limitFrom(request, BLOGS),
  };
}

/** Those of `blogs` (newest first) that are asked for, and the cursor of the next page. */
export function pageOfBlogs(
  blogs: readonly Card[],
  { statuses, language, before, limit }: AskedBlogs,
): { blogs: Card[]; older: string | null } {
  const wanted = blogs.filter(
    (blog) =>
      statuses.includes(blog.status) &&
      (language === null || blog.language === language) &&
      (!before || isBefore(blog, before)),
  );
  const page = wanted.slice(0, limit);
  const last = page.at(-1);
  return { blogs: page, older: last && wanted.length > limit ? cursorAt(placeIn(last)) : null };
}

const placeIn = ({ id, updatedAt }: Card) => ({ id, publishedAt: updatedAt });

function isBefore({ id, updatedAt }: Card, { publishedAt, id: beside }: ReturnType<typeof placeIn>): boolean {
  return updatedAt < publishedAt || (updatedAt === publishedAt && id < beside);
}

function statusesFrom({ query: { status } }: Request): string[] {
  const given = status === undefined ? STATUSES : String(status).split(',');
  if (given.every((each) => STATUSES.includes(each))) return given;
  throw new HttpProblem(400, `"status" must be of ${STATUSES.join(', ')}, with commas between.`);
}

/** Where the next page is, by all that this one was asked for by; null where there is none. */
export function nextOfBlogs({ statuses, language, limit }: AskedBlogs, older: string | null): string | null {
  if (older === null) return null;
  const query = new URLSearchParams({
    ...(statuses !== STATUSES && { status: statuses.join(',') }),
    ...(language !== null && { language }),
    ...(limit !== BLOGS && { limit: String(limit) }),
    before: older,
  });
  return `/api/v1/blogs?${query}`;
}
