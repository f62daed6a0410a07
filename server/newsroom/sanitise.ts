/** The only place that decides which HTML may reach a page [R8]. */
import sanitizeHtml from 'sanitize-html';

const OPTIONS: sanitizeHtml.IOptions = {
  allowedTags: ['p', 'br', 'a', 'strong', 'em', 's', 'ul', 'ol', 'li', 'blockquote', 'h3', 'h4'],
  allowedAttributes: { a: ['href', 'rel'], p: ['lang', 'dir'], blockquote: ['lang', 'dir'] },
  allowedSchemes: ['http', 'https', 'mailto'],
  allowProtocolRelative: false,
  disallowedTagsMode: 'discard',
  nestingLimit: 10, // deeper quotes and lists leave a small screen
  transformTags: {
    a: (_tag, { href }) => ({
      tagName: 'a',
      attribs: { ...(href !== undefined && { href }), rel: 'noopener' },
    }),
    b: 'strong',
    i: 'em',
    del: 's',
    h1: 'h3',
    h2: 'h3',
    h5: 'h4',
    h6: 'h4',
    div: 'p',
  },
  exclusiveFilter: (frame) => frame.tag === 'p' && frame.text.trim() === '',
};

const MOST_PASSES = 5;

/** `html` on the short allow-list: text, links, lists, quotes and small headings; nothing that runs or loads. */
export function sanitise(html: string): string {
  // What reads differently the second time could read differently in a browser: again, until it is settled.
  let safe = html;
  for (let pass = 0; pass < MOST_PASSES; pass += 1) {
    const next = sanitizeHtml(safe, OPTIONS).trim();
    if (next === safe) return safe;
    safe = next;
  }
  return sanitizeHtml(safe, { allowedTags: [], allowedAttributes: {} });
}

/** True where nothing would be left to read. */
export function isBlank(html: string): boolean {
  return html.replace(/<[^>]*>|&nbsp;|\s/g, '') === '';
}
