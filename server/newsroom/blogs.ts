/** What a command makes of a blog's own facts. Pure: rows in, rows out. */
import type { ChangeBlog, CreateBlog } from '../../shared/commands.ts';
import { type Card, toCard } from '../store/rows.ts';
import type { BlogRow, BlogChanges } from '../store/tables.ts';
import type { BlogFacts } from '../../shared/desk.ts';
import { roleOn } from '../../shared/people.ts';
import type { Actor } from './people.ts';
import { Invalid } from './errors.ts';
import { type Told, told } from './sanitise.ts';

/** `command` has its standfirst as it is kept. */
export function newBlog(id: string, command: CreateBlog, now: string): BlogRow {
  const { slug, title, standfirst, language, timezone, status, showChanges, embedding, image, imageAlt } =
    command;
  const { front, sections } = command;
  mustHaveBegun(command.startedAt, now);
  return {
    id,
    slug,
    title,
    standfirst,
    status,
    language,
    timezone,
    embedding,
    show_changes: showChanges ? 1 : 0,
    front,
    sections: JSON.stringify(sections),
    image,
    image_alt: imageAlt,
    key_order: '[]',
    seq: 1,
    head_seq: 1,
    floor: 1,
    created_at: now,
    updated_at: now,
    started_at: command.startedAt ?? (status === 'draft' ? null : now),
    ended_at: status === 'ended' ? now : null,
  };
}

/** Throws Invalid where readers have seen the blog and would not any more. `change` has its standfirst as it is kept; `since` is when its first entry is of. */
export function changesOf(blog: BlogRow, change: ChangeBlog, now: string, since = now): BlogChanges {
  const { title, language, timezone, embedding, image, front, sections, status = blog.status } = change;
  const { standfirst, showChanges, keyEventOrder, imageAlt = altBeside(blog, image) } = change;
  if (status === 'draft' && blog.status !== 'draft') {
    throw new Invalid([
      { field: 'status', detail: 'cannot go back to draft once readers have seen the blog' },
    ]);
  }
  mustHaveBegun(change.startedAt, now);
  return {
    ...(title !== undefined && { title }),
    ...(language !== undefined && { language }),
    ...(timezone !== undefined && { timezone }),
    ...(embedding !== undefined && { embedding }),
    ...(front !== undefined && { front }),
    ...(sections !== undefined && { sections: JSON.stringify(sections) }),
    ...(image !== undefined && { image }),
    ...(standfirst !== undefined && { standfirst }),
    ...(showChanges !== undefined && { show_changes: showChanges ? 1 : 0 }),
    ...(imageAlt !== undefined && { image_alt: imageAlt }),
    ...(keyEventOrder !== undefined && { key_order: JSON.stringify(keyEventOrder) }),
    status,
    started_at:
      change.startedAt ?? blog.started_at ?? (status === 'draft' ? null : since < now ? since : now),
    ended_at: status === 'ended' ? (blog.ended_at ?? now) : null,
  };
}

function mustHaveBegun(startedAt: string | undefined, now: string): void {
  if (startedAt === undefined || startedAt <= now) return;
  throw new Invalid([{ field: 'startedAt', detail: 'must not be in the future' }]);
}

/** Where a blog may be shown is the desk's and its partners' affair, and what stays as it is nobody's [R1]. */
export const isForReaders = (blog: BlogRow, changes: BlogChanges): boolean =>
  changedIn(blog, changes).some((column) => column !== 'embedding');

/** Readers take a blog for updated when it says something else, and not when it stands elsewhere. */
export const saysSomethingElse = (blog: BlogRow, changes: BlogChanges): boolean =>
  changedIn(blog, changes).some((column) => !['embedding', 'front', 'sections'].includes(column));

const changedIn = (blog: BlogRow, changes: BlogChanges): (keyof BlogRow)[] =>
  (Object.keys(changes) as (keyof BlogRow)[]).filter((column) => changes[column] !== blog[column]);

/** No picture keeps the description of the one before it. Undefined for no change. */
const altBeside = (blog: BlogRow, image: ChangeBlog['image']): null | undefined =>
  image === undefined || image === blog.image ? undefined : null;

/** A blog as the API shows it to this actor. */
export const factsFor = ({ id: _, ...facts }: Card, actor: Actor | undefined): BlogFacts => ({
  ...facts,
  role: (actor && roleOn(actor.grants, facts.slug)) ?? null,
});

/** The same of a row, with what a command could not keep. */
export const blogFacts = (blog: Told<BlogRow>, actor: Actor): BlogFacts =>
  told(factsFor(toCard(blog), actor), blog.leftOut);
