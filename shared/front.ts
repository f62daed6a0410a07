/**
 * The front: a news feed over blogs. Each keeps a seq of its own; what somebody holds of them all is one vector, kept up
 * by the same `merge` (D14).
 */
import { type Blog, compare, cursorAt, type Entry, type Head, placeOf, type Update } from './blog.ts';
import { extend, merge } from './merge.ts';

/** What blogs are about, as the newsroom parts its front. */
export interface Section {
  slug: string;
  name: string;
}

/** An entry on the front; `blog` is the slug of its blog. */
export type RiverEntry = Entry & { blog: string };

/** The newest entries of all blogs on the front, or those before a cursor. */
export interface FrontPage {
  epoch?: string | undefined;
  /** Where each blog of the front stands, also those of which nothing is here. */
  seqs: Record<string, number>;
  /** Of those that run, and of all that have an entry here. With the newest key event at most, and nothing pinned. */
  blogs: (Head & { blog: string })[];
  entries: RiverEntry[];
  /** The cursor of the next page, or null. */
  older: string | null;
  /** Those that have a blog, by name. */
  sections: Section[];
}

/** What has changed in a blog of the front. `gone`: it stands there no longer. */
export type FrontUpdate = Update & { gone?: true };

/** By slug, each as far back as its own `older`. */
export type Front = ReadonlyMap<string, Blog>;

export function frontOf({ epoch, seqs, blogs, entries, older }: FrontPage): Front {
  return new Map(
    blogs.map(({ blog: slug, ...head }) => {
      const own = entries.filter(({ blog }) => blog === slug).map(({ blog: _, ...entry }) => entry);
      return [slug, { slug, epoch, seq: seqs[slug]!, head, entries: own, older }];
    }),
  );
}

/** As `merge`, for one blog of the front. What is told of one that is not held is for those who hold it. */
export function mergeFront(front: Front, update: FrontUpdate): Front | 'gap' {
  const held = front.get(update.blog);
  if (update.gone) return held ? without(front, update) : front;
  if (!held && update.from > 0) return front;
  const blog = merge(held ?? null, update);
  if (blog === 'gap') return 'gap';
  return blog === held ? front : withBlog(front, blog);
}

/** With a page of older entries behind what is held, or `'stale'` where one of its blogs was read before it was. */
export function extendFront(front: Front, page: Front, older: string | null): Front | 'stale' {
  const extended = new Map(page);
  for (const [slug, blog] of front) {
    const { seq, epoch, entries } = page.get(slug) ?? { ...blog, entries: [] };
    const isHeld = older !== null && nearer(blog.older, older) === older;
    const whole = extend(blog, { seq, epoch, entries, older: isHeld ? blog.older : older });
    if (whole === 'stale') return 'stale';
    extended.set(slug, whole);
  }
  return extended;
}

/** What all blogs together have to show, newest first, as far back as it is known of each of them. */
export function riverOf(front: Front): { entries: RiverEntry[]; older: string | null } {
  const older = [...front.values()].map((blog) => blog.older).reduce(nearer, null);
  const border = older === null ? null : placeOf(older);
  const entries = [...front.values()].flatMap(({ slug, entries }) =>
    entries.map((entry) => ofBlog(entry, slug)),
  );
  return { entries: entries.filter((entry) => !border || compare(entry, border) <= 0).sort(compare), older };
}

/** All but the newest `most` entries are let go of; the same object where there are no more than that. */
export function keepOfFront(front: Front, most: number): Front {
  const { entries } = riverOf(front);
  const last = entries[most - 1];
  if (!last || entries.length === most) return front;
  const border = cursorAt(last);
  const kept = [...front.values()].map((blog) => {
    const older = nearer(blog.older, border)!;
    return { ...blog, older, entries: blog.entries.filter((entry) => compare(entry, placeOf(older)!) <= 0) };
  });
  return new Map(kept.map((blog) => [blog.slug, blog]));
}

/**
 * In the order in which the front tells of them: what the desk holds at the top, what is live, then the rest; what has
 * begun last comes first. No entry moves a story.
 */
export const inRank = (blogs: Blog[]): Blog[] =>
  [...blogs].sort((a, b) => rank(a) - rank(b) || (a.head.startedAt < b.head.startedAt ? 1 : -1));

const rank = ({ head: { front, status }, entries }: Blog): number =>
  (front === 'top' ? 0 : 10) + 2 * ['live', 'paused', 'ended'].indexOf(status) + Number(entries.length === 0);

const nearer = (a: string | null, b: string | null): string | null =>
  a === null || (b !== null && compare(placeOf(b)!, placeOf(a)!) < 0) ? b : a;

/** The same object for the same entry: whoever shows it need not look again. */
const made = new WeakMap<Entry, RiverEntry>();
function ofBlog(entry: Entry, blog: string): RiverEntry {
  const known = made.get(entry) ?? { ...entry, blog };
  made.set(entry, known);
  return known;
}

const withBlog = (front: Front, blog: Blog): Front => new Map([...front, [blog.slug, blog]]);
const without = (front: Front, { blog }: FrontUpdate): Front =>
  new Map([...front].filter(([slug]) => slug !== blog));
