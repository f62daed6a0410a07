/** HTML made by hand, where nothing gets in unescaped that does not say so [R8]. */

/** Text that is HTML already: made by `markup`, or by the service's sanitiser. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Value = string | number | Markup | Markup[] | false | null | undefined;

/** A template whose values are escaped, unless they are HTML themselves; what is false or missing leaves nothing. */
export function markup(parts: TemplateStringsArray, ...values: Value[]): Markup {
  return new Markup(parts.reduce((text, part, n) => text + textOf(values[n - 1]) + part));
}

function textOf(value: Value): string {
  if (value instanceof Markup) return value.text;
  if (Array.isArray(value)) return value.map(textOf).join('');
  if (value === false || value === null || value === undefined) return '';
  return String(value).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
