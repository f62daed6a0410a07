/** What built pages and templates use of HTML that the target lacks. */
import { Parser } from 'htmlparser2';
import type { Target } from '../../client/targets.ts';
import { featureAt, featureIn, lackedBy } from './data.ts';
import type { Finding } from './scripts.ts';

export function lackedInMarkup(html: string, target: Target): Finding[] {
  const findings: Finding[] = [];
  const parser = new Parser({
    onopentag(tag, attributes) {
      found(`<${tag}>`, featureAt('html', 'elements', tag));
      for (const [name, text] of Object.entries(attributes)) {
        const attribute =
          featureAt('html', 'elements', tag, name) ?? featureAt('html', 'global_attributes', name);
        found(`<${tag} ${name}>`, attribute);
        for (const value of text.split(/\s+/).filter(Boolean))
          found(`<${tag} ${name}="${value}">`, featureIn(attribute, value));
      }
    },
  });
  parser.end(html);
  return findings;

  function found(what: string, feature: Parameters<typeof lackedBy>[0]): void {
    const by = lackedBy(feature, target);
    if (by) findings.push({ what: `${what}: ${by}`, at: parser.startIndex });
  }
}
