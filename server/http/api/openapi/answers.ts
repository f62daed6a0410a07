/** What readers and programs are answered with, as schemas. */
import * as v from 'valibot';
import { count, moment, orNull, role, text } from './parts.ts';

const author = v.strictObject({
  name: text,
  avatar: v.exactOptional(text),
  bio: v.exactOptional(text),
  contact: v.exactOptional(text),
});

const entryFields = {
  id: text,
  seq: count,
  revision: count,
  headline: orNull(text),
  html: text,
  authors: v.array(author),
  keyEvent: v.boolean(),
  breaking: v.boolean(),
  pinned: v.boolean(),
  correction: orNull(text),
  updatedAt: orNull(moment),
};

const leftOut = v.exactOptional(v.array(v.strictObject({ what: text, count })));

export const Entry = v.strictObject({ ...entryFields, publishedAt: moment });

export const DeskEntry = v.strictObject({
  ...entryFields,
  publishedAt: orNull(moment),
  state: v.picklist(['draft', 'submitted', 'scheduled', 'published', 'removed']),
  publishAt: orNull(moment),
  createdBy: v.strictObject({ id: text, name: text }),
  changedAt: moment,
  leftOut,
});

const Tombstone = v.strictObject({ id: text, seq: count, removed: v.literal(true) });

export const KeyEvent = v.strictObject({ id: text, headline: text, publishedAt: moment });

const Head = v.strictObject({
  title: text,
  standfirst: text,
  status: v.picklist(['draft', 'live', 'paused', 'ended']),
  language: text,
  timezone: text,
  startedAt: moment,
  endedAt: orNull(moment),
  updatedAt: moment,
  showChanges: v.boolean(),
  front: v.picklist(['auto', 'top', 'off']),
  sections: v.array(text),
  pinned: orNull(Entry),
  keyEvents: v.array(KeyEvent),
});

export const Update = v.strictObject({
  blog: text,
  epoch: v.exactOptional(text),
  from: count,
  to: count,
  seq: count,
  head: v.exactOptional(Head),
  entries: v.array(v.union([Entry, Tombstone])),
  older: v.exactOptional(orNull(text)),
});

export const Page = v.strictObject({
  blog: text,
  epoch: v.exactOptional(text),
  seq: count,
  entries: v.array(Entry),
  older: orNull(text),
});

export const Section = v.strictObject({ slug: text, name: text });
export const Sections = v.strictObject({ sections: v.array(Section) });

export const FrontPage = v.strictObject({
  epoch: v.exactOptional(text),
  seqs: v.record(text, count),
  blogs: v.array(v.strictObject({ blog: text, ...Head.entries })),
  entries: v.array(v.strictObject({ ...Entry.entries, blog: text })),
  older: orNull(text),
  sections: v.array(Section),
});

export const Blog = v.strictObject({
  blog: text,
  slug: text,
  title: text,
  standfirst: text,
  status: v.picklist(['draft', 'live', 'paused', 'ended']),
  language: text,
  timezone: text,
  showChanges: v.boolean(),
  front: v.picklist(['auto', 'top', 'off']),
  sections: v.array(text),
  embedding: v.picklist(['all', 'listed', 'off']),
  image: orNull(text),
  imageAlt: orNull(text),
  seq: count,
  createdAt: moment,
  startedAt: orNull(moment),
  updatedAt: moment,
  role: orNull(role),
  leftOut,
});

export const Blogs = v.strictObject({ blogs: v.array(Blog), older: orNull(text) });

export const Changes = v.strictObject({
  revisions: v.array(
    v.strictObject({
      revision: count,
      at: moment,
      headline: orNull(text),
      html: text,
      correction: orNull(text),
    }),
  ),
  older: orNull(count),
});

export const Problem = v.looseObject({
  type: text,
  title: text,
  status: count,
  detail: text,
  errors: v.exactOptional(
    v.array(v.strictObject({ field: text, detail: text, limit: v.exactOptional(count) })),
  ),
});

export const Batch = v.strictObject({
  answers: v.array(
    v.union([
      v.strictObject({ status: v.literal(201), entry: DeskEntry }),
      v.strictObject({ status: count, problem: Problem }),
    ]),
  ),
});
