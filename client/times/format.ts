/** Times and lengths as readers see them. Times are in the blog's own zone and language. */

export interface Locale {
  language: string;
  timezone: string;
}

/** How times are written: browsers have tables of their own, each of its year (zones.ts). */
export interface Manner {
  zoneOf(timezone: string): Zone;
  /** What Intl is told for this language beside. */
  tell(language: string): Pick<Intl.DateTimeFormatOptions, 'numberingSystem' | 'calendar'>;
}

export interface Zone {
  /** What Intl is to write in. */
  timeZone: string;
  /** What the time is to be put forward by before it is written, in milliseconds. */
  ahead: number;
  /** It is another zone than the one that was asked for: what is written in it must say so. */
  isUtc: boolean;
}

/** Where nothing else is said: as this browser does. */
let manner: Manner = { zoneOf: (timezone) => ownZone(timezone), tell: () => ({}) };

/** From now on times are written so. */
export const writeIn = (next: Manner): void => void (manner = next);

/** 14:32, or "02:30 UTC+3" where the clock shows the same once more. */
export function clock(iso: string, locale: Locale): string {
  const time = write(iso, locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  return (
    time + (manner.zoneOf(locale.timezone).isUtc ? ' UTC' : offsetIfTwice(Date.parse(iso), locale.timezone))
  );
}

const HALF_HOUR = 1_800_000;
const offsets = new Map<string, string>();

/** Clocks are put back by half an hour, one or two, and at a full or half hour: what is found out holds for that one. */
function offsetIfTwice(at: number, timezone: string): string {
  const half = Math.floor(at / HALF_HOUR);
  const key = `${timezone} ${half}`;
  let said = offsets.get(key);
  if (said === undefined) {
    const shown = (halves: number): string => wallClock((half + halves) * HALF_HOUR, timezone, {});
    const isTwice = [-4, -2, -1, 1, 2, 4].some((halves) => shown(halves) === shown(0));
    offsets.set(key, (said = isTwice ? ` ${offsetOf(at, timezone)}` : ''));
  }
  return said;
}

/** UTC+3, UTC−3:30 */
const offsetOf = (at: number, timezone: string): string =>
  wallClock(at, timezone, { timeZoneName: 'shortOffset' })
    .replace(/.*GMT/, 'UTC')
    .replace('-', '−')
    .replace(/\+0$/, '');

function wallClock(at: number, timezone: string, more: Intl.DateTimeFormatOptions): string {
  const { timeZone, ahead } = manner.zoneOf(timezone);
  const options = { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23', ...more } as const;
  return formatter('en', options).format(at + ahead);
}

/** Saturday 22 November 2026, in the order that the language has. */
export const day = (iso: string, locale: Locale): string =>
  write(iso, locale, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });

/** 14:32, or "22 Nov 14:32", or "22 Nov 2025 14:32", where that isn't on the day that the reader would take it for. */
export function moment(iso: string, onDayOf: string, locale: Locale): string {
  const [key, expected] = [dayKey(iso, locale), dayKey(onDayOf, locale)];
  if (key === expected) return clock(iso, locale);
  const isOfAnotherYear = key.slice(0, 4) !== expected.slice(0, 4);
  const date = write(iso, locale, {
    day: 'numeric',
    month: 'short',
    ...(isOfAnotherYear && { year: 'numeric' }),
  });
  return `${date} ${clock(iso, locale)}`;
}

/** 2026-11-22: the same for all times of one day in the blog's zone, and good in an id. */
export function dayKey(iso: string, { timezone }: Locale): string {
  const { timeZone, ahead } = manner.zoneOf(timezone);
  const options = { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' } as const;
  // Part by part: in which order a language writes them is for each browser to say.
  const parts = formatter(PLAIN, options).formatToParts(Date.parse(iso) + ahead);
  return ['year', 'month', 'day'].map((name) => parts.find(({ type }) => type === name)!.value).join('-');
}

/**
 * "Kyiv time" from "Europe/Kyiv". English says the place; for other languages Intl knows how the zone is called, though
 * not always by the same name on the server as in a browser.
 */
export function zoneName(timezone: string, language = 'en'): string {
  const { timeZone, isUtc } = manner.zoneOf(timezone);
  const place = (isUtc ? timeZone : timezone).split('/').at(-1)!.replaceAll('_', ' ');
  if (/^(UTC|GMT|[+-])/.test(place)) return place;
  if (/^en\b/.test(language)) return `${place} time`;
  const parts = formatter(language, { timeZone, timeZoneName: 'shortGeneric' }).formatToParts(0);
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? place;
}

/** "4 min ago", for a day; then the clock and the day heading say more. */
export function ago(iso: string, now: number, { language }: Locale): string {
  const minutes = Math.max(0, Math.floor((now - Date.parse(iso)) / 60_000));
  if (minutes >= 24 * 60) return '';
  const relative = relativeIn(language);
  if (minutes === 0) return relative.format(0, 'second');
  const text =
    minutes < 60 ? relative.format(-minutes, 'minute') : relative.format(-Math.floor(minutes / 60), 'hour');
  return text.replace('.', '');
}

export const count = (n: number, language: string): string => new Intl.NumberFormat(language).format(n);

function write(iso: string, { language, timezone }: Locale, options: Intl.DateTimeFormatOptions): string {
  const { timeZone, ahead } = manner.zoneOf(timezone);
  const all = { timeZone, ...manner.tell(language), ...options };
  return formatter(language, all).format(Date.parse(iso) + ahead);
}

/** With digits and days that every program reads. */
const PLAIN = 'en-u-ca-gregory-nu-latn';

export function ownZone(timezone: string): Zone {
  let isUtc = false;
  try {
    formatter(PLAIN, { timeZone: timezone });
  } catch {
    isUtc = true;
  }
  return { timeZone: isUtc ? 'UTC' : timezone, ahead: 0, isUtc };
}

/** Making one costs more than a hundred uses of it. */
const formatters = new Map<string, Intl.DateTimeFormat>();
const relatives = new Map<string, Intl.RelativeTimeFormat>();

function relativeIn(language: string): Intl.RelativeTimeFormat {
  let held = relatives.get(language);
  if (!held) {
    const { numberingSystem } = manner.tell(language);
    const options = { numeric: 'auto', style: 'short', ...(numberingSystem && { numberingSystem }) } as const;
    relatives.set(language, (held = new Intl.RelativeTimeFormat(language, options)));
  }
  return held;
}

function formatter(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language} ${Object.values(options).join(' ')}`;
  let held = formatters.get(key);
  if (!held) formatters.set(key, (held = new Intl.DateTimeFormat(language, options)));
  return held;
}
