/** What Word, Google Docs and mail programs put on the clipboard, turned into plain HTML. */

/** The declarations of a style attribute, names and values in lower case. CSP leaves us only its text. */
export function styleOf(element: Element): Record<string, string> {
  const declarations = (element.getAttribute('data-style') ?? '').toLowerCase().split(';');
  return Object.fromEntries(
    declarations.map((text) => text.split(/:(.*)/s).map((part) => part?.trim() ?? '')),
  );
}

/** Bold, italic and struck text that is only a style becomes an element, and the other way round. */
export function stylesToElements(root: Element): void {
  for (const element of [...root.querySelectorAll('span, font, b, strong, i, em, a')]) {
    const style = styleOf(element);
    const isPlain = /^(normal|[1-4]00)$/.test(style['font-weight'] ?? '');
    if (/^(b|strong)$/.test(element.localName) && isPlain) unwrap(element);
    else if (/^(i|em)$/.test(element.localName) && style['font-style'] === 'normal') unwrap(element);
    else if (/^(span|font|a)$/.test(element.localName)) {
      if (/^(bold|bolder|[6-9]00)$/.test(style['font-weight'] ?? '')) wrapInside(element, 'strong');
      if (/^(italic|oblique)$/.test(style['font-style'] ?? '')) wrapInside(element, 'em');
      if (style['text-decoration']?.includes('line-through')) wrapInside(element, 's');
    }
  }
}

const MARKER = /^\s*(?:[·•o§▪–-]|(?:\d{1,3}|[a-z]|[ivxlc]{1,5})[.)])[\s\u00a0]+/i;
const NUMBER = /^\s*(?:\d{1,3}|[a-z]|[ivxlc]{1,5})[.)]/i;

/** Word's lists are paragraphs that look like items: `mso-list:l0 level2 lfo1`, with the marker typed in. */
export function wordLists(root: Element): void {
  let open: Element[] = [];
  let current = '';
  for (const paragraph of [...root.querySelectorAll('p, h1, h2, h3, h4, h5, h6')]) {
    const [, list, level] = /^(l\d+) level(\d)/.exec(styleOf(paragraph)['mso-list'] ?? '') ?? [];
    const goesOn = list === current && open[0]?.nextElementSibling === paragraph;
    if (!goesOn) open = [];
    current = list ?? '';
    if (level === undefined) continue;
    open = listAt(paragraph, open, Number(level));
    open.at(-1)!.append(itemFrom(paragraph));
  }
}

/** The lists that are open, the innermost last, with one at this level. */
function listAt(paragraph: Element, open: Element[], level: number): Element[] {
  const lists = open.slice(0, level);
  if (lists.length > 0 && lists.length >= Math.min(level, open.length + 1)) return lists;
  const list = document.createElement(NUMBER.test(paragraph.textContent!) ? 'ol' : 'ul');
  const item = lists.at(-1)?.lastElementChild;
  if (item) item.append(list);
  else paragraph.before(list);
  return [...lists, list];
}

function itemFrom(paragraph: Element): Element {
  for (const marker of [...paragraph.querySelectorAll('span')]) {
    if (styleOf(marker)['mso-list'] === 'ignore') marker.remove();
  }
  const first = firstText(paragraph);
  if (first) first.data = first.data.replace(MARKER, '');
  const item = document.createElement('li');
  const text = document.createElement('p');
  text.append(...paragraph.childNodes);
  item.append(text);
  paragraph.remove();
  return item;
}

function firstText(root: Node): Text | null {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  return walker.nextNode() as Text | null;
}

/** Docs puts nested lists beside the item that they belong to. */
export function listsIntoItems(root: Element): void {
  for (const list of [...root.querySelectorAll('ul > ul, ul > ol, ol > ul, ol > ol')]) {
    const item = list.previousElementSibling;
    if (item?.localName === 'li') item.append(list);
    else unwrap(list);
  }
}

export function unwrap(element: Element): void {
  element.replaceWith(...element.childNodes);
}

function wrapInside(element: Element, tag: string): void {
  if (element.textContent!.trim() === '') return;
  const wrapper = document.createElement(tag);
  wrapper.append(...element.childNodes);
  element.append(wrapper);
}
