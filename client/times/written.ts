/** What the server has written must not change when a page comes alive, nor what comes after differ from it. */
import type { Written } from '../../shared/pages.ts';
import { clock, day, type Locale, writeIn } from './format.ts';

export const sampleOf = (at: string, locale: Locale): string => `${day(at, locale)} ${clock(at, locale)}`;

/** Has this browser write as the server does: nearly every one does so by itself. */
export async function writeAs(written: Written): Promise<void> {
  if (sampleOf(written.at, written) !== written.sample)
    writeIn((await import('./zones.ts')).mannerOf(written));
}
