/** What is left of a text where there is no room for it, or for its markup. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { firstWords, plainText, titleOf } from '../../shared/text.ts';

const ADDRESS = `https://example.org/${'a-long-way/'.repeat(20)}end`;
const FAMILY = '👩‍👩‍👧‍👦';

test.each([
  ['Water at four metres', 40, 'Water at four metres'],
  ['Water at four metres and rising', 20, 'Water at four…'],
  ['Water at four metres', 14, 'Water at four…'],
  ['Повінь у місті триває третю добу', 20, 'Повінь у місті…'],
  [`See ${ADDRESS}`, 40, 'See https://example.org/a-long-way/a-…'],
  [ADDRESS, 40, 'https://example.org/a-long-way/a-long-…'],
  ['東京都知事は記者会見で新しい対策を発表した', 12, '東京都知事は記者会見で…'],
  ['AI が東京都知事の記者会見を自動で要約した', 12, 'AI が東京都知事の…'],
  [FAMILY.repeat(5), 30, `${FAMILY.repeat(2)}…`],
  ['🇺🇦🇵🇱🇱🇹🇱🇻🇪🇪', 12, '🇺🇦🇵🇱…'],
  [`${'e\u0301'.repeat(30)}`, 12, `${'e\u0301'.repeat(5)}…`],
])('%s in %d: %s', (text, most, cut) => {
  expect(firstWords(text, most)).toBe(cut);
});

test('Thai is cut where a word ends, and keeps more than its first', () => {
  const text = 'นายกรัฐมนตรีแถลงข่าวเรื่องน้ำท่วมในกรุงเทพมหานครเมื่อเช้านี้';
  const cut = firstWords(text, 30);
  expect(cut.length).toBeGreaterThan(16);
  const words = [...new Intl.Segmenter('th', { granularity: 'word' }).segment(text)];
  expect(words.map(({ index }) => index)).toContain(cut.length - 1);
});

test('a cut text has a beginning of its own, whole characters, and no more than it may', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }), fc.nat(50), (given, n) => {
      const [text, most] = [given.toWellFormed(), n + 2];
      const cut = firstWords(text, most);
      expect(cut.length).toBeLessThanOrEqual(most);
      expect(text.length <= most ? cut === text : text.startsWith(cut.slice(0, -1))).toBe(true);
      expect(cut.isWellFormed()).toBe(true);
    }),
  );
});

test.each([
  ['<p>Up 10<sup>6</sup> km<sup>2</sup>, 10<sup>−3</sup></p>', 'Up 10⁶ km², 10⁻³'],
  ['<p>CO<sub>2</sub> on the 1<sup>st</sup></p>', 'CO₂ on the 1st'],
  ['<p>x<sup>n</sup> y<sub>max</sub> word<sup><a href="#n1">1</a></sup></p>', 'x^n y_max word¹'],
  ['<p>She said <q>no</q>.</p>', 'She said “no”.'],
  ['<p>At <del>512</del><ins>498</ins> now, <s>not</s> open</p>', 'At 498 now, open'],
  ['<p><s>All of it</s></p>', 'All of it'],
  [
    '<table><tbody><tr><th>City</th><th>Number</th></tr><tr><td>Kyiv</td><td>512</td></tr></tbody></table><p>End</p>',
    'City · Number; Kyiv · 512 End',
  ],
  ['<p><ruby>漢字<rp>(</rp><rt>かんじ</rt><rp>)</rp></ruby>だ</p>', '漢字(かんじ)だ'],
  ['<ul><li>one</li><li>two</li></ul>a<hr />b', 'one two a b'],
])('%s reads %s', (html, text) => {
  expect(plainText(html)).toBe(text);
});

test('a title of Japanese without a headline is more than its first word', () => {
  const html = `<p>${'東京都知事は記者会見で新しい対策を発表した。'.repeat(6)}</p>`;
  expect(titleOf({ headline: null, html }).length).toBeGreaterThan(60);
});
