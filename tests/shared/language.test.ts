/** Which way text in a language runs. */
import { expect, test } from 'vitest';
import { directionOf } from '../../shared/language.ts';

test.each(['ar', 'arc', 'ckb', 'dv', 'fa', 'he', 'ks', 'ku-Arab', 'pa-PK', 'ps', 'sd', 'ug', 'ur', 'yi'])(
  '%s runs from right to left',
  (language) => expect(directionOf(language)).toBe('rtl'),
);

test.each(['en', 'ku', 'az-Latn', 'ar-Latn', 'uk', 'zh-Hant', '', 'de-', 'no tag at all'])(
  '“%s” runs from left to right',
  (language) => expect(directionOf(language)).toBe('ltr'),
);
