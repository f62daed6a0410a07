/** What can be done with the text in the composer, by whom, and how its buttons call it. */
import type { EntryState } from '../../../shared/commands.ts';
import type { Aim } from './draft.ts';

export interface Buttons {
  main: { aim: Aim; says: string };
  other?: { aim: Aim; says: string };
}

/** `state` is null for a new entry; `isTimed` where a time is set for it. */
export function buttonsFor(isEditor: boolean, state: EntryState | null, isTimed: boolean): Buttons {
  if (state === 'published') return { main: { aim: 'save', says: 'Save changes' } };
  if (!isEditor) {
    if (state === 'submitted') {
      return {
        main: { aim: 'save', says: 'Save changes' },
        other: { aim: 'draft', says: 'Take back as draft' },
      };
    }
    return {
      main: { aim: 'submit', says: 'Submit for approval' },
      other: { aim: 'draft', says: 'Save as draft' },
    };
  }
  const main = { aim: 'publish' as const, says: isTimed ? 'Schedule' : 'Publish' };
  if (state === 'submitted') return { main, other: { aim: 'save', says: 'Save for approval' } };
  return { main, other: { aim: 'draft', says: state === 'scheduled' ? 'Back to draft' : 'Save as draft' } };
}
