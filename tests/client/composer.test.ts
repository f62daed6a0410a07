/** What the composer makes of a wall clock, and of what was changed. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { itemOf, newWriting, writingOn } from '../../client/desk/composer/draft.ts';
import type { Writing } from '../../client/desk/composer/writing.ts';
import { toUtc, toZone } from '../../client/desk/composer/zoned.ts';
import { letterOf } from '../../client/desk/keys.ts';
import { changeEntry, check, createEntry, type DeskEntry } from '../../shared/commands.ts';

describe('a time in the blog’s zone', () => {
  test.each([
    ['2026-01-15T09:30', 'Europe/Kyiv', '2026-01-15T07:30:00.000Z', 'winter'],
    ['2026-07-15T09:30', 'Europe/Kyiv', '2026-07-15T06:30:00.000Z', 'summer'],
    [
      '2026-03-29T03:30',
      'Europe/Kyiv',
      '2026-03-29T01:30:00.000Z',
      'skipped: as much later as the clock jumps',
    ],
    ['2026-10-25T03:30', 'Europe/Kyiv', '2026-10-25T00:30:00.000Z', 'twice: the first'],
    [
      '2026-11-01T01:30',
      'America/New_York',
      '2026-11-01T05:30:00.000Z',
      'twice, west of Greenwich: the first',
    ],
    ['2026-06-01T00:10', 'Asia/Kathmandu', '2026-05-31T18:25:00.000Z', 'three quarters of an hour'],
    ['2026-04-05T01:45', 'Australia/Lord_Howe', '2026-04-04T14:45:00.000Z', 'half an hour twice: the first'],
    ['2026-06-01T12:00', 'UTC', '2026-06-01T12:00:00.000Z', 'UTC'],
  ])('%s in %s is %s (%s)', (local, zone, utc) => expect(toUtc(local, zone)).toBe(utc));

  test('there and back is the same, but where the clock jumps', () => {
    const zones = fc.constantFrom(
      'Europe/Kyiv',
      'America/St_Johns',
      'Pacific/Apia',
      'Africa/Casablanca',
      'UTC',
    );
    const minutes = fc.integer({ min: Date.UTC(2000, 0) / 60_000, max: Date.UTC(2040, 0) / 60_000 });
    fc.assert(
      fc.property(zones, minutes, (zone, minute) => {
        const local = toZone(new Date(minute * 60_000).toISOString(), zone);
        expect(toZone(toUtc(local, zone), zone)).toBe(local);
      }),
      { numRuns: 500 },
    );
  });

  test('what is no time is refused', () => expect(() => toUtc('soon', 'UTC')).toThrow(RangeError));
});

test.each([
  ['s', 'KeyS', 's', 'Latin'],
  ['S', 'KeyS', 's', 'with Shift'],
  ['і', 'KeyS', 's', 'Ukrainian'],
  ['о', 'KeyJ', 'j', 'Cyrillic, though it looks Latin'],
  ['a', 'KeyQ', 'a', 'French: its own letters count'],
  ['é', 'Digit2', 'é', 'no letter of ours'],
  ['?', 'Slash', '?', 'a sign'],
])('the key %s at %s is %s (%s)', (key, code, letter) => expect(letterOf({ key, code })).toBe(letter));

describe('the command', () => {
  const entry: DeskEntry = {
    ...{
      id: 'e1',
      seq: 3,
      revision: 2,
      state: 'published',
      headline: 'Old',
      html: '<p>Old.</p>',
      authors: [],
    },
    ...{ keyEvent: true, breaking: false, pinned: true, correction: 'A', updatedAt: null, publishAt: null },
    ...{
      publishedAt: '2026-01-01T10:00:00.000Z',
      createdBy: { id: 'a', name: 'A' },
      changedAt: '2026-01-01T10:00:00.000Z',
    },
  };
  const changed = (writing: Writing, change: Partial<Writing['draft']>): Writing => ({
    ...writing,
    draft: { ...writing.draft, ...change },
  });

  test('for a new entry says what was chosen, and the newsroom knows all of it', () => {
    const writing = changed(newWriting([{ name: 'Olena' }]), {
      headline: ' New ',
      html: '<p>x</p>',
      breaking: true,
    });
    const now = itemOf('storm', writing, 'publish', 0, 'UTC');
    const text = { headline: 'New', html: '<p>x</p>', authors: [{ name: 'Olena' }], breaking: true };
    expect(now).toMatchObject({ kind: 'create', command: { ...text, state: 'published' } });
    const commands = [
      now,
      itemOf('storm', writing, 'publish', 10, 'UTC'),
      itemOf('storm', writing, 'submit', 10, 'UTC'),
      itemOf('storm', changed(writing, { time: '2030-01-01T10:00' }), 'publish', 10, 'Europe/Kyiv'),
    ].map(({ command }) => command);
    expect(commands.map((command) => check(createEntry, command).ok)).toEqual([true, true, true, true]);
    expect(commands[1]).toMatchObject({ state: 'scheduled', hold: 10 });
    expect(commands[2]).toMatchObject({ state: 'submitted' });
    expect(commands[3]).toMatchObject({ state: 'scheduled', publishAt: '2030-01-01T08:00:00.000Z' });
  });

  test('for an edit leaves alone what was not touched, so that it undoes nobody else’s pin', () => {
    const writing = changed(writingOn(entry, 'UTC'), { headline: 'New', keyEvent: false });
    const item = itemOf('storm', writing, 'save', 0, 'UTC');
    expect(item).toMatchObject({ kind: 'change', entryId: 'e1', revision: 2 });
    expect(item.command).toEqual({ headline: 'New', html: '<p>Old.</p>', authors: [], keyEvent: false });
    expect(check(changeEntry, item.command).ok).toBe(true);
  });

  test('takes a correction away, and calls an edit minor', () => {
    const writing = changed(writingOn(entry, 'UTC'), { correction: ' ', minor: true });
    expect(itemOf('storm', writing, 'save', 0, 'UTC').command).toMatchObject({
      correction: null,
      minor: true,
    });
  });

  test('on an entry whose creation is still on its way says everything: it may have to create it', () => {
    const writing = changed(newWriting([]), { headline: 'New', breaking: true });
    const after = {
      ...writing,
      on: { entryId: null, revision: 0, state: 'published' as const, after: 'key' },
    };
    const item = itemOf('storm', after, 'save', 0, 'UTC');
    expect(item).toMatchObject({
      kind: 'change',
      after: 'key',
      command: { headline: 'New', breaking: true },
    });
    expect(check(createEntry, item.command).ok).toBe(true);
  });

  test.each([
    ['draft', 'draft', 'draft'],
    ['submitted', 'draft', 'draft'],
    ['submitted', 'save', 'submitted'],
    ['published', 'save', 'published'],
  ] as const)('and its state: after what was %s, “%s” is %s', (state, aim, becomes) => {
    const writing = { ...newWriting([]), on: { entryId: null, revision: 0, state, after: 'key' } };
    expect(itemOf('storm', writing, aim, 0, 'UTC').command.state).toBe(becomes);
  });
});
