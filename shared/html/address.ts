/** Where links of people's texts may lead. */

import { urlOf } from '../address.ts';

const SCHEMES = ['http:', 'https:', 'mailto:', 'tel:'];

/** Browsers look past these in an address. */
const IGNORED = /^[\u0000-\u0020]+|[\u0000-\u0020]+$|[\t\n\r]/g;

/**
 * The address as a link has it, or null for one that leads nowhere or might do something. What is relative is made
 * whole where `base` says against what; else it stays, but for what names another host.
 */
export function linkAddress(href: string, base?: string): string | null {
  const plain = href.replace(IGNORED, '');
  const scheme = /^[a-z][a-z0-9+.-]*:/i.exec(plain)?.[0].toLowerCase();
  if (scheme !== undefined) {
    if (!SCHEMES.includes(scheme) || !urlOf(plain)) return null;
    // As it was written, unless browsers would have to mend it.
    return /^(https?:\/\/[^\s\\/]|mailto:|tel:)/i.test(plain) ? plain : new URL(plain).href;
  }
  if (base !== undefined) return urlOf(plain, base)?.href ?? null;
  return /^[/\\]{2}/.test(plain) ? null : plain;
}

const RELATIVE_LINK = /(<a (?:[^>]* )?href=")(?!https?:|mailto:|tel:)([^">]*)"/gi;

/** `html` as we once wrote it, with relative links, which lead elsewhere from a feed or a partner's page: made whole. */
export const wholeLinks = (html: string, base: string): string =>
  html.replace(RELATIVE_LINK, (link, start: string, written: string) => {
    const address = urlOf(written.replaceAll('&amp;', '&'), base);
    return address ? `${start}${address.href.replaceAll('&', '&amp;')}"` : link;
  });
