/** Partners: on whose pages the newsroom's widgets are. For the desk and the server only. */
import * as v from 'valibot';
import { urlOf } from './address.ts';
import { filled, line, LIMITS } from './commands.ts';

export interface Partner {
  id: string;
  name: string;
  /** Of their pages, such as `https://www.example.org`. */
  origins: string[];
  /** Which of the blogs that are for listed partners; null for all of them. */
  blogs: string[] | null;
  createdAt: string;
  /** Widgets opened on their pages today (UTC) and in the last thirty days; what a CDN answers is not among them. */
  viewsToday: number;
  viewsLately: number;
  /** Widgets open on their pages now. */
  open: number;
}

const MOST_ORIGINS = 50;
const MOST_BLOGS = 200;

const origin = v.pipe(
  line(LIMITS.address),
  v.check(isOrigin, 'must be the address of a site, such as https://www.example.org, without a path'),
  v.transform((text) => new URL(text).origin),
);

const fields = {
  name: v.pipe(line(LIMITS.authorName), filled),
  origins: v.pipe(
    v.array(origin, 'must be a list'),
    v.minLength(1, 'must name at least one site'),
    v.maxLength(MOST_ORIGINS, `has more than ${MOST_ORIGINS} sites`),
  ),
  blogs: v.nullable(
    v.pipe(
      v.array(v.pipe(line(LIMITS.slug), filled), 'must be a list or null'),
      v.maxLength(MOST_BLOGS, `has more than ${MOST_BLOGS} blogs`),
    ),
  ),
};

export const addPartner = v.strictObject({ ...fields, blogs: v.optional(fields.blogs, null) });
export const changePartner = v.strictObject({
  name: v.exactOptional(fields.name),
  origins: v.exactOptional(fields.origins),
  blogs: v.exactOptional(fields.blogs),
});

export type AddPartner = v.InferOutput<typeof addPartner>;
export type ChangePartner = v.InferOutput<typeof changePartner>;

/** Nothing that would mean something in a list of sites, as browsers are told it. */
const ORIGIN = /^https?:\/\/([a-z0-9-]+(\.[a-z0-9-]+)*|\[[0-9a-f:]+\])(:\d+)?$/;

function isOrigin(text: string): boolean {
  const url = urlOf(text);
  return url !== null && url.href === `${url.origin}/` && ORIGIN.test(url.origin);
}
