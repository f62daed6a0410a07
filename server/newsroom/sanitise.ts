/** The only place that decides which HTML may reach a page [R8]; what becomes of each element says shared/html. */
import { Parser } from 'htmlparser2';
import sanitizeHtml from 'sanitize-html';
import { hasSomethingVisible } from '../../shared/characters.ts';
import { LIMITS } from '../../shared/commands.ts';
import { type LeftOut, WRITTEN } from '../../shared/html/elements.ts';
import type { Element, Tree } from '../../shared/html/tree.ts';
import { writeHtml, type Written } from '../../shared/html/write.ts';
import { plainText } from '../../shared/text.ts';
import { Invalid } from './errors.ts';

/** What a browser would make of what we wrote is looked at once more by those who do nothing else. */
const GATE: sanitizeHtml.IOptions = {
  allowedTags: Object.keys(WRITTEN),
  allowedAttributes: Object.fromEntries(Object.entries(WRITTEN).map(([name, its]) => [name, [...its]])),
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  allowProtocolRelative: false,
  disallowedTagsMode: 'discard',
};

const MOST_PASSES = 5;
/** Elements that hold nothing, and that our parser does not know as such. */
const VOID = new Set(['bgsound', 'image', 'nextid', 'spacer']);
/** What is nested deeper stands here: nobody meant it. */
const DEEPEST = 100;

/**
 * `html` as an entry may have it: text, links, lists, tables, quotes and small headings; nothing that runs or loads.
 * Links are made whole against `base`, where it is given.
 */
export function sanitise(html: string, base?: string): Written {
  const { html: first, leftOut } = writeHtml(treeOf(html), base);
  // What reads differently the second time could read differently in a browser: again, until it is settled.
  let safe = first;
  for (let pass = 0; pass < MOST_PASSES; pass += 1) {
    const next = writeHtml(treeOf(sanitizeHtml(safe, GATE)), base).html;
    if (next === safe) return { html: safe, leftOut };
    safe = next;
  }
  return { html: sanitizeHtml(safe, { allowedTags: [], allowedAttributes: {} }), leftOut };
}

/**
 * The text of a field as it is kept. Throws Invalid where that is more than `most` characters (UTF-16 units): what was
 * sent as `&` is kept as `&amp;`.
 */
export function kept(field: 'html' | 'standfirst', html: string, base?: string): Written {
  const written = sanitise(html, base);
  const [limit, length] = [LIMITS[field], written.html.length];
  if (length <= limit) return written;
  const detail = `has more than ${limit} characters as it is kept (${length})`;
  throw new Invalid([{ field, detail, limit }]);
}

/** An answer to whoever wrote, with what could not be kept of the text; readers are not told. */
export type Told<T> = T & { leftOut?: LeftOut[] };

export const told = <T extends object>(answer: T, leftOut: LeftOut[] = []): Told<T> =>
  leftOut.length > 0 ? { ...answer, leftOut } : answer;

/** True where nobody would see anything. */
export const isBlank = (html: string): boolean => !hasSomethingVisible(plainText(html));

function treeOf(html: string): Tree[] {
  const root: Element = { name: '', attributes: {}, children: [] };
  const open: Element[] = [root];
  let isFirstInPre = false;
  const parser = new Parser({
    onopentag(name, attributes) {
      const element = { name, attributes, children: [] };
      const isInTree = open.length <= DEEPEST;
      if (isInTree) open.at(-1)!.children.push(element);
      open.push(isInTree && !VOID.has(name) ? element : open.at(-1)!);
      isFirstInPre = name === 'pre';
    },
    ontext(text) {
      const { children } = open.at(-1)!;
      children.push(isFirstInPre ? text.replace(/^\r?\n/, '') : text);
      isFirstInPre = false;
    },
    onclosetag: () => void (open.length > 1 && open.pop()),
  });
  parser.end(html);
  return root.children;
}
