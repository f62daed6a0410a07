/** What a language tag says about the text that is in it. */

const RIGHT_TO_LEFT = /^(Adlm|Arab|Aran|Armi|Hebr|Mand|Nkoo|Rohg|Samr|Syrc|Thaa|Yezi)$/;

/** By the script (not every browser knows the direction itself). Left to right for what is no tag (BCP 47). */
export function directionOf(language: string): 'ltr' | 'rtl' {
  try {
    return RIGHT_TO_LEFT.test(new Intl.Locale(language).maximize().script ?? '') ? 'rtl' : 'ltr';
  } catch {
    return 'ltr';
  }
}

/**
 * The closest of `ours` to `language` (both BCP 47) that is no narrower: pt for pt-BR, where there is no pt-BR.
 * Undefined for none.
 */
export function spokenFor(language: string, ours: readonly string[]): string | undefined {
  const parts = language.toLowerCase().split('-');
  while (parts.length > 0) {
    const spoken = ours.find((each) => each.toLowerCase() === parts.join('-'));
    if (spoken !== undefined) return spoken;
    parts.pop();
  }
  return undefined;
}
