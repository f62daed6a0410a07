/** Makes what somebody pastes into HTML that an entry may have. */
import DOMPurify from 'dompurify';
import { addressOf, ALLOWED, DEEPEST_LIST } from './html.ts';
import { listsIntoItems, stylesToElements, unwrap, wordLists } from './office.ts';

const HEADINGS: Record<string, string> = { h1: 'h3', h2: 'h3', h5: 'h4', h6: 'h4' };
const SAME: Record<string, string> = { b: 'strong', i: 'em', del: 's', strike: 's', div: 'p' };
const PICTURES = 'img, picture, svg, video, canvas, object, embed';
const BLOCK = 'p, div, h1, h2, h3, h4, h5, h6, ul, ol, blockquote, table, section, article, pre, hr';

/** `pictures` were left out. */
export function cleanPaste(html: string): { html: string; pictures: boolean } {
  const root = parse(html);
  const pictures = root.querySelector(PICTURES) !== null || /<v:imagedata|<v:shape/i.test(html);
  wordLists(root);
  stylesToElements(root);
  tablesToParagraphs(root);
  rename(root);
  listsIntoItems(root);
  flatten(root);
  mendLinks(root);
  const clean = DOMPurify.sanitize(root.innerHTML, {
    ALLOWED_TAGS: ALLOWED,
    ALLOWED_ATTR: ['href', 'lang', 'dir'],
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    ALLOWED_URI_REGEXP: /^(?:https?|mailto):/i,
  });
  return { html: clean, pictures };
}

/** Styles are kept as data, and handlers are none: the page's CSP would complain about both. */
function parse(html: string): Element {
  const harmless = html
    .replace(/<(style|script)\b.*?(<\/\1>|$)/gis, '')
    .replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\s(style|on[a-z]+)(?=\s*=)/gi, ' data-$1'));
  return new DOMParser().parseFromString(harmless, 'text/html').body;
}

function rename(root: Element): void {
  for (const element of [...root.querySelectorAll('*')]) {
    const tag = HEADINGS[element.localName] ?? SAME[element.localName];
    if (tag === undefined) continue;
    // A box around blocks is no paragraph.
    if (element.localName === 'div' && element.querySelector(BLOCK)) unwrap(element);
    else replace(element, tag);
  }
}

function replace(element: Element, tag: string): void {
  const other = document.createElement(tag);
  other.append(...element.childNodes);
  element.replaceWith(other);
}

/** A row is a line. */
function tablesToParagraphs(root: Element): void {
  for (const row of [...root.querySelectorAll('tr')]) {
    const line = document.createElement('p');
    for (const cell of row.querySelectorAll('td, th')) {
      if (line.hasChildNodes()) line.append(' – ');
      line.append(
        ...[...cell.childNodes].flatMap((node) => (isBlock(node) ? [...node.childNodes, ' '] : [node])),
      );
    }
    row.replaceWith(line);
  }
}

const isBlock = (node: Node): node is Element => node instanceof Element && node.matches(BLOCK);

function flatten(root: Element): void {
  for (const list of [...root.querySelectorAll('ul, ol')].reverse()) {
    if (depthOf(list) <= DEEPEST_LIST) continue;
    list.closest('li')?.after(...list.children);
    list.remove();
  }
}

const depthOf = (list: Element): number => {
  const around = list.parentElement?.closest('ul, ol');
  return around ? depthOf(around) + 1 : 1;
};

/** Addresses that lead nowhere outside of the page they come from are none. */
function mendLinks(root: Element): void {
  for (const link of [...root.querySelectorAll('a')]) {
    const href = link.getAttribute('href') ?? '';
    const address = /^[a-z]+:/i.test(href) ? addressOf(href) : null;
    if (address === null) unwrap(link);
    else link.setAttribute('href', address);
  }
}
