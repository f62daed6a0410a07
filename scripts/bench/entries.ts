/** The entries that are measured: alike in size, and marked with when they were published. */
import { now } from './clock.ts';

const WORDS = (
  'the water has reached second step of quay and is still rising harbour master says while crews bring pumps from ' +
  'three counties to streets that have not seen it for a generation nobody was hurt schools stay closed trains run ' +
  'as far as old bridge boats wait shelter opened gauge shows five metres more rain expected before dawn traffic slow'
).split(' ');

/** About 830 bytes as JSON, once the newsroom has added its own fields; no two of the same words. */
export const entryOf = (headline: string, characters = 550) => ({
  headline,
  html: `<p>${prose(characters)}</p>`,
});

let turn = 0;

function prose(length: number): string {
  let text = '';
  while (text.length < length) text += `${WORDS[(turn = (turn * 31 + 17) % 7_919) % WORDS.length]} `;
  return text.slice(0, length).trim();
}

/** The mark that a reader finds again in what it receives: which entry, and when it was published. */
export const markOf = (n: number): string => `#${n} @${now().toFixed(3)}`;

export function marksIn(update: string): { n: number; publishedAt: number }[] {
  return [...update.matchAll(/#(\d+) @(\d+\.\d+)/g)].map((match) => ({
    n: Number(match[1]),
    publishedAt: Number(match[2]),
  }));
}
