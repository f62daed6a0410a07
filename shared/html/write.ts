/** Writes a text as an entry may have it: what is kept, what says the same by other means, and what was left out. */
import { clean } from '../characters.ts';
import { linkAddress } from './address.ts';
import { ELEMENTS, fateOf, type LeftOut } from './elements.ts';
import { type Cell, evenRows, spanOf, writeTable } from './table.ts';
import { type Element, isElement, textIn, type Tree } from './tree.ts';

export interface Written {
  html: string;
  leftOut: LeftOut[];
}

/** Words in a line, or a block; `inside` is what a block of mere words holds. */
type Piece = { run: string } | { block: string; inside?: string };

interface Context {
  /** Inline elements around this place, the outermost first: each block is to have them inside. */
  around: readonly Wrapper[];
  /** How many blocks are around it. */
  depth: number;
  isInTable: boolean;
  /** Space and line breaks are as they were typed. */
  isTyped: boolean;
}

interface Wrapper {
  name: string;
  attributes: string;
}

/** Quotes and lists that are deeper leave a small screen: what is in them stands in the last that isn't. */
const DEEPEST = 10;

const EMOJI =
  /^[\p{Extended_Pictographic}\p{Regional_Indicator}\u200d\ufe0f\u{1f3fb}-\u{1f3ff}\u{e0020}-\u{e007f}]{1,20}$/u;

const OUTSIDE: Context = { around: [], depth: 0, isInTable: false, isTyped: false };

/** `base` is the address against which links are made whole. */
export function writeHtml(trees: Tree[], base?: string): Written {
  return new Writer(base).write(trees);
}

class Writer {
  readonly #base: string | undefined;
  readonly #leftOut = new Map<string, number>();
  /** After a space, or where a line begins. */
  #isAtSpace = true;

  constructor(base: string | undefined) {
    this.#base = base;
  }

  write(trees: Tree[]): Written {
    const html = flow(this.#pieces(trees, OUTSIDE));
    return { html, leftOut: [...this.#leftOut].map(([what, count]) => ({ what, count })) };
  }

  #pieces(trees: readonly Tree[], c: Context): Piece[] {
    return trees.flatMap((tree) =>
      typeof tree === 'string' ? [{ run: this.#text(tree, c) }] : this.#element(tree, c),
    );
  }

  #text(text: string, { isTyped }: Context): string {
    if (isTyped) return escape(clean(text));
    const spaced = clean(text).replace(/[ \t\n\r\f]+/g, ' ');
    const words = this.#isAtSpace ? spaced.replace(/^ /, '') : spaced;
    if (words !== '') this.#isAtSpace = words.endsWith(' ');
    return escape(words);
  }

  #element(element: Element, c: Context): Piece[] {
    const fate = fateOf(element.name);
    if (fate === 'part') return this.#pieces(element.children, c);
    if ('leftOut' in fate) return this.#leaveOut(element, fate.leftOut);
    if ('says' in fate) return this.#said(fate.says);
    if ('only' in fate)
      return fate.only === 'words' ? this.#pieces(element.children, c) : this.#box(element, c);
    const name = 'as' in fate ? fate.as : element.name;
    const around =
      'as' in fate && fate.around ? [...c.around, { name: fate.around, attributes: '' }] : c.around;
    const kept = ELEMENTS[name];
    const isBlock = typeof kept === 'object' && 'kept' in kept && kept.kept === 'block';
    return isBlock ? this.#block(element, name, { ...c, around }) : this.#inline(element, name, c);
  }

  /** A picture that is only an emoji says it, and a formula what it says in words. */
  #leaveOut({ name, attributes }: Element, what: string): Piece[] {
    const { alt = '', alttext = '' } = attributes;
    if (what === 'picture' && EMOJI.test(alt)) return this.#said(alt);
    if (name === 'math' && alttext.trim() !== '') return this.#said(clean(alttext.trim()));
    this.#leftOut.set(what, (this.#leftOut.get(what) ?? 0) + 1);
    return [];
  }

  #said(text: string): Piece[] {
    this.#isAtSpace = false;
    return [{ run: escape(text) }];
  }

  // Inside a line

  #inline(element: Element, name: string, c: Context): Piece[] {
    if (name === 'br') return this.#break(c);
    if (name === 'ruby') return this.#ruby(element, c);
    if (name === 'rt' || name === 'rp') return this.#pieces(element.children, c);
    const wrappers = this.#wrappers(element, name).filter(
      ({ name, attributes }) => attributes !== '' || c.around.every((around) => around.name !== name),
    );
    const pieces = this.#pieces(element.children, { ...c, around: [...c.around, ...wrappers] });
    return mapRuns(pieces, (run) => wrapped(run, wrappers));
  }

  #break({ isTyped }: Context): Piece[] {
    this.#isAtSpace = true;
    return [{ run: isTyped ? '\n' : '<br />' }];
  }

  /** The element itself, where it says something, and around its words the language and direction that it has. */
  #wrappers(element: Element, name: string): Wrapper[] {
    const { href, title } = element.attributes;
    const span = { name: 'span', attributes: languageOf(element) };
    const itself = { name, attributes: '' };
    const spans = span.attributes === '' ? [] : [span];
    if (name === 'span') return spans;
    if (name === 'bdo') return [{ name, attributes: span.attributes || ' dir="auto"' }];
    if (name === 'abbr')
      return title?.trim() ? [{ name, attributes: attribute('title', title) }, ...spans] : spans;
    if (name !== 'a') return [itself, ...spans];
    const address = href === undefined ? null : linkAddress(href, this.#base);
    if (href !== undefined && address === null) this.#leaveOut(element, 'link');
    const to = address === null ? '' : attribute('href', address);
    return [{ name, attributes: `${to} rel="noopener"` }, ...spans];
  }

  /** One for each reading, with the signs for those who show it in the line. */
  #ruby({ children }: Element, c: Context): Piece[] {
    const pieces: Piece[] = [];
    let base: Piece[] = [];
    for (const child of children) {
      if (isElement(child, 'rp')) continue;
      if (!isElement(child, 'rt', 'rtc')) {
        base.push(...this.#pieces([child], c));
        continue;
      }
      const reading = escape(clean(textIn(child)).replace(/\s+/g, ' ').trim());
      const hasBoth = reading !== '' && !isBlank(base.map(inLine).join(''));
      const ruby = `<ruby>${base.map(inLine).join('')}<rp>(</rp><rt>${reading}</rt><rp>)</rp></ruby>`;
      pieces.push(...(hasBoth ? [{ run: ruby }] : [...base, { run: reading }]));
      base = [];
      this.#isAtSpace = false;
    }
    return [...pieces, ...base];
  }

  // Blocks

  #block(element: Element, name: string, c: Context): Piece[] {
    this.#isAtSpace = true;
    const pieces = this.#blockOf(element, name, c);
    this.#isAtSpace = true;
    return pieces;
  }

  #blockOf(element: Element, name: string, c: Context): Piece[] {
    if (name === 'hr') return [{ block: '<hr />' }];
    if (name === 'p') return this.#box(element, c);
    if (name === 'h3' || name === 'h4') return this.#heading(element, name, c);
    if (name === 'pre') return this.#typed(element, c);
    if (c.depth >= DEEPEST) return this.#box(element, c);
    if (name === 'table') return this.#table(element, c);
    if (name === 'ul' || name === 'ol') return this.#list(element, name, c);
    if (name === 'li') return blockOf('ul', '', this.#item(element, c));
    if (name === 'blockquote') return blockOf(name, languageOf(element), this.#flow(element.children, c));
    return this.#box(element, c); // a row or a cell outside of a table
  }

  /** A paragraph, or several where there are blocks in it. */
  #box(element: Element, c: Context): Piece[] {
    if (element.name === 'figure') return this.#figure(element, c);
    this.#isAtSpace = true;
    const attributes = languageOf(element);
    const pieces = gather(this.#pieces(element.children, c));
    this.#isAtSpace = true;
    return pieces.flatMap((piece) => ('run' in piece ? paragraph(piece.run, attributes, c) : [piece]));
  }

  /** A caption says nothing where what it is of was left out. */
  #figure({ children }: Element, c: Context): Piece[] {
    const isCaption = (child: Tree): boolean => isElement(child, 'figcaption');
    const shown = this.#box(
      { name: 'div', attributes: {}, children: children.filter((child) => !isCaption(child)) },
      c,
    );
    const captions = children.filter((child) => isElement(child, 'figcaption'));
    if (shown.length > 0) return [...shown, ...this.#pieces(captions, c)];
    for (const caption of captions) this.#leaveOut(caption, 'caption');
    return [];
  }

  #heading(element: Element, name: string, c: Context): Piece[] {
    const pieces = this.#pieces(element.children, { ...c, around: [] });
    const lines = gather(pieces).map((piece) => trimmed(inLine(piece)));
    const inside = wrapped(lines.filter((line) => !isBlank(line)).join('<br />'), c.around);
    const others = pieces.filter((piece) => 'block' in piece && piece.inside === undefined);
    return [...blockOf(name, languageOf(element), inside), ...others];
  }

  /** Browsers drop the first line break in it. */
  #typed(element: Element, c: Context): Piece[] {
    const pieces = this.#pieces(element.children, { ...c, around: [], isTyped: true });
    const text = pieces.map((piece) => ('run' in piece ? piece.run : `${piece.inside ?? ''}\n`)).join('');
    if (isBlank(text)) return [];
    const inside = wrapped(text.replace(/\n+$/, ''), c.around);
    return [{ block: `<pre${languageOf(element)}>${inside.startsWith('\n') ? '\n' : ''}${inside}</pre>` }];
  }

  #list(element: Element, name: string, c: Context): Piece[] {
    const items = element.children.map((child) => this.#item(child, c)).join('');
    const { start, reversed, type = '' } = element.attributes;
    const order =
      name === 'ul'
        ? ''
        : (isNumber(start) && Number(start) !== 1 ? attribute('start', `${Number(start)}`) : '') +
          (reversed === undefined ? '' : ' reversed=""') +
          (/^[aAiI]$/.test(type) ? attribute('type', type) : '');
    return blockOf(name, order + languageOf(element), items);
  }

  #item(child: Tree, c: Context): string {
    this.#isAtSpace = true;
    const inner = { ...c, depth: c.depth + 2 };
    if (!isElement(child, 'li')) {
      const inside = this.#flow([child], inner);
      return isBlank(inside) ? '' : `<li>${inside}</li>`;
    }
    const { value } = child.attributes;
    const inside = this.#flow(child.children, inner);
    const number = isNumber(value) ? attribute('value', `${Number(value)}`) : '';
    return isBlank(inside) ? '' : `<li${number}${languageOf(child)}>${inside}</li>`;
  }

  #flow(children: readonly Tree[], c: Context): string {
    this.#isAtSpace = true;
    return flow(this.#pieces(children, { ...c, depth: c.depth + 1 }), c.around);
  }

  // Tables

  #table(table: Element, c: Context): Piece[] {
    const rows = rowsOf(table);
    const stray = table.children.filter(
      (child) => !isElement(child, 'thead', 'tbody', 'tfoot', 'tr', 'colgroup', 'col'),
    );
    const before = this.#box({ name: 'div', attributes: {}, children: stray }, c);
    const isLayout =
      table.attributes['role'] === 'presentation' || rows.every(({ cells }) => cells.length <= 1);
    if (isLayout)
      return [...before, ...rows.flatMap(({ cells }) => cells.flatMap((cell) => this.#box(cell, c)))];
    if (c.isInTable) return [...before, ...rows.flatMap((row) => this.#line(row, c))];
    const written = rows.map(({ cells, isHead }) => cells.map((cell) => this.#cell(cell, isHead, c)));
    if (written.flat().every(({ html }) => isBlank(html))) return before;
    return [...before, { block: writeTable(evenRows(written)) }];
  }

  #cell(cell: Element, isHead: boolean, c: Context): Cell {
    const { colspan, rowspan, scope = '' } = cell.attributes;
    const name = isHead || cell.name === 'th' ? 'th' : 'td';
    const isScoped = name === 'th' && /^(row|col)(group)?$/.test(scope);
    const attributes = (isScoped ? attribute('scope', scope) : '') + languageOf(cell);
    this.#isAtSpace = true;
    const pieces = gather(this.#pieces(cell.children, { ...c, depth: c.depth + 3, isInTable: true }));
    const [only, ...others] = pieces;
    const isLine = only && 'block' in only && only.inside !== undefined && only.block.startsWith('<p>');
    const html = isLine && others.length === 0 ? only.inside! : flow(pieces, c.around);
    return { name, attributes, colspan: spanOf(colspan), rowspan: spanOf(rowspan), html };
  }

  /** A row of a table in a table. */
  #line({ cells }: Row, c: Context): Piece[] {
    const lines = cells.map((cell) => this.#pieces([cell], c).map(inLine).join(' '));
    return paragraph(lines.filter((line) => !isBlank(line)).join(' – '), '', { ...c, around: [] });
  }
}

interface Row {
  cells: Element[];
  isHead: boolean;
}

/** In the order in which browsers show them. */
function rowsOf(table: Element): Row[] {
  const rank = ({ name }: Element): number =>
    ['thead', 'tbody', 'tfoot'].indexOf(name === 'tr' ? 'tbody' : name);
  const parts = table.children.filter((child) => isElement(child, 'thead', 'tbody', 'tfoot', 'tr'));
  return parts
    .sort((a, b) => rank(a) - rank(b))
    .flatMap((part) => {
      const rows = part.name === 'tr' ? [part] : part.children.filter((child) => isElement(child, 'tr'));
      return rows.map((row) => ({
        cells: row.children.filter((child) => isElement(child, 'td', 'th')),
        isHead: part.name === 'thead',
      }));
    })
    .filter(({ cells }) => cells.length > 0);
}

/** Neighbouring runs as one. */
function gather(pieces: Piece[]): Piece[] {
  const gathered: Piece[] = [];
  for (const piece of pieces) {
    const last = gathered.at(-1);
    if ('run' in piece && last && 'run' in last) last.run += piece.run;
    else gathered.push({ ...piece });
  }
  return gathered.filter((piece) => 'block' in piece || piece.run !== '');
}

const mapRuns = (pieces: Piece[], change: (run: string) => string): Piece[] =>
  gather(pieces).map((piece) => ('run' in piece ? { run: change(piece.run) } : piece));

function flow(pieces: Piece[], around: readonly Wrapper[] = []): string {
  const parts = gather(pieces).map((piece) =>
    'run' in piece ? wrapped(trimmed(piece.run), around) : piece.block,
  );
  return parts.filter((part) => !isBlank(part)).join('');
}

const inLine = (piece: Piece): string => ('run' in piece ? piece.run : (piece.inside ?? ''));

function paragraph(run: string, attributes: string, { around }: Context): Piece[] {
  const inside = wrapped(trimmed(run), around);
  return isBlank(inside) ? [] : [{ block: `<p${attributes}>${inside}</p>`, inside }];
}

const blockOf = (name: string, attributes: string, inside: string): Piece[] =>
  isBlank(inside) ? [] : [{ block: `<${name}${attributes}>${inside}</${name}>` }];

/** Space alone is in no element. */
function wrapped(run: string, wrappers: readonly Wrapper[]): string {
  if (isBlank(run)) return run;
  return wrappers.reduceRight(
    (inside, { name, attributes }) => `<${name}${attributes}>${inside}</${name}>`,
    run,
  );
}

/** No space before a line break or at the end, where it would not be seen. */
const trimmed = (run: string): string => run.replace(/ +(?=(<\/[a-z0-9]+>)*(<br \/>|$))/g, '');

const isBlank = (html: string): boolean => html.replace(/<(?!hr)[^>]*>/g, '').trim() === '';

const isNumber = (text: string | undefined): boolean => /^-?\d{1,6}$/.test(text?.trim() ?? '');

function languageOf({ name, attributes: { lang = '', dir = '' } }: Element): string {
  const direction = /^(ltr|rtl|auto)$/i.test(dir) ? dir.toLowerCase() : name === 'bdi' ? 'auto' : '';
  return (
    (/^[a-z]{1,8}(-[a-z0-9]{1,8})*$/i.test(lang) ? attribute('lang', lang) : '') +
    (direction && attribute('dir', direction))
  );
}

const attribute = (name: string, value: string): string =>
  ` ${name}="${escape(clean(value)).replaceAll('"', '&quot;')}"`;

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
