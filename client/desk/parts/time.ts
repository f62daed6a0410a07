/** Times of what belongs to no blog, by the clock of this machine. */
import { moment } from '../../times/format.ts';
import { findZone } from '../../times/zones.ts';

const here = Intl.DateTimeFormat().resolvedOptions().timeZone as string | undefined;
/** A browser that doesn't know, or won't tell, says so in several ways. */
export const TIMEZONE_HERE = here && !findZone(here).isUtc && here !== 'Etc/Unknown' ? here : 'UTC';

export const timeHere = (iso: string): string =>
  moment(iso, new Date().toISOString(), { language: 'en-GB', timezone: TIMEZONE_HERE });
