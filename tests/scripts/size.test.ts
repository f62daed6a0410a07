/** What pages may weigh, on the client as it is built. */
import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { MOST_BYTES, scriptsOfPage, sum } from '../../scripts/bench/size.ts';

const WIDGET = new URL('../../client/dist/widget/', import.meta.url);
/** In gzip: what a partner's page pays before the first entry. */
const MOST_OF_WIDGET = 18_000;

test('all scripts of a reader page, the socket included, keep to their size', () => {
  const { loaded } = scriptsOfPage();
  expect(loaded.map(({ name }) => name.replace(/-.*/, ''))).toEqual(expect.arrayContaining(['index', 'en']));
  expect(sum(loaded).gzip).toBeLessThanOrEqual(MOST_BYTES);
});

test('a widget is one script, which loads no other and keeps to its size', () => {
  expect(readdirSync(WIDGET)).toEqual(['widget.js']);
  expect(gzipSync(readFileSync(new URL('widget.js', WIDGET))).length).toBeLessThanOrEqual(MOST_OF_WIDGET);
});
