/** Which fonts a page asks for before anything else: one that comes later than its first moment is not used on it. */

/**
 * What is set in the serif: the site's name, titles of blogs, on the home page too, headlines, and headings inside of
 * entries.
 */
const HEADINGS = /<(h[1345]|(?:h2|a)(?=[^>]* class="title\b))\b.*?<\/\1>/gs;
/** For ears alone: it is set in nothing. */
const UNSEEN = /<h3\b[^>]* class="heard\b.*?<\/h3>/gs;
const CONDITIONAL = /<link\s[^>]*data-if-(text|headings)="([^"]+)"[^>]*>\s*/g;

/** The template, without the fonts that have no letter to show in this body. */
export function withFontsFor(body: string, template: string): string {
  const seen = body.replace(UNSEEN, '');
  const text = { headings: seen.match(HEADINGS)?.join('') ?? '', text: seen.replace(HEADINGS, '') };
  return template.replace(CONDITIONAL, (link, where: keyof typeof text, letters: string) =>
    new RegExp(letters, 'u').test(text[where]) ? link : '',
  );
}
