/** Entity tags: what ours say, and what a client's headers say of them (RFC 9110, 8.8.3 and 13.1). */
import type { IncomingMessage } from 'node:http';

export const entryTag = ({ revision }: { revision: number }): string => `"${revision}"`;
export const blogTag = ({ slug, seq }: { slug: string; seq: number }): string => `"${slug}:${seq}"`;

/** `*`, or the tags between commas, without quotes. */
export type Tags = 'any' | readonly string[];

const LIST = /^[\s,]*(?:(?:W\/)?"[!#-~\x80-\xff]*"\s*(?:,[\s,]*|$))+$/;

/**
 * Undefined for what is no list of tags. `W/` is left out: a proxy that compresses makes a tag of ours weak, and what
 * it stands for is the same.
 */
export function tagsIn(header: string): Tags | undefined {
  if (header.trim() === '*') return 'any';
  return LIST.test(header) ? [...header.matchAll(/"([^"]*)"/g)].map(([, tag]) => tag!) : undefined;
}

/** The first of these tags of ours (with their quotes) that who asks holds already. */
export function heldOf({ headers }: Pick<IncomingMessage, 'headers'>, ours: string[]): string | undefined {
  const tags = tagsIn(headers['if-none-match'] ?? '');
  return tags === 'any' ? ours[0] : ours.find((tag) => tags?.includes(tag.slice(1, -1)));
}
