/** A blog's status in words, and what a new one may be called. */
import type { Status } from '../../../shared/blog.ts';
import { LIMITS } from '../../../shared/commands.ts';

interface StatusWords {
  name: string;
  /** What it is for readers. */
  means: string;
}

export const STATUS: Record<Status, StatusWords> = {
  draft: { name: 'Draft', means: 'Readers can’t see it yet.' },
  live: { name: 'Live', means: 'Readers see it, and that more is coming.' },
  paused: { name: 'Paused', means: 'Readers see it, and that it goes on later.' },
  ended: { name: 'Ended', means: 'Readers see it, and that live coverage has ended.' },
};

/** The end of an address, made of a title: "The river rises" → "the-river-rises". Empty where no letter can stay. */
export function slugFrom(title: string): string {
  const words = title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .match(/[a-z0-9]+/g);
  return (words ?? []).join('-').slice(0, LIMITS.slug).replace(/-$/, '');
}

/** Each browser's list is its own: some have UTC in it, some have names twice, in any order. */
export const TIMEZONES = [...new Set(['UTC', ...zonesHere()])].sort();

function zonesHere(): string[] {
  try {
    return Intl.supportedValuesOf('timeZone');
  } catch {
    return []; // any may be typed
  }
}

/** Those most often written in; any other tag may be typed. */
export const LANGUAGES =
  'ar be bg bn ca cs da de el en es et eu fa fi fr ga gl he hi hr hu hy id is it ja ka kk ko lt lv mk ms nb nl pl pt ro ru sk sl sq sr sv ta th tr uk ur uz vi zh'.split(
    ' ',
  );

const names = new Intl.DisplayNames('en', { type: 'language' });
export const languageName = (tag: string): string => names.of(tag) ?? tag;

export const FRONT = [
  { value: 'auto', name: 'By its own news' },
  { value: 'top', name: 'Held at the top' },
  { value: 'off', name: 'Not at all' },
] as const;

export const EMBEDDING = [
  { value: 'all', name: 'On any site' },
  { value: 'listed', name: 'On the sites of listed partners' },
  { value: 'off', name: 'Nowhere' },
] as const;

/** Lines of plain text as HTML, each a paragraph. */
export const htmlFrom = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .map((line) => `<p>${line.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')}</p>`)
    .join('');
