/** Which texts say something, and what is taken out of them. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clean, cleanLine, hasSomethingVisible } from '../../shared/characters.ts';

const NAMES: [string, string][] = [
  ['zero width space', '\u200b'],
  ['zero width joiners', '\u200c\u200d'],
  ['word joiner', '\u2060'],
  ['invisible times', '\u2062'],
  ['Hangul fillers', '\u3164\u115f\u1160\uffa0'],
  ['empty Braille pattern', '\u2800'],
  ['direction marks', '\u200e\u200f\u061c'],
  ['overrides and isolates', '\u202e\u202c\u2066\u2069'],
  ['soft hyphen', '\u00ad'],
  ['variation selectors', '\ufe0f\u{e0100}'],
  ['tags', '\u{e0041}\u{e007f}'],
  ['Mongolian vowel separator', '\u180e'],
  ['combining grapheme joiner', '\u034f'],
  ['null notehead', '\u{1d159}'],
  ['spaces of all widths', ' \t\n\u00a0\u2003\u202f\u3000\u1680'],
  ['controls', '\u0000\u0007\u001b\u0085\u009f'],
  ['noncharacters', '\ufdd0\uffff\u{1ffff}'],
];

test.each(NAMES)('nobody sees %s', (_name, text) => {
  expect(hasSomethingVisible(text)).toBe(false);
  expect(cleanLine(text)).toBe('');
  expect(cleanLine(`${text}a`)).toContain('a');
});

test.each(['.', '0', 'я', '語', '👍', '👩‍👩‍👧', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '€', '…', 'ก็', '\ue000', '\ufffd'])(
  '%s is seen',
  (text) => {
    expect(hasSomethingVisible(text)).toBe(true);
    expect(cleanLine(text)).toBe(text);
  },
);

test('controls go, line breaks are spaces in a line, half a character is shown as what can’t be', () => {
  expect(cleanLine(' one\u0000two\nthree\u2028four\u007f ')).toBe('one two three four');
  expect(clean('a\u0001b\tc\nd\u009fe\ufffef\ufeff')).toBe('ab\tc\ndef');
  expect(clean('a\ud800b')).toBe('a\ufffdb');
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(cleanLine(cleanLine(text))).toBe(cleanLine(text));
      expect(clean(text).isWellFormed()).toBe(true);
    }),
    { numRuns: 200 },
  );
});
