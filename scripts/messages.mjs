// The build's part of the languages: makes functions of the messages, and a module for each language.
import { readdirSync, readFileSync } from 'node:fs';
import MessageFormat from '@messageformat/core';
import compileModule from '@messageformat/core/compile-module.js';

const FOLDER = new URL('../client/messages/', import.meta.url);
const LANGUAGES = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.json'))
  .map((file) => file.replace('.json', ''));
const NAME = 'virtual:messages';

/**
 * `import languages from 'virtual:messages'` gives a function for each language that loads its messages. A browser loads
 * the one it needs. A plural form that a language doesn't have stops the build.
 * @returns {import('vite').Plugin}
 */
export const messages = () => ({
  name: 'messages',
  resolveId: (id) => (id.startsWith(NAME) ? `\0${id}` : undefined),
  load(id) {
    if (id === `\0${NAME}`) return `export default { ${LANGUAGES.map(loader).join(', ')} }`;
    if (!id.startsWith(`\0${NAME}/`)) return undefined;
    const language = id.slice(NAME.length + 2);
    const source = readFileSync(new URL(`${language}.json`, FOLDER), 'utf8');
    return compileModule(new MessageFormat(language), JSON.parse(source));
  },
});

const loader = (language) => `'${language}': () => import('${NAME}/${language}')`;
