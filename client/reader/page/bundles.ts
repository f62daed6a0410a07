/**
 * Entries stand in bundles that they never leave. What is new stretches its own bundle; all others the browser pushes
 * down without a look into them, however long the page is.
 */
import { type Entry, compare } from '../../../shared/blog.ts';

type Place = Pick<Entry, 'id' | 'publishedAt'>;

interface Bundle {
  key: number;
  size: number;
}

const MOST = 40;

/** Gives what tells the bundle of each of the items, which come in either order, and more or fewer each time. */
export function bundler(): (items: Place[]) => (item: Place) => number {
  let held = new Map<string, Bundle>();
  let made = 0;

  return (items) => {
    const known = held;
    held = new Map();
    const isOldestFirst = items.length > 1 && compare(items[0]!, items[1]!) > 0;
    const oldestFirst = isOldestFirst ? items : reversed(items);
    const newerOnes = nextKnown(oldestFirst, known);
    let older: Bundle | undefined;
    for (const [index, { id }] of oldestFirst.entries()) {
      let bundle = known.get(id);
      if (!bundle) {
        bundle = bundleBetween(older, newerOnes[index]);
        bundle.size += 1;
      }
      held.set(id, bundle);
      older = bundle;
    }
    return ({ id }) => held.get(id)!.key;
  };

  /** The same on both sides is not to be torn apart. */
  function bundleBetween(older: Bundle | undefined, newer: Bundle | undefined): Bundle {
    if (older && (older === newer || older.size < MOST)) return older;
    return newer && newer.size < MOST ? newer : { key: made++, size: 0 };
  }
}

/** For each item, the bundle of the first one after it that has one. */
function nextKnown(items: Place[], known: Map<string, Bundle>): (Bundle | undefined)[] {
  let next: Bundle | undefined;
  const found = reversed(items).map(({ id }) => {
    const found = next;
    next = known.get(id) ?? next;
    return found;
  });
  return found.reverse();
}

const reversed = <T>(items: readonly T[]): T[] => [...items].reverse();
