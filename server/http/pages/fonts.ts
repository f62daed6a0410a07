/** Which fonts a page asks for before anything else: one that comes later than its first moment is not used on it. */

/**
 * What is set in the serif: the site's name, titles of blogs, on the home page too, headlines, and headings inside of
 * entries.
 */
const HEADINGS = /<(h[134]|(?:h2|a)(?=[^>]* class="title\b))\b.*?<\/\1>/gs;
const CONDITIONAL = /<link\s[^>]*data-if-(text|headings)="([^"]+)"[^>]*>\s*/g;

/** The template, without the fonts that have no letter to show in this body. */
export function withFontsFor(body: string, template: string): string {
  const text = { headings: body.match(HEADINGS)?.join('') ?? '', text: body.replace(HEADINGS, '') };
  return template.replace(CONDITIONAL, (link, where: keyof typeof text, letters: string) =>
    new RegExp(letters, 'u').test(text[where]) ? link : '',
  );
}
