/** Makes what somebody pastes into HTML that an entry may have. */
import type { Written } from '../../../shared/html/write.ts';
import { addressOf, DEEPEST_LIST, write } from './html.ts';
import { listsIntoItems, stylesToElements, unwrap, wordLists } from './office.ts';

export function cleanPaste(html: string): Written {
  const root = parse(html);
  wordPictures(root);
  wordLists(root);
  stylesToElements(root);
  listsIntoItems(root);
  flatten(root);
  mendLinks(root);
  usualDirections(root);
  return write(root);
}

/** Styles are kept as data, and handlers are none: the page's CSP would complain about both. */
function parse(html: string): Element {
  const harmless = html
    .replace(/<(style|script)\b.*?(<\/\1>|$)/gis, '')
    .replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\s(style|on[a-z]+)(?=\s*=)/gi, ' data-$1'));
  return new DOMParser().parseFromString(harmless, 'text/html').body;
}

/** One shape, and its picture in it. */
function wordPictures(root: Element): void {
  for (const image of [...root.querySelectorAll('v\\:imagedata')]) {
    (image.closest('v\\:shape') ?? image).replaceWith(document.createElement('img'));
  }
}

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

/** Word processors say it of every paragraph; where it says something it is the other one. */
function usualDirections(root: Element): void {
  for (const element of [...root.querySelectorAll('[dir=ltr]')]) {
    if (!element.closest('[dir=rtl]')) element.removeAttribute('dir');
  }
}

/** Addresses that lead nowhere outside of the page they come from are none. */
function mendLinks(root: Element): void {
  for (const link of [...root.querySelectorAll('a')]) {
    const href = link.getAttribute('href') ?? '';
    const address = /^[a-z]+:/i.test(href) ? addressOf(href) : null;
    if (address === null) unwrap(link);
    else link.setAttribute('href', address);
  }
}
