/** The entries that are measured: alike in size, and marked with when they were published. */
import { now } from './clock.ts';

const SENTENCE =
  'The water has reached the second step of the quay and is still rising, the harbour master says. ';

/** About 830 bytes as JSON, once the newsroom has added its own fields. */
export const entryOf = (headline: string) => ({
  headline,
  html: `<p>${SENTENCE.repeat(6).slice(0, 550).trim()}</p>`,
});

/** The mark that a reader finds again in what it receives: which entry, and when it was published. */
export const markOf = (n: number): string => `#${n} @${now().toFixed(3)}`;

export function marksIn(update: string): { n: number; publishedAt: number }[] {
  return [...update.matchAll(/#(\d+) @(\d+\.\d+)/g)].map((match) => ({
    n: Number(match[1]),
    publishedAt: Number(match[2]),
  }));
}
