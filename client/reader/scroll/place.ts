/** Where somebody was on a page when they left it, for when they come back to it, or load it again. */
import { tick } from 'svelte';
import { type Entry, compare, cursorAt, placeOf } from '../../../shared/blog.ts';
import { recall, remember } from '../live/memory.ts';
import type { Reader } from '../live/reader.svelte.ts';
import { onScreen } from './scrolled.ts';

const page = (): string => location.pathname + location.search;

/** Browsers go back to a number of pixels, if at all, and what stands there is something else by now. */
export function rememberPlace(reader: Reader): void {
  const save = (): void => {
    const articles = onScreen('#feed :is([role=feed], .river) article');
    const read = articles.find((article) => topOf(article) >= 0) ?? articles[0];
    const entry = reader.entries.find(({ id }) => id === read?.id);
    const isAtTop = window.scrollY === 0 || !entry;
    remember('tab', 'place', page(), isAtTop ? '' : `${topOf(read!)} ${cursorAt(entry)}`);
    history.scrollRestoration = isAtTop ? 'auto' : 'manual';
  };
  window.addEventListener('pagehide', save);
  document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && save());
  // Within the page the browser knows the way back.
  window.addEventListener('click', () => (history.scrollRestoration = 'auto'), true);
  // Safari keeps the page as it was, and forgets where.
  window.addEventListener('pageshow', ({ persisted }) => persisted && goBack(reader));
}

/** Goes there, and loads what older entries that takes. False for whoever has just come, or was at the top. */
export function returnToPlace(reader: Reader): boolean {
  const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  return ['back_forward', 'reload'].includes(navigation?.type ?? '') && goBack(reader);
}

function goBack(reader: Reader): boolean {
  const left = /^(\S+) (\S+)$/.exec(recall('tab', 'place', page()) ?? '');
  const place = left && placeOf(left[2]!);
  if (place) void goTo(reader, place, Number(left[1]));
  return place !== null;
}

async function goTo(reader: Reader, place: Pick<Entry, 'id' | 'publishedAt'>, top: number): Promise<void> {
  const isThere = ({ id, publishedAt }: Entry): boolean => compare({ id, publishedAt }, place) >= 0;
  while (reader.older && !reader.entries.some(isThere) && (await reader.showMore()));
  await tick();
  const entry = reader.entries.find(isThere) ?? reader.entries.at(-1);
  const article = entry && document.getElementById(entry.id);
  if (article) window.scrollBy({ top: topOf(article) - top, behavior: 'instant' });
}

const topOf = (element: Element): number => element.getBoundingClientRect().top;
