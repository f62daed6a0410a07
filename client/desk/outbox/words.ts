/** What the outbox says, in words. */
import { nameOf, timeIn } from '../entries/words.ts';
import { type Hindrance, isOnItsWay, type Item } from './item.ts';

/** What was to become of it. */
function aimOf({ kind, command }: Item): string {
  if (command.state === 'submitted') return 'submitted';
  return kind === 'create' && command.state !== 'draft' ? 'published' : 'saved';
}

/** The headline, or the first words of the text. */
export const nameOfItem = ({ writing }: Item): string => nameOf(writing.draft);

/** Where an item is. `now` in milliseconds since 1970. */
export function stateOf(item: Item, now: number, timezone: string): string {
  switch (item.state) {
    case 'waiting':
      return 'Waiting';
    case 'sending':
      return 'Sending…';
    case 'sent':
      return sentWords(item, timezone);
    case 'held': {
      const seconds = Math.max(0, Math.ceil((Date.parse(item.heldUntil!) - now) / 1_000));
      return [`Publishes in ${seconds} s`, item.why].filter(Boolean).join('. ');
    }
    case 'failed':
      return `Not ${aimOf(item)}: ${item.why} The text is kept.`;
    case 'conflict':
      return 'Two versions';
  }
}

function sentWords({ at, answer, why, command }: Item, timezone: string): string {
  const time = timeIn(timezone, at);
  const what = { draft: 'Saved', submitted: 'Waiting for approval, sent', scheduled: 'Scheduled, sent' };
  return [
    `${(command.hold === undefined && what[answer?.state as keyof typeof what]) || 'Sent'} ${time}`,
    why,
  ]
    .filter(Boolean)
    .join('. ');
}

/** What holds up all of those that are on their way; '' where nothing does. */
export function summaryOf(isSignedOut: boolean, hindrance: Hindrance | null, count: number): string {
  if (count === 0) return '';
  if (isSignedOut) return `Sign in to send ${count === 1 ? '1 entry' : `${count} entries`}.`;
  if (hindrance === 'network') return `Waiting for network (${count})`;
  if (hindrance === 'disk') return `Waiting: the server’s disk is full (${count}). Nothing is lost.`;
  if (hindrance === 'service') return `Waiting for the service (${count}). Nothing is lost.`;
  return hindrance === 'hurry' ? `Many at once: the rest follows soon (${count})` : '';
}

/** What became of it, for those who hear the page; undefined while it is on its way. */
export function outcomeOf(item: Item, now: number, timezone: string): string | undefined {
  if (isOnItsWay(item)) return undefined;
  const what =
    item.state === 'conflict'
      ? 'not saved, someone else changed it. Two versions.'
      : stateOf(item, now, timezone);
  return `“${nameOfItem(item)}”: ${what}`;
}
