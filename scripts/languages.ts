/** The build's check of the languages: each says all that English says. */
import { readdirSync, readFileSync } from 'node:fs';

interface Messages {
  [name: string]: string | Messages;
}

/**
 * Throws an Error that names what a language lacks, and what it has that English has not: a page would break on
 * either where nobody looks. `folder` holds a file for each language, and ends in a slash.
 */
export function mustBeWhole(folder: URL): void {
  const namesOf = (file: string) => namesIn(JSON.parse(readFileSync(new URL(file, folder), 'utf8')));
  const asked = namesOf('en.json');
  const wrong = readdirSync(folder).flatMap((file) => {
    const said = namesOf(file);
    const missing = asked.filter((name) => !said.includes(name));
    const unknown = said.filter((name) => !asked.includes(name));
    return [
      ...(missing.length > 0 ? [`${file} lacks ${missing.join(', ')}`] : []),
      ...(unknown.length > 0 ? [`${file} has what English has not: ${unknown.join(', ')}`] : []),
    ];
  });
  if (wrong.length > 0) throw new Error(wrong.join('\n'));
}

/** With their groups, such as `site.coverage`. An empty message is none. */
const namesIn = (messages: Messages, group = ''): string[] =>
  Object.entries(messages).flatMap(([name, said]) => {
    if (typeof said !== 'string') return namesIn(said, `${group}${name}.`);
    return said.trim() === '' ? [] : [group + name];
  });
