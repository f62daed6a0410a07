/** Times as ISO 8601 writes them, with an offset: what is meant is one moment, or it is said what is wrong. */

const EXAMPLE = 'such as 2026-12-11T14:32:00Z or 2026-12-11T14:32+02:00';

const DATE = /^(\d{4})(?:-(\d{2})-(\d{2})|-(\d{3})|-?W(\d{2})-?(\d)|(\d{2})(\d{2})|(\d{3}))$/;
const CLOCK = /^(\d{2})(?::?(\d{2})(?::?(\d{2})(?:[.,](\d+))?)?)?$/;
const OFFSET = /^(?:[zZ]|([+\-−])(\d{2})(?::?(\d{2}))?)$/;
const WHOLE = /^([^tT\s]*)(?:[tT ]([\d:.,]*))?(.*)$/s;

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/**
 * The moment in UTC, as the record has it: `2026-12-11T14:32:00.000Z`. Takes the basic and the extended form, days by
 * month, week or number, a clock without seconds or minutes, 24:00 and leap seconds, offsets by hour. Throws
 * RangeError, whose message completes the sentence "`field` …".
 */
export function readIso(text: string): string {
  const [, date = '', clock, rest = ''] = WHOLE.exec(text.trim())!;
  const day = readDate(date);
  if (clock === undefined) throw new RangeError(`is a day without a time; say both, ${EXAMPLE}`);
  const time = readClock(clock);
  const at = day + time - readOffset(rest);
  const moment = new Date(at);
  if (!(moment.getUTCFullYear() >= 0 && moment.getUTCFullYear() <= 9999))
    throw new RangeError('is out of all years');
  return moment.toISOString();
}

function readDate(text: string): number {
  const match = DATE.exec(text);
  if (!match) throw new RangeError(`must be a time in ISO 8601, ${EXAMPLE}`);
  const [, y, m1, d1, n1, w, wd, m2, d2, n2] = match;
  const year = Number(y);
  if (w !== undefined) return readWeek(year, Number(w), Number(wd));
  if ((n1 ?? n2) !== undefined) return readNth(year, Number(n1 ?? n2));
  const [month, day] = [Number(m1 ?? m2), Number(d1 ?? d2)];
  if (month < 1 || month > 12) throw new RangeError(`names month ${month}; there are 12`);
  const days = (startOf(year, month + 1) - startOf(year, month)) / DAY;
  if (day < 1 || day > days)
    throw new RangeError(`names day ${day}; month ${month} of ${year} has ${days} days`);
  return startOf(year, month) + (day - 1) * DAY;
}

/** Week 1 is that of 4 January; weeks begin on Monday, which is day 1. */
function readWeek(year: number, week: number, day: number): number {
  const first = (of: number): number => {
    const fourth = startOf(of, 1) + 3 * DAY;
    return fourth - ((new Date(fourth).getUTCDay() + 6) % 7) * DAY;
  };
  const weeks = (first(year + 1) - first(year)) / DAY / 7;
  if (week < 1 || week > weeks) throw new RangeError(`names week ${week}; ${year} has ${weeks}`);
  if (day < 1 || day > 7) throw new RangeError(`names day ${day} of a week; there are 7`);
  return first(year) + ((week - 1) * 7 + day - 1) * DAY;
}

function readNth(year: number, nth: number): number {
  const days = (startOf(year + 1, 1) - startOf(year, 1)) / DAY;
  if (nth < 1 || nth > days) throw new RangeError(`names day ${nth} of the year; ${year} has ${days}`);
  return startOf(year, 1) + (nth - 1) * DAY;
}

/** Months from 1; 13 is the next January. Date.UTC takes 26 for 1926. */
const startOf = (year: number, month: number): number => new Date(0).setUTCFullYear(year, month - 1, 1);

/** In milliseconds since midnight. Anything finer than a millisecond is cut off. */
function readClock(text: string): number {
  const match = CLOCK.exec(text);
  if (!match) throw new RangeError(`has no clock that can be read in "${text}"; write 14:32 or 14:32:00`);
  const [hour, minute, second] = match.slice(1, 4).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
  ];
  const part = Number(`${match[4] ?? ''}000`.slice(0, 3));
  const isEnd = hour === 24 && minute + second + part === 0;
  if (hour > 23 && !isEnd) throw new RangeError(`names hour ${hour}; a day has 0 to 23`);
  if (minute > 59) throw new RangeError(`names minute ${minute}; an hour has 0 to 59`);
  if (second > 60) throw new RangeError(`names second ${second}; a minute has 0 to 59`);
  return (hour * 60 + minute) * MINUTE + second * 1_000 + part;
}

function readOffset(text: string): number {
  const match = OFFSET.exec(text);
  if (!match && text.trim() === '')
    throw new RangeError('does not say in which zone; add Z or an offset such as +02:00');
  if (!match)
    throw new RangeError(`has an offset that can’t be read in "${text}"; write Z, +02:00, +0200 or +02`);
  const [, sign, hours = '0', minutes = '0'] = match;
  if (Number(hours) > 23 || Number(minutes) > 59)
    throw new RangeError(
      `has an offset of ${hours}:${minutes.padStart(2, '0')}; offsets have less than 24:00`,
    );
  return (sign === '+' || sign === undefined ? 1 : -1) * (Number(hours) * 60 + Number(minutes)) * MINUTE;
}
