/** Times as readers see them, at midnight, when clocks change, and around the world. */
import { expect, test } from 'vitest';
import { ago, clock, day, dayKey, moment, zoneName } from '../../client/format.ts';

const KYIV = { language: 'en', timezone: 'Europe/Kyiv' };

test.each([
  ['2026-11-22T21:59:59Z', '23:59', '2026-11-22'],
  ['2026-11-22T22:00:00Z', '00:00', '2026-11-23'],
])('a day ends at midnight in the blog’s own zone: %s', (iso, time, key) => {
  expect(clock(iso, KYIV)).toBe(time);
  expect(dayKey(iso, KYIV)).toBe(key);
});

test('a time of another day than the one it stands by says its day', () => {
  expect(moment('2026-11-22T21:59:00Z', '2026-11-22T12:00:00Z', KYIV)).toBe('23:59');
  expect(moment('2026-11-22T22:01:00Z', '2026-11-22T12:00:00Z', KYIV)).toBe('Nov 23 00:01');
});

test('a time of another year says that too, by the blog’s own zone', () => {
  expect(moment('2026-12-31T21:59:00Z', '2027-01-02T12:00:00Z', KYIV)).toBe('Dec 31, 2026 23:59');
  expect(moment('2026-12-31T22:01:00Z', '2027-01-02T12:00:00Z', KYIV)).toBe('Jan 1 00:01');
});

test.each([
  ['before the hour that comes twice', '2026-10-24T23:59:00Z', '02:59'],
  ['in it for the first time', '2026-10-25T00:30:00Z', '03:30'],
  ['in it for the second time', '2026-10-25T01:30:00Z', '03:30'],
  ['before the hour that is missing', '2026-03-29T00:59:00Z', '02:59'],
  ['after it', '2026-03-29T01:00:00Z', '04:00'],
])('where clocks change the time is the one on the wall: %s', (_, iso, time) => {
  expect(clock(iso, KYIV)).toBe(time);
});

test.each([
  [-5_000, 'now'],
  [0, 'now'],
  [59_999, 'now'],
  [60_000, '1 min ago'],
  [59 * 60_000, '59 min ago'],
  [3_600_000, '1 hr ago'],
  [86_399_000, '23 hr ago'],
  [86_400_000, ''],
])('%i ms later it was "%s"', (passed, text) => {
  const at = '2026-10-25T00:30:00Z';
  expect(ago(at, Date.parse(at) + passed, KYIV)).toBe(text);
});

test.each([
  ['America/New_York', '18:30', '2026-01-14'],
  ['Asia/Kolkata', '05:00', '2026-01-15'],
  ['Pacific/Kiritimati', '13:30', '2026-01-15'],
  ['UTC', '23:30', '2026-01-14'],
])('in %s it is %s on %s', (timezone, time, key) => {
  const locale = { language: 'en', timezone };
  expect(clock('2026-01-14T23:30:00Z', locale)).toBe(time);
  expect(dayKey('2026-01-14T23:30:00Z', locale)).toBe(key);
});

test('days and relative times are in the blog’s language', () => {
  const locale = { language: 'uk', timezone: 'Europe/Kyiv' };
  expect(day('2026-01-14T23:30:00Z', locale)).toMatch(/^четвер, 15 січня 2026/);
  expect(ago('2026-01-14T23:30:00Z', Date.parse('2026-01-14T23:34:00Z'), locale)).toBe('4 хв тому');
});

test.each([
  ['Europe/Kyiv', 'en', 'Kyiv time'],
  ['America/Argentina/Buenos_Aires', 'en-GB', 'Buenos Aires time'],
  ['UTC', 'uk', 'UTC'],
  ['Europe/Kyiv', 'uk', 'час: Україна'],
])('the zone %s is named in %s', (timezone, language, name) => {
  expect(zoneName(timezone, language)).toBe(name);
});
