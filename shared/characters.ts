/** Which characters people's texts may hold, and when such a text says anything at all. */

/** Controls (but tab and line breaks), noncharacters, and marks that only Unicode's own files begin with. */
const CONTROLS =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\p{Noncharacter_Code_Point}\ufeff]/gu;

const NOT_IN_A_LINE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g;

/**
 * A letter, number, sign or picture, or what a newer Unicode may have made of a place that is free today. Not what
 * leaves no trace (Default_Ignorable_Code_Point: zero widths, direction marks, Hangul fillers), nor the blanks among
 * the signs: the empty Braille pattern, the null notehead.
 */
const VISIBLE =
  /(?![\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\u2800\u{1d159}])[\p{L}\p{N}\p{P}\p{S}\p{Co}\p{Cn}]/u;

/** Without characters that no text has a use for; half a character is one that can't be shown (U+FFFD). */
export const clean = (text: string): string =>
  text
    .replace(/\p{Cs}/gu, '\ufffd')
    .replace(/\u0085/g, '\n')
    .replace(CONTROLS, '');

export const hasSomethingVisible = (text: string): boolean => VISIBLE.test(text);

/** One line of clean text without space around it; empty where nobody would see anything. */
export function cleanLine(text: string): string {
  const line = clean(text.replace(NOT_IN_A_LINE, ' ')).trim();
  return hasSomethingVisible(line) ? line : '';
}
