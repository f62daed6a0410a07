/** Which part of a blog's desk is shown, remembered on this machine. */
import { Preference } from '../preference.ts';

export type Tab = 'write' | 'entries' | 'page';

export const TABS: Record<Tab, string> = { write: 'Write', entries: 'Entries', page: 'Page' };

export const shownTab = new Preference<Tab>('tab', 'write');
