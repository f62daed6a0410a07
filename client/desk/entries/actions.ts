/** What may be done to an entry from the list, by whom. The server has the last word. */
import type { ChangeEntry, DeskEntry } from '../../../shared/commands.ts';
import type { Me, Role } from '../../../shared/people.ts';

/** A change by one press of a button. */
export interface Action {
  name: string;
  change: ChangeEntry;
}

/** Text, state and removal: an editor's of all, a contributor's of what is theirs and not out yet. */
export function mayChange(entry: DeskEntry, role: Role, me: Me): boolean {
  if (role !== 'contributor') return true;
  return entry.createdBy.id === me.id && (entry.state === 'draft' || entry.state === 'submitted');
}

/** The most wanted first. */
export function actionsFor(entry: DeskEntry, role: Role, me: Me): Action[] {
  if (!mayChange(entry, role, me)) return [];
  return role === 'contributor' ? writersActions(entry) : editorsActions(entry);
}

function writersActions({ state }: DeskEntry): Action[] {
  if (state === 'draft') return [{ name: 'Submit for approval', change: { state: 'submitted' } }];
  return [{ name: 'Take back', change: { state: 'draft' } }];
}

function editorsActions({ state, pinned }: DeskEntry): Action[] {
  switch (state) {
    case 'draft':
      return [{ name: 'Publish', change: { state: 'published' } }];
    case 'submitted':
      return [
        { name: 'Approve', change: { state: 'published' } },
        { name: 'Send back', change: { state: 'draft' } },
      ];
    case 'scheduled':
      return [
        { name: 'Publish now', change: { state: 'published' } },
        { name: 'Back to draft', change: { state: 'draft' } },
      ];
    case 'published':
      return [{ name: pinned ? 'Unpin' : 'Pin', change: { pinned: !pinned, minor: true } }];
    case 'removed':
      return [];
  }
}
