/**
 * For browsers whose tables of times are of another year: a zone may be younger than the browser (Europe/Kyiv in Chrome
 * 103), or its rules may have changed since; for one browser `ar` has Arabic digits, for the next Latin ones. Those who
 * need it load it (written.ts).
 */
import type { Manner, Zone } from './format.ts';
import type { Written } from '../../shared/pages.ts';

/** Names that came with tzdata 2020a and later, and older ones whose clocks are the same today. */
const OLDER_NAMES: Record<string, string> = {
  'America/Nuuk': 'America/Godthab',
  'Pacific/Kanton': 'Pacific/Enderbury',
  'Europe/Kyiv': 'Europe/Kiev',
  'America/Ciudad_Juarez': 'America/Denver',
  'America/Coyhaique': 'America/Punta_Arenas',
};
/** `+03:00`, which is a zone to newer browsers alone. */
const FIXED = /^([+-])(\d\d):?(\d\d)$/;

/** As the server has `written`, where that is known; for what it doesn't say, as well as this browser can. */
export function mannerOf(written?: Written): Manner {
  const found = new Map<string, Zone>();
  return {
    zoneOf(timezone) {
      let zone = found.get(timezone);
      if (!zone) found.set(timezone, (zone = findZone(timezone, written)));
      return zone;
    },
    tell(language) {
      if (written?.language !== language) return {};
      const { numberingSystem, calendar } = written;
      return { numberingSystem, calendar };
    },
  };
}

/** The server is believed rather than this browser. */
export function findZone(timezone: string, written?: Written): Zone {
  const known = written?.timezone === timezone ? written : undefined;
  const at = known ? Date.parse(known.at) : Date.now();
  for (const timeZone of [timezone, OLDER_NAMES[timezone] ?? timezone]) {
    const minutes = minutesIn(timeZone, at);
    if (minutes !== undefined && minutes === (known?.minutes ?? minutes))
      return { timeZone, ahead: 0, isUtc: false };
  }
  const minutes = known?.minutes ?? fixedMinutes(timezone);
  return { timeZone: 'UTC', ahead: (minutes ?? 0) * 60_000, isUtc: minutes === undefined };
}

/** Undefined where this browser's Intl doesn't know the zone. */
function minutesIn(timeZone: string, at: number): number | undefined {
  try {
    return offsetAt(at, timeZone) / 60_000;
  } catch {
    return undefined;
  }
}

function fixedMinutes(timezone: string): number | undefined {
  const [, sign, hours, minutes] = FIXED.exec(timezone) ?? [];
  return sign ? (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) : undefined;
}

/** What the zone's clock is ahead of UTC, in milliseconds, at that moment. Throws RangeError where Intl doesn't know it. */
export function offsetAt(at: number, timeZone: string): number {
  const format = new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', {
    timeZone,
    hourCycle: 'h23',
    ...{ year: 'numeric', month: 'numeric', day: 'numeric' },
    ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
  });
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const wall = Date.UTC(part.year!, part.month! - 1, part.day, part.hour, part.minute, part.second);
  return wall - Math.floor(at / 1_000) * 1_000;
}
