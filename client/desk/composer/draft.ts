/** What is in the composer, and the command that comes of it. Pure. */
import { hasSomethingVisible } from '../../../shared/characters.ts';
import { plainText } from '../../../shared/text.ts';
import type { Author } from '../../../shared/blog.ts';
import type { DeskEntry } from '../../../shared/commands.ts';
import type { ChangeCommand, CreateCommand, NewItem } from '../outbox/item.ts';
import type { Draft, Writing } from './writing.ts';
import { toUtc, toZone } from './zoned.ts';

/** `save`: leaves the state that it has. */
export type Aim = 'publish' | 'submit' | 'draft' | 'save';

const FLAGS = ['keyEvent', 'breaking', 'pinned'] as const;

export const emptyDraft = (authors: Author[]): Draft => ({
  ...{ headline: '', html: '', authors, correction: '', time: null },
  ...{ keyEvent: false, breaking: false, pinned: false, minor: false },
});

export const newWriting = (authors: Author[]): Writing => ({
  draft: emptyDraft(authors),
  base: emptyDraft(authors),
  on: null,
});

/** What an older version has kept: the fields that it did not know are empty. */
export const filledUp = (writing: Writing): Writing => ({
  ...writing,
  draft: { ...emptyDraft([]), ...writing.draft },
  base: { ...emptyDraft([]), ...writing.base },
});

export function writingOn(entry: DeskEntry, timezone: string): Writing {
  const { id, revision, state, headline, html, authors, keyEvent, breaking, pinned, correction, publishAt } =
    entry;
  const draft: Draft = {
    ...emptyDraft(authors),
    ...{ headline: headline ?? '', html, keyEvent, breaking, pinned },
    correction: correction ?? '',
    time: publishAt === null ? null : toZone(publishAt, timezone),
  };
  return { draft, base: draft, on: { entryId: id, revision, state } };
}

export const isChanged = ({ draft, base }: Writing): boolean =>
  JSON.stringify(draft) !== JSON.stringify(base);

/** True where the newsroom would find nothing to read. */
export const isBlank = ({ headline, html }: Draft): boolean =>
  !hasSomethingVisible(headline) && !hasSomethingVisible(plainText(html));

/** `hold`: seconds in which a publication can be taken back; 0 for none. */
export function itemOf(slug: string, writing: Writing, aim: Aim, hold: number, timezone: string): NewItem {
  const { on } = writing;
  const state = stateOf(writing, aim, hold, timezone);
  if (!on)
    return {
      kind: 'create',
      slug,
      writing,
      command: { ...textOf(writing), ...flagsOf(writing, true), ...state },
    };
  const { entryId, revision, after } = on;
  const command: ChangeCommand = {
    ...textOf(writing),
    ...flagsOf(writing, entryId === null),
    ...(entryId !== null && marksOf(writing)),
    ...state,
  };
  return {
    ...{ kind: 'change', slug, writing, command },
    ...(entryId !== null && { entryId, revision }),
    ...(after !== undefined && { after }),
  };
}

function textOf({ draft }: Writing): Pick<CreateCommand, 'headline' | 'html' | 'authors'> {
  return { headline: draft.headline.trim() || null, html: draft.html, authors: draft.authors };
}

/** Of an entry that exists only what was changed: somebody else may have pinned another one meanwhile. */
function flagsOf({ draft, base }: Writing, all: boolean): Partial<Record<(typeof FLAGS)[number], boolean>> {
  const said = FLAGS.filter((flag) => (all ? draft[flag] : draft[flag] !== base[flag]));
  return Object.fromEntries(said.map((flag) => [flag, draft[flag]]));
}

function marksOf({ draft, base, on }: Writing): Pick<ChangeCommand, 'correction' | 'minor'> {
  return {
    ...(draft.correction !== base.correction && { correction: draft.correction.trim() || null }),
    ...(draft.minor && on?.state === 'published' && { minor: true }),
  };
}

function stateOf({ draft, on }: Writing, aim: Aim, hold: number, timezone: string) {
  // What may have to create the entry says its state, or the entry would be published.
  const isThere = on !== null && on.entryId !== null;
  if (aim === 'save') {
    if (isThere) return {};
    return { state: on?.state === 'published' ? ('published' as const) : ('submitted' as const) };
  }
  if (aim === 'draft') return isThere && on.state === 'draft' ? {} : { state: 'draft' as const };
  if (aim === 'submit') return { state: 'submitted' as const };
  if (draft.time) return { state: 'scheduled' as const, publishAt: toUtc(draft.time, timezone) };
  if (hold > 0) return { state: 'scheduled' as const, hold };
  return { state: 'published' as const };
}
