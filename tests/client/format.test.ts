/** Times as readers see them, at midnight, when clocks change, and around the world. */
import { expect, test } from 'vitest';
import { ago, clock, day, dayKey, moment, zoneName } from '../../client/times/format.ts';

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
  ['in it for the first time', '2026-10-25T00:30:00Z', '03:30 UTC+3'],
  ['in it for the second time', '2026-10-25T01:30:00Z', '03:30 UTC+2'],
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

test.each([
  ['Europe/Kyiv', '2026-10-25T00:30:00Z', '03:30 UTC+3', 'the first time'],
  ['Europe/Kyiv', '2026-10-25T01:30:00Z', '03:30 UTC+2', 'the second'],
  ['Europe/Kyiv', '2026-10-24T23:59:00Z', '02:59', 'before'],
  ['Europe/Kyiv', '2026-10-25T02:00:00Z', '04:00', 'after'],
  ['Europe/Kyiv', '2026-03-29T00:30:00Z', '02:30', 'nothing is twice in spring'],
  ['Europe/London', '2026-10-25T00:59:00Z', '01:59 UTC+1', 'the first time'],
  ['Europe/London', '2026-10-25T01:00:00Z', '01:00 UTC', 'the second'],
  ['America/New_York', '2026-11-01T05:15:00Z', '01:15 UTC−4', 'the first time'],
  ['America/New_York', '2026-11-01T06:15:00Z', '01:15 UTC−5', 'the second'],
  ['America/St_Johns', '2026-11-01T04:00:00Z', '01:30 UTC−2:30', 'the first time'],
  ['Australia/Lord_Howe', '2026-04-04T14:45:00Z', '01:45 UTC+11', 'half an hour, the first time'],
  ['Australia/Lord_Howe', '2026-04-04T15:15:00Z', '01:45 UTC+10:30', 'half an hour, the second'],
  ['Australia/Lord_Howe', '2026-04-04T14:29:00Z', '01:29', 'before that half hour'],
  ['Pacific/Chatham', '2026-04-04T13:50:00Z', '03:35 UTC+13:45', 'quarters of an hour'],
  ['Antarctica/Troll', '2026-10-25T00:30:00Z', '02:30 UTC+2', 'two hours'],
  ['America/Sao_Paulo', '2019-02-17T02:30:00Z', '23:30 UTC−3', 'over midnight'],
  ['UTC', '2026-10-25T01:30:00Z', '01:30', 'never'],
])('%s at %s: %s (%s)', (timezone, iso, shown) => {
  expect(clock(iso, { language: 'en', timezone })).toBe(shown);
  expect(moment(iso, iso, { language: 'uk', timezone })).toBe(shown);
});
