/** The HTML of an entry as the newsroom keeps it: written here by the same rules. */
import { urlOf } from '../../../shared/address.ts';
import { linkAddress } from '../../../shared/html/address.ts';
import type { Tree } from '../../../shared/html/tree.ts';
import { writeHtml, type Written } from '../../../shared/html/write.ts';

/** Lists in lists in lists; deeper ones leave a small screen. */
export const DEEPEST_LIST = 3;

/** As the newsroom's sanitiser writes it. */
export const write = (root: Element | DocumentFragment): Written => writeHtml(treesIn(root));

function treesIn(node: Node): Tree[] {
  return [...node.childNodes].flatMap((child): Tree[] => {
    if (child.nodeType === 3) return [child.nodeValue ?? ''];
    if (child.nodeType !== 1) return [];
    const element = child as Element;
    const attributes = Object.fromEntries([...element.attributes].map(({ name, value }) => [name, value]));
    return [{ name: element.localName, attributes, children: treesIn(element) }];
  });
}

/** The address as a link may have it, or null for what is none. `example.org` and `desk@example.org` will do. */
export function addressOf(text: string): string | null {
  const typed = text.trim();
  if (typed === '' || /\s/.test(typed)) return null;
  const isWhole = /^[a-z][a-z0-9+.-]*:/i.test(typed) && !/^[^/:]*:\d/.test(typed.replace(/^tel:/i, ''));
  const address = isWhole ? typed : /^[^@/]+@[^@/]+$/.test(typed) ? `mailto:${typed}` : `https://${typed}`;
  return urlOf(address) ? linkAddress(address) : null;
}
