/** Words where nothing stands between them, and signs of several characters. */
import { expect, test } from 'vitest';
import { readingTime } from '../../client/paragraphs.ts';
import { compareWords } from '../../client/reader/entry/compare-words.ts';

const said = (before: string, after: string): string =>
  compareWords(before, after)
    .map(({ kind, text }) => (kind === 'same' ? text : `[${kind === 'added' ? '+' : '-'}${text}]`))
    .join('');

test.each([
  ['Water at four metres', 'Water at five metres', 'Water at [-four][+five] metres'],
  [
    '知事は三人が負傷したと発表した',
    '知事は五人が負傷したと発表した',
    '知事は[-三][+五]人が負傷したと発表した',
  ],
  ['ปิดถนน 3 สาย', 'ปิดถนน 5 สาย', 'ปิดถนน [-3][+5] สาย'],
  ['Family 👩‍👩‍👧 safe', 'Family 👩‍👩‍👦 safe', 'Family [-👩‍👩‍👧][+👩‍👩‍👦] safe'],
  ['🇺🇦 wins', '🇺🇸 wins', '[-🇺🇦][+🇺🇸] wins'],
  ['👍🏽', '👍🏿', '[-👍🏽][+👍🏿]'],
])('%s, then %s', (before, after, shown) => expect(said(before, after)).toBe(shown));

test('a long text in Japanese takes as long to read as it does', () => {
  expect(readingTime(`<p>${'東京都知事は記者会見で'.repeat(10)}</p>`)).toBeNull();
  expect(readingTime(`<p>${'東京都知事は記者会見で'.repeat(80)}</p>`)).toBe(2);
});
