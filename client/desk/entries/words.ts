/** An entry in words: its state, what to call it, and what was done to it. */
import type { DeskEntry, EntryState } from '../../../shared/commands.ts';
import type { ListedEntry, Revision } from '../../../shared/desk.ts';
import { moment } from '../../times/format.ts';
import { firstWords, plainText } from '../../../shared/text.ts';
import { paragraphs } from '../../paragraphs.ts';

const LONGEST_NAME = 90;

export const STATE: Record<EntryState, string> = {
  draft: 'Draft',
  submitted: 'Waiting for approval',
  scheduled: 'Scheduled',
  published: 'Published',
  removed: 'Removed',
};

/** The desk speaks English, in the blog's own time. */
export const timeIn = (timezone: string, iso: string): string =>
  moment(iso, new Date().toISOString(), { language: 'en-GB', timezone });

/** "Scheduled for 15:00" */
export function stateWords(entry: ListedEntry, timezone: string): string {
  const at = (iso: string) => timeIn(timezone, iso);
  switch (entry.state) {
    case 'scheduled':
      return `Scheduled for ${at(entry.publishAt!)}`;
    case 'published':
      return `Published ${at(entry.publishedAt!)}`;
    case 'removed':
      return entry.removal ? `Removed ${at(entry.removal.at)} by ${entry.removal.who}` : 'Removed';
    default:
      return STATE[entry.state];
  }
}

/** The headline, or the first words of the text. */
export function nameOf({ headline, html }: Pick<DeskEntry, 'headline' | 'html'>): string {
  return firstWords(headline || plainText(html), LONGEST_NAME) || 'Nothing written';
}

/** Headline and paragraphs, a line each. */
export const textOf = ({ headline, html }: Pick<DeskEntry, 'headline' | 'html'>): string =>
  [headline ?? '', ...paragraphs(html).map(plainText)].filter(Boolean).join('\n');

/** What a revision did, seen from the one before it: "Published", "Key event, Breaking off". */
export function whatHappened({ entry, note }: Revision, before: Revision | undefined): string {
  const was = before?.entry;
  const changed: string[] = [];
  if (!was) changed.push(entry.state === 'published' ? 'Published' : `Written: ${STATE[entry.state]}`);
  else if (was.state !== entry.state)
    changed.push(entry.state === 'draft' ? 'Back to draft' : STATE[entry.state]);
  if (was && entry.state !== 'removed') changed.push(...changes(was, entry));
  if (note && entry.state !== 'removed') changed.push(note);
  return changed.length > 0 ? changed.join(' · ') : 'Saved';
}

function changes(was: DeskEntry, is: DeskEntry): string[] {
  const flag = (name: string, before: boolean, after: boolean) =>
    before !== after && (after ? name : `${name} off`);
  return [
    textOf(was) !== textOf(is) && 'Text changed',
    JSON.stringify(was.authors) !== JSON.stringify(is.authors) && 'Byline changed',
    flag('Key event', was.keyEvent, is.keyEvent),
    flag('Breaking', was.breaking, is.breaking),
    // Whoever pins another entry takes the pin off this one, and has no revision of it.
    was.pinned !== is.pinned && (is.pinned ? 'Pinned' : 'No longer pinned'),
    was.correction !== is.correction && (is.correction ? 'Correction' : 'Correction off'),
  ].filter((action) => action !== false);
}
