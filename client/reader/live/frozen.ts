import type { Blog } from '../../../shared/blog.ts';
import { isBehind } from './order.ts';

/**
 * The blog as it is shown to a reader who has paused it: as it was, but for what has been removed since [R7], and with
 * the older entries that they asked for.
 */
export function frozen(shown: Blog, latest: Blog): Blog {
  const there = new Set([...latest.entries, latest.head.pinned].map((entry) => entry?.id));
  const keyEvents = new Set(latest.head.keyEvents.map(({ id }) => id));
  return {
    ...latest,
    head: {
      ...shown.head,
      pinned: shown.head.pinned && there.has(shown.head.pinned.id) ? shown.head.pinned : null,
      keyEvents: shown.head.keyEvents.filter(({ id }) => keyEvents.has(id)),
    },
    entries: [
      ...shown.entries.filter(({ id }) => there.has(id)),
      ...latest.entries.filter(isBehind(shown.entries.at(-1))),
    ],
  };
}
