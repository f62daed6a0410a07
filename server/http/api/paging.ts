/** Lists in pages: which page is asked for, and where the next one is (RFC 8288). */
import type { Request, Response } from 'express';
import { cursorAt } from '../../../shared/blog.ts';
import type { Card } from '../../store/public.ts';
import { linkTo } from '../caching/cached.ts';
import { limitFrom, placeFrom } from '../request.ts';
import { HttpProblem } from '../problem.ts';

/** Blogs on a page where nobody asks for fewer. */
const BLOGS = 100;
const STATUSES = ['draft', 'live', 'paused', 'ended'];

/** Those of `blogs` (newest first) that the query asks for, and the cursor of the next page. */
export function pageOfBlogs(request: Request, blogs: Card[]): { blogs: Card[]; older: string | null } {
  const statuses = statusesFrom(request);
  const { language } = request.query;
  const before = placeFrom(request);
  const limit = limitFrom(request, BLOGS);
  const wanted = blogs.filter(
    (blog) =>
      statuses.includes(blog.status) &&
      (language === undefined || blog.language === language) &&
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

/** Says where the next page is, with all that this one was asked for by. */
export function linkToNext(request: Request, response: Response, older: string | null): void {
  if (older === null) return;
  const url = new URL(request.originalUrl, 'http://here');
  url.searchParams.set('before', older);
  response.append('Link', linkTo(url.pathname + url.search));
}
