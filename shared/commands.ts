/**
 * What the desk may ask for, and how much of it. Imported by the desk and the server only: readers never download
 * the validator. Every message completes the sentence "`field` …".
 */
import * as v from 'valibot';
import { urlOf } from './address.ts';
import type { Entry } from './blog.ts';
import { clean, cleanLine } from './characters.ts';
import type { LeftOut } from './html/elements.ts';
import { DESK_ENTRANCES, DESK_PAGES } from './desk-pages.ts';
import { readIso } from './iso.ts';

/** Characters (UTF-16 code units) or items, as the name says. */
export const LIMITS = {
  slug: 80,
  title: 200,
  standfirst: 2_000,
  headline: 200,
  html: 20_000,
  correction: 500,
  reason: 500,
  search: 100,
  idempotencyKey: 255,
  keyEvents: 100,
  sections: 10,
  sectionName: 60,
  authors: 10,
  authorName: 100,
  authorBio: 500,
  address: 500,
  batch: 200,
  /** X shows no longer ones. */
  imageAlt: 420,
} as const;

/** For so many days a command that is repeated with its Idempotency-Key gets the first one's answer [R9]. */
export const KEY_DAYS = 7;

/** Seconds for which a publication may be held back. */
export const MOST_HOLD_SECONDS = 600;

/** First path segments that the service keeps for itself, here or below `/desk`. */
const RESERVED = new Set<string>([
  'api',
  'assets',
  'desk',
  'embed',
  'live',
  'oembed',
  'sections',
  'healthz',
  'readyz',
  'metrics',
  'feed',
  'static',
  'widget',
  ...Object.keys(DESK_PAGES),
  ...DESK_ENTRANCES,
]);

export const filled = v.minLength<string, 1, string>(1, 'must not be empty');

/** One line of plain text, as `cleanLine` makes it. */
export const line = (limit: number) =>
  v.pipe(
    v.string('must be text'),
    v.transform(cleanLine),
    v.maxLength(limit, ({ received }) => `has more than ${limit} characters (${received})`),
  );

const html = (limit: number) =>
  v.pipe(
    v.string('must be HTML text'),
    v.transform(clean),
    v.maxLength(limit, ({ received }) => `has more than ${limit} characters (${received})`),
  );

const flag = v.boolean('must be true or false');

export const address = (schemes: readonly string[]) =>
  v.pipe(
    line(LIMITS.address),
    v.check(
      (text) => schemes.includes(schemeOf(text)),
      `must be an address that starts with ${schemes.join(' or ')}`,
    ),
  );

const moment = v.pipe(
  v.string('must be a time in ISO 8601, such as 2026-12-11T14:32:00Z'),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    try {
      return readIso(dataset.value);
    } catch (error) {
      addIssue({ message: (error as Error).message });
      return NEVER;
    }
  }),
);

export const author = v.strictObject({
  name: v.pipe(line(LIMITS.authorName), filled),
  avatar: v.exactOptional(address(['https:'])),
  bio: v.exactOptional(line(LIMITS.authorBio)),
  contact: v.exactOptional(address(['https:', 'mailto:'])),
});

/** Whether a picture may be there: on the web, or at a path of the service's own address. */
export const isImageAddress = (text: string): boolean =>
  text.startsWith('/') ? /^\/[^/\\]/.test(text) : text.startsWith('https://') && urlOf(text) !== null;

const blogFields = {
  title: v.pipe(line(LIMITS.title), filled),
  standfirst: html(LIMITS.standfirst),
  language: v.pipe(v.string('must be text'), v.check(isLanguage, 'must be a language tag, such as en or uk')),
  timezone: v.pipe(v.string('must be text'), v.check(isTimezone, 'must be a time zone, such as Europe/Kyiv')),
  status: v.picklist(['draft', 'live', 'paused', 'ended'], 'must be draft, live, paused or ended'),
  /** Readers may open what was changed in an entry. */
  showChanges: flag,
  /** Where it stands on the front: by its own news, above all others, or not at all. */
  front: v.picklist(['auto', 'top', 'off'], 'must be auto, top or off'),
  /** Slugs of the sections that it belongs to. */
  sections: v.pipe(
    v.array(v.string('must be the slug of a section'), 'must be a list'),
    v.maxLength(LIMITS.sections, `has more than ${LIMITS.sections} sections`),
    v.transform((slugs) => [...new Set(slugs)]),
  ),
  /** On which sites the blog may be shown as a widget: any, those of listed partners, none. */
  embedding: v.picklist(['all', 'listed', 'off'], 'must be all, listed or off'),
  /** The picture in previews of links; null for the newsroom's own. */
  image: v.nullable(
    v.pipe(
      line(LIMITS.address),
      v.check(isImageAddress, 'must be an address that starts with https:// or, for one of our own, with /'),
    ),
  ),
  /** What that picture shows, in words. */
  imageAlt: v.nullable(v.pipe(line(LIMITS.imageAlt), filled)),
  /** When what the blog covers began for readers; in the past. It follows an entry that is older. */
  startedAt: moment,
};

const entryFields = {
  headline: v.nullable(line(LIMITS.headline)),
  html: html(LIMITS.html),
  authors: v.pipe(
    v.array(author, 'must be a list'),
    v.maxLength(LIMITS.authors, `has more than ${LIMITS.authors} names`),
  ),
  keyEvent: flag,
  breaking: flag,
  pinned: flag,
  state: v.picklist(
    ['published', 'draft', 'scheduled', 'submitted'],
    'must be published, draft, scheduled or submitted',
  ),
  publishAt: moment,
  /** Seconds from now, by the server's clock, instead of `publishAt`: time to take it back. */
  hold: v.pipe(
    v.number('must be a number of seconds'),
    v.integer('must be whole seconds'),
    v.minValue(1, 'must be at least 1 second'),
    v.maxValue(MOST_HOLD_SECONDS, `must be at most ${MOST_HOLD_SECONDS} seconds`),
  ),
};

const slug = v.pipe(
  v.string('must be text'),
  v.maxLength(LIMITS.slug, `has more than ${LIMITS.slug} characters`),
  v.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be of a-z, 0-9 and single hyphens'),
);

export const createBlog = v.strictObject({
  slug: v.pipe(
    slug,
    v.check((slug) => !RESERVED.has(slug), 'is a name that the service keeps for itself'),
  ),
  title: blogFields.title,
  standfirst: v.optional(blogFields.standfirst, ''),
  language: v.optional(blogFields.language, 'en'),
  timezone: v.optional(blogFields.timezone, 'UTC'),
  status: v.optional(blogFields.status, 'live'),
  showChanges: v.optional(flag, false),
  front: v.optional(blogFields.front, 'auto'),
  sections: v.optional(blogFields.sections, []),
  embedding: v.optional(blogFields.embedding, 'all'),
  image: v.optional(blogFields.image, null),
  imageAlt: v.optional(blogFields.imageAlt, null),
  startedAt: v.exactOptional(moment),
});

export const changeBlog = v.strictObject({
  ...v.partial(v.object(blogFields)).entries,
  /** Ids of key events in the order that the desk wants; those it leaves out come first, newest first. */
  keyEventOrder: v.exactOptional(
    v.pipe(
      v.array(v.string('must be an id'), 'must be a list'),
      v.maxLength(LIMITS.keyEvents, `has more than ${LIMITS.keyEvents} entries`),
    ),
  ),
});

export const createEntry = v.strictObject({
  headline: v.optional(entryFields.headline, null),
  html: v.optional(entryFields.html, ''),
  authors: v.optional(entryFields.authors, []),
  keyEvent: v.optional(flag, false),
  breaking: v.optional(flag, false),
  pinned: v.optional(flag, false),
  state: v.optional(entryFields.state, 'published'),
  publishAt: v.exactOptional(entryFields.publishAt),
  hold: v.exactOptional(entryFields.hold),
  /** In the past, for imports. */
  publishedAt: v.exactOptional(moment),
});

export const changeEntry = v.strictObject({
  ...v.partial(v.object(entryFields)).entries,
  /** A correction that readers see beside the entry; null takes it away. */
  correction: v.exactOptional(v.nullable(v.pipe(line(LIMITS.correction), filled))),
  /** True leaves no "Updated" mark. */
  minor: v.exactOptional(flag),
});

export const removeEntry = v.strictObject({
  /** Kept in the entry's history, for the desk alone. */
  reason: v.optional(line(LIMITS.reason), ''),
});

export const restoreEntry = v.strictObject({
  revision: v.pipe(
    v.number('must be a revision'),
    v.integer('must be a revision'),
    v.minValue(1, 'must be a revision'),
    v.maxValue(2_147_483_647, 'must be a revision'),
  ),
});

const sectionName = v.pipe(line(LIMITS.sectionName), filled);
export const createSection = v.strictObject({ slug, name: sectionName });
export const changeSection = v.strictObject({ name: sectionName });

export type CreateSection = v.InferOutput<typeof createSection>;
export type CreateBlog = v.InferOutput<typeof createBlog>;
export type ChangeBlog = v.InferOutput<typeof changeBlog>;
export type CreateEntry = v.InferOutput<typeof createEntry>;
export type ChangeEntry = v.InferOutput<typeof changeEntry>;

export type EntryState = 'draft' | 'submitted' | 'scheduled' | 'published' | 'removed';

/** An entry as the desk gets it in answer to a command. */
export interface DeskEntry extends Omit<Entry, 'publishedAt'> {
  /** `submitted`: a contributor's, waiting for an editor's approval. */
  state: EntryState;
  /** Null until readers got it. */
  publishedAt: string | null;
  /** When a scheduled entry is due. */
  publishAt: string | null;
  createdBy: { id: string; name: string };
  /** When its last revision was made. */
  changedAt: string;
  /** In the answer to the command that wrote its text: what could not be kept of it. Missing for nothing. */
  leftOut?: LeftOut[];
}

/** What is wrong with one field, and the limit that it broke where there is one. */
export interface FieldError {
  field: string;
  detail: string;
  limit?: number;
}

export type Checked<T> = { ok: true; value: T } | { ok: false; errors: FieldError[] };

/** `input` as the schema's value, or everything that is wrong with it. */
export function check<Schema extends v.GenericSchema>(
  schema: Schema,
  input: unknown,
): Checked<v.InferOutput<Schema>> {
  const result = v.safeParse(schema, input, { abortPipeEarly: true });
  if (result.success) return { ok: true, value: result.output };
  const errors = new Map(
    result.issues
      .map(fieldError)
      .toReversed()
      .map((error) => [error.field, error]),
  );
  return { ok: false, errors: [...errors.values()].toReversed() };
}

function fieldError(issue: v.BaseIssue<unknown>): FieldError {
  const field = issue.path?.map((step) => String(step.key)).join('.') ?? '';
  return {
    field,
    detail: detailOf(issue),
    ...(issue.type === 'max_length' && { limit: Number(issue.requirement) }),
  };
}

function detailOf(issue: v.BaseIssue<unknown>): string {
  if (issue.type !== 'strict_object') return issue.message;
  if (issue.expected === 'never') return 'is not known here';
  return issue.received === 'undefined' ? 'is missing' : 'must be a JSON object';
}

function schemeOf(text: string): string {
  return urlOf(text)?.protocol ?? '';
}

function isLanguage(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}

function isTimezone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone.length > 0;
  } catch {
    return false;
  }
}
