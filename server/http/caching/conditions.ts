/** What a command is bound to by If-Match (RFC 9110, 13.1.1): the version that its author saw [R11]. */
import type { Request, RequestHandler } from 'express';
import type { Seen } from '../../newsroom/seen.ts';
import { HttpProblem } from '../problem.ts';
import { type Tags, tagsIn } from './tags.ts';

function matchFrom({ headers }: Request): Tags | undefined {
  const header = headers['if-match'];
  if (header === undefined) return undefined;
  const tags = tagsIn(header);
  if (tags) return tags;
  throw new HttpProblem(400, 'If-Match must be *, or tags in quotes with commas between, such as "3".');
}

/** The revisions of an entry that the editor saw, whatever the coding; undefined where the request does not say. */
export function revisionsFrom(request: Request): Seen {
  const tags = matchFrom(request);
  if (tags === undefined || tags === 'any') return tags;
  return tags.flatMap((tag) => /^(\d{1,15})(?:;\w+)?$/.exec(tag)?.[1] ?? []).map(Number);
}

/** The same for an edit, which must say it. */
export function revisionsOf(request: Request): Seen {
  const seen = revisionsFrom(request);
  if (seen !== undefined) return seen;
  throw new HttpProblem(428, 'Say which revision you edited, such as If-Match: "3".');
}

/** The clocks at which the editor saw the blog, whatever the coding of the answer; undefined where it does not say. */
export function clocksFrom(request: Request, slug: string): Seen {
  const tags = matchFrom(request);
  if (tags === undefined || tags === 'any') return tags;
  return tags.flatMap((tag) => {
    const [, of, seq] = /^([a-z0-9-]+):(\d{1,15})(?:;\w+)?$/.exec(tag) ?? [];
    return of === slug ? [Number(seq)] : [];
  });
}

/** What has a tag that a command may be bound to. */
const TAGGED = /^\/blogs\/[^/]+(\/entries\/[^/]+(\/restore)?)?$/;

/** No condition on anything else can be true, but that it is there. */
export const mayBeBound: RequestHandler = (request, _response, next) => {
  const tags = TAGGED.test(request.path) ? undefined : matchFrom(request);
  if (tags !== undefined && tags !== 'any') throw new HttpProblem(412, 'This has no tag that could match.');
  next();
};
