/** Times of what belongs to no blog, by the clock of this machine. */
import { moment } from '../../format.ts';

const timezone = Intl.DateTimeFormat().resolvedOptions().timeZone;

export const timeHere = (iso: string): string =>
  moment(iso, new Date().toISOString(), { language: 'en-GB', timezone });
