/** XML that is well formed whatever people write: what a template is filled with is text, unless it is XML itself. */

export class Xml {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Filling = string | number | Xml | readonly Xml[] | null;

/** Characters that XML 1.0 forbids, even escaped. */
const FORBIDDEN = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Good inside an element, and in an attribute in double quotes. */
export function xml(markup: TemplateStringsArray, ...fillings: Filling[]): Xml {
  return new Xml(String.raw({ raw: markup }, ...fillings.map(textOf)));
}

function textOf(filling: Filling): string {
  if (filling === null) return '';
  if (filling instanceof Xml) return filling.text;
  if (typeof filling === 'object') return filling.map(textOf).join('');
  return String(filling)
    .replace(FORBIDDEN, '')
    .replace(/[&<>"]/g, (character) => ESCAPES[character]!);
}
