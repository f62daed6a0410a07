/** In which order a reader wants the entries. */
import { type Entry, compare } from '../../../shared/blog.ts';

export type Order = 'newest' | 'oldest';

type Place = Pick<Entry, 'id' | 'publishedAt'>;

export const inOrder = <Item extends Place>(items: Item[], order: Order): Item[] =>
  [...items].sort((a, b) => (order === 'newest' ? compare(a, b) : compare(b, a)));

/** Whether an entry is older than that one; none is where there is no such one. */
export const isBehind = (last: Entry | undefined) => (entry: Entry) =>
  last !== undefined && compare(entry, last) > 0;
