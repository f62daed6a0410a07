/** The check against the promised browsers sees what they lack, wherever it stands, and lets pass what asks first. */
import { expect, test } from 'vitest';
import { READERS } from '../../client/targets.ts';
import { lackedInMarkup } from '../../scripts/compat/markup.ts';
import { lackedInScript } from '../../scripts/compat/scripts.ts';
import { lackedInStyles } from '../../scripts/compat/styles.ts';

test.each([
  ['a method of lists', 'export const last = (list) => list.findLast(Boolean)'],
  ['a global', 'export const copy = (thing) => structuredClone(thing), zones = new Intl.Segmenter()'],
  ['a static method', 'export const both = (a, b) => AbortSignal.any([a, b])'],
  ['a constructor', 'export const sheet = new CSSStyleSheet()'],
  ['an option of a method', 'export const show = (button) => button.focus({ focusVisible: true })'],
  ['an option of a function', 'export const tell = (url) => fetch(url, { keepalive: true })'],
  ['an option of a constructor', `new Intl.NumberFormat('en', { roundingMode: 'floor' })`],
  ['an event', `addEventListener('scrollend', () => {})`],
  [
    'an event, by a compiler’s function',
    `import { on } from './svelte.js'; on('scrollend', window, () => {})`,
  ],
  ['an attribute, by a compiler’s function', `import { set } from './svelte.js'; set(window, 'popover', '')`],
  ['grammar', 'class Made { static { Made.done = true } }'],
  ['grammar of regular expressions', 'export const price = /(?<=€)\\d+/'],
])('in scripts: %s', (_, code) => {
  expect(lackedInScript(code, READERS).map(({ what }) => what)).toEqual([
    expect.stringMatching(/Safari 15.4|Firefox 100|Chrome 103/),
  ]);
});

test.each([
  `export const copy = 'structuredClone' in window ? structuredClone : (thing) => thing`,
  'export const last = (list) => list.findLast?.(Boolean)',
  'export const first = (list) => list.at(0)',
])('in scripts it lets pass: %s', (code) => {
  expect(lackedInScript(code, READERS)).toEqual([]);
});

test.each([
  ['a property', 'p { rotate: 1deg }'],
  ['a function', 'p { color: light-dark(red, blue) }'],
  ['a function in a property of one’s own', ':root { --ink: light-dark(red, blue) }'],
  ['a unit', 'p { width: 10cqi }'],
  ['a keyword', 'p { overflow: clip }'],
  ['a selector', 'p:has(a) { color: red }'],
  ['a media range', '@media (width >= 40rem) { p { color: red } }'],
  ['a rule', '@container (min-width: 1px) { p { color: red } }'],
  ['a descriptor', '@font-face { font-family: A; src: local(A); size-adjust: 90% }'],
  ['nesting', 'p { & a { color: red } }'],
])('in styles: %s', (_, text) => {
  expect(lackedInStyles(text, READERS)).toHaveLength(1);
});

test.each(['p { width: 100px; width: 10cqi }', '@supports selector(:has(a)) { p:has(a) { color: red } }'])(
  'in styles it lets pass: %s',
  (text) => {
    expect(lackedInStyles(text, READERS)).toEqual([]);
  },
);

test.each([
  ['an attribute', '<div popover>'],
  ['an element', '<fencedframe>'],
  ['a value', '<link rel="modulepreload" href="/a.js">'],
])('in markup: %s', (_, html) => {
  expect(lackedInMarkup(html, READERS)).toHaveLength(1);
});
