/** Pages and feeds as machines read them. */
import { DomUtils, parseDocument } from 'htmlparser2';

export type Node = ReturnType<typeof parseDocument>;
type Element = ReturnType<typeof DomUtils.getElementsByTagName>[number];

/** The elements of this name, in order. */
export const all = (within: Node | Element, name: string): Element[] =>
  DomUtils.getElementsByTagName(name, within.children);

/** What the one element of this name says; undefined where there is none. Throws where there are more. */
export function one(within: Node | Element, name: string): string | undefined {
  const found = all(within, name);
  if (found.length > 1) throw new Error(`${found.length} elements ${name}`);
  return found[0] && DomUtils.textContent(found[0]);
}

export const attribute = (element: Element | undefined, name: string): string | undefined =>
  element && DomUtils.getAttributeValue(element, name);

export const text = (element: Element): string => DomUtils.textContent(element);

export const parseXml = (source: string): Node => parseDocument(source, { xmlMode: true });

/** What a page says of itself: `og:title` → …, `canonical` → …, `application/rss+xml` → its address. */
export function headOf(html: string): Record<string, string> {
  const page = parseDocument(html);
  const said: Record<string, string> = { title: one(page, 'title') ?? '' };
  const say = (name: string | undefined, value: string | undefined): void => {
    if (name === undefined || value === undefined) return;
    if (name in said) throw new Error(`${name} twice`);
    said[name] = value;
  };
  for (const tag of all(page, 'meta')) {
    const name = attribute(tag, 'property') ?? attribute(tag, 'name');
    if (name !== 'theme-color') say(name, attribute(tag, 'content'));
  }
  for (const tag of all(page, 'link')) {
    const rel = attribute(tag, 'rel');
    if (rel === 'canonical') say(rel, attribute(tag, 'href'));
    if (rel === 'alternate') say(attribute(tag, 'type'), attribute(tag, 'href'));
  }
  return said;
}

/** The JSON in the page's script with this id. */
export function dataIn<T>(html: string, id: string): T {
  const script = all(parseDocument(html), 'script').find((each) => attribute(each, 'id') === id);
  if (!script) throw new Error(`no script ${id}`);
  return JSON.parse(text(script)) as T;
}
