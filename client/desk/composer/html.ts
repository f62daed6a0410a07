/** The HTML of an entry as the newsroom keeps it: what it would change is changed here already. */

export const ALLOWED = ['p', 'br', 'a', 'strong', 'em', 's', 'ul', 'ol', 'li', 'blockquote', 'h3', 'h4'];
const SCHEMES = ['http:', 'https:', 'mailto:'];

/** Lists in lists in lists; deeper ones leave a small screen. */
export const DEEPEST_LIST = 3;

const BLOCKS = 'p, h3, h4, li, ul, ol, blockquote';

/** Takes away blocks in which nothing stands, and every attribute that the newsroom would not keep. */
export function tidy(root: Element | DocumentFragment): void {
  for (const block of [...root.querySelectorAll(BLOCKS)].reverse()) {
    if (block.textContent!.trim() === '') block.remove();
  }
  for (const element of root.querySelectorAll('*')) {
    for (const { name } of [...element.attributes]) {
      if (!isKept(element.localName, name)) element.removeAttribute(name);
    }
    if (element.localName === 'a') {
      element.removeAttribute('rel');
      element.setAttribute('rel', 'noopener');
    }
  }
}

const isKept = (tag: string, attribute: string): boolean =>
  attribute === 'href'
    ? tag === 'a'
    : (tag === 'p' || tag === 'blockquote') && /^(lang|dir)$/.test(attribute);

/** As the newsroom's sanitiser writes it. */
export function write(root: Element | DocumentFragment): string {
  const place = document.createElement('template');
  place.content.append(root.cloneNode(true));
  tidy(place.content);
  return place.innerHTML.replaceAll('<br>', '<br />').replaceAll('&nbsp;', '\u00a0').trim();
}

/** Whether the newsroom keeps a link to there. Addresses within the site may come from elsewhere than the composer. */
export function isKeptAddress(href: string): boolean {
  const plain = href.replace(/[\u0000-\u0020]/g, '');
  const [, scheme] = /^([a-z][a-z0-9+.-]*:)/i.exec(plain) ?? [];
  return scheme === undefined ? !/^[/\\]{2}/.test(plain) : SCHEMES.includes(scheme.toLowerCase());
}

/** The address as a link may have it, or null for what is none. `example.org` and `desk@example.org` will do. */
export function addressOf(text: string): string | null {
  const typed = text.trim();
  if (typed === '' || /\s/.test(typed)) return null;
  const isWhole = /^[a-z][a-z0-9+.-]*:/i.test(typed) && !/^[^/]*:\d/.test(typed);
  const address = isWhole ? typed : /^[^@/]+@[^@/]+$/.test(typed) ? `mailto:${typed}` : `https://${typed}`;
  return URL.canParse(address) && SCHEMES.includes(new URL(address).protocol) ? address : null;
}
