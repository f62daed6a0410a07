import type { Deed } from '../../../shared/audit.ts';

/** "Sign-in refused", "Byline changed" */
export function wordsOf(deed: Deed): string {
  const words = deed
    .replace(/^sign-in/, 'sign_in')
    .replaceAll('-', ' ')
    .replace('_', '-');
  return words[0]!.toUpperCase() + words.slice(1);
}
