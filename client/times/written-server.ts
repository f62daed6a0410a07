/** How the server writes times, for browsers to compare. Server only. */
import type { Locale } from './format.ts';
import type { Written } from '../../shared/pages.ts';
import { sampleOf } from './written.ts';
import { offsetAt } from './zones.ts';

export function writtenAt(at: string, { language, timezone }: Locale): Written {
  const { numberingSystem, calendar } = new Intl.DateTimeFormat(language).resolvedOptions();
  const locale = { language, timezone };
  const minutes = offsetAt(Date.parse(at), timezone) / 60_000;
  return { ...locale, numberingSystem, calendar, at, minutes, sample: sampleOf(at, locale) };
}
