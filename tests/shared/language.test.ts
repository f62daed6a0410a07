/** Which way text in a language runs, and who can read what we speak. */
import { expect, test } from 'vitest';
import { directionOf, spokenFor } from '../../shared/language.ts';

test.each(['ar', 'arc', 'ckb', 'dv', 'fa', 'he', 'ks', 'ku-Arab', 'pa-PK', 'ps', 'sd', 'ug', 'ur', 'yi'])(
  '%s runs from right to left',
  (language) => expect(directionOf(language)).toBe('rtl'),
);

test.each(['en', 'ku', 'az-Latn', 'ar-Latn', 'uk', 'zh-Hant', '', 'de-', 'no tag at all'])(
  '“%s” runs from left to right',
  (language) => expect(directionOf(language)).toBe('ltr'),
);

test.each([
  ['pt-BR', 'pt-BR'],
  ['pt-br', 'pt-BR'],
  ['pt-PT', 'pt'],
  ['PT', 'pt'],
  ['zh-Hant-TW', 'zh-Hant'],
  ['zh-TW', undefined],
  ['ptx', undefined],
  ['', undefined],
  ['-', undefined],
])('whoever reads “%s” is spoken to in %s', (language, spoken) =>
  expect(spokenFor(language, ['en', 'pt', 'pt-BR', 'zh-Hant'])).toBe(spoken),
);
