/** A whole blog as a file: a line of JSON for the blog, then one for each entry; what `dateline replay` takes. */
import type { DeskEntry } from '../../../shared/commands.ts';
import type { BlogRow } from '../../store/tables.ts';

export const NDJSON = 'application/x-ndjson; charset=utf-8';

/** In pieces, for blogs of any length. `entries` are in the order in which they were made, some at a time. */
export async function* exported(blog: BlogRow, entries: AsyncIterable<DeskEntry[]>): AsyncGenerator<string> {
  yield lineOf({ blog: blogIn(blog) });
  for await (const some of entries) yield some.map((entry) => lineOf({ entry: entryIn(entry) })).join('');
}

const lineOf = (value: object): string => `${JSON.stringify(value)}\n`;

function blogIn(blog: BlogRow): object {
  const { slug, title, standfirst, status, language, timezone, embedding, image } = blog;
  return {
    ...{ slug, title, standfirst, status, language, timezone, embedding, image },
    imageAlt: blog.image_alt,
    showChanges: blog.show_changes === 1,
    startedAt: blog.started_at,
    endedAt: blog.ended_at,
  };
}

/** What belongs to this record alone, its clock and its accounts, stays here. */
function entryIn({ seq: _seq, revision: _revision, createdBy: _by, ...entry }: DeskEntry): object {
  return entry;
}
