import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bundler } from '../../client/reader/page/bundles.ts';
import { compare } from '../../shared/blog.ts';

type Place = { id: string; publishedAt: string };

const place = (n: number): Place => ({ id: `e${n}`, publishedAt: new Date(n * 60_000).toISOString() });

/** The entries on a page at one moment, by number, in either order. */
const moment = fc.record({
  numbers: fc.uniqueArray(fc.integer({ min: 0, max: 400 }), { maxLength: 300, size: 'max' }),
  isOldestFirst: fc.boolean(),
});

test('whatever comes and goes, in either order: bundles hold together, and no entry leaves its own', () => {
  fc.assert(
    fc.property(fc.array(moment, { minLength: 2, maxLength: 6 }), (moments) => {
      const bundle = bundler();
      let before = new Map<string, number>();
      for (const { numbers, isOldestFirst } of moments) {
        const newestFirst = numbers.map(place).toSorted(compare);
        const items = isOldestFirst ? newestFirst.toReversed() : newestFirst;
        const keyOf = bundle(items);
        const keys = items.map(keyOf);
        const runs = keys.filter((key, n) => key !== keys[n - 1]);
        expect(new Set(runs).size).toBe(runs.length);
        for (const item of items) expect(before.get(item.id) ?? keyOf(item)).toBe(keyOf(item));
        before = new Map(items.map((item) => [item.id, keyOf(item)]));
      }
    }),
  );
});

test('a page that grows at its top, a few at a time, is in few bundles', () => {
  const bundle = bundler();
  const shown: Place[] = [];
  let keys = new Set<number>();
  for (let n = 0; n < 1_000; n += 5) {
    for (let more = 0; more < 5; more += 1) shown.unshift(place(n + more));
    keys = new Set(shown.map(bundle(shown)));
  }
  expect(keys.size).toBe(25);
});
