/** Which words were taken out of a text, and which were put in. */

export interface Piece {
  kind: 'same' | 'removed' | 'added';
  text: string;
}

/** A sign as people see it where it is no letter, or where nothing stands between words. */
const WORDS =
  /\s+|[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Khmr}\p{sc=Laoo}]\p{M}*|[\p{L}\p{M}\p{N}]+|\p{RI}{2}|.[\p{M}\p{EMod}]*(\u200d.[\p{M}\p{EMod}]*)*/gu;
/** Texts that have more to compare than this (a second's work) count as replaced where they differ. */
const MOST = 10_000_000;

/** The pieces of both texts in order; all but the added ones are `before`, all but the removed ones are `after`. */
export function compareWords(before: string, after: string): Piece[] {
  const a = before.match(WORDS) ?? [];
  const b = after.match(WORDS) ?? [];
  const pieces: Piece[] = [];
  const add = (kind: Piece['kind'], text: string | undefined): void => {
    const last = pieces.at(-1);
    if (last?.kind === kind) last.text += text;
    else pieces.push({ kind, text: text! });
  };

  const common = lengthsOfCommon(a, b);
  const at = (i: number, j: number): number => common?.[i * (b.length + 1) + j] ?? 0;
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && a[i] === b[j]) {
      add('same', a[i]);
      i += 1;
      j += 1;
    } else if (i < a.length && (j === b.length || at(i + 1, j) >= at(i, j + 1))) {
      add('removed', a[i]);
      i += 1;
    } else {
      add('added', b[j]);
      j += 1;
    }
  }
  return pieces;
}

/** For each pair of places: how many words the rests from there have in common, in order. */
function lengthsOfCommon(a: string[], b: string[]): Uint16Array | null {
  const width = b.length + 1;
  if (a.length * width > MOST) return null;
  const lengths = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const here = i * width + j;
      lengths[here] =
        a[i] === b[j] ? lengths[here + width + 1]! + 1 : Math.max(lengths[here + width]!, lengths[here + 1]!);
    }
  }
  return lengths;
}
