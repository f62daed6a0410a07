// The build's part of the languages: makes functions of the messages, and a module for each language.
import { readdirSync, readFileSync } from 'node:fs';
import MessageFormat from '@messageformat/core';
import compileModule from '@messageformat/core/compile-module.js';

const FOLDER = new URL('../client/messages/', import.meta.url);
const LANGUAGES = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.json'))
  .map((file) => file.replace('.json', ''));
const NAME = 'virtual:messages';
/** Each language has its own copy of the few lines that it needs of the library: one request less for the page. */
const OF_A_LANGUAGE = /(?:virtual:messages\/|\?messages=)(.+)/;

/**
 * `import languages from 'virtual:messages'` gives a function for each language that loads its messages. A browser loads
 * the one it needs, without what is said of the site or by widgets. A plural form that a language doesn't have stops the build.
 * @param {{ forServer: boolean }} options
 * @returns {import('vite').Plugin}
 */
export const messages = ({ forServer }) => ({
  name: 'messages',
  // Before Vite finds the library itself.
  enforce: 'pre',
  async resolveId(id, importer) {
    if (id.startsWith(NAME)) return `\0${id}`;
    const language = OF_A_LANGUAGE.exec(importer)?.[1];
    return language && `${(await this.resolve(id, importer, { skipSelf: true })).id}?messages=${language}`;
  },
  load(id) {
    if (id === `\0${NAME}`) return `export default { ${LANGUAGES.map(loader).join(', ')} }`;
    if (!id.startsWith(`\0${NAME}/`)) return undefined;
    const language = id.slice(NAME.length + 2);
    const { site, widget: _, ...ofBlogs } = read(language);
    return compileModule(new MessageFormat(language), forServer ? { ...ofBlogs, site } : ofBlogs);
  },
});

/** The page's own words that a widget says, too; beside them it has what stands under `widget`. */
const SHARED = [
  ...['live', 'notStarted', 'pausedByDesk', 'ended', 'breaking', 'keyEvent', 'pinned', 'correction'],
  ...['readMore', 'firstUpdate', 'delayed', 'reconnecting'],
];

/**
 * `import words from 'virtual:widget-words'`: what a widget says, in every language, as plain texts.
 * @type {import('vite').Plugin}
 */
export const widgetWords = {
  name: 'widget words',
  resolveId: (id) => (id === 'virtual:widget-words' ? `\0${id}` : undefined),
  load: (id) =>
    id === '\0virtual:widget-words' ? `export default ${JSON.stringify(wordsOfWidgets())}` : undefined,
};

const wordsOfWidgets = () =>
  Object.fromEntries(
    LANGUAGES.map((language) => {
      const said = read(language);
      return [language, { ...Object.fromEntries(SHARED.map((name) => [name, said[name]])), ...said.widget }];
    }),
  );

const read = (language) => JSON.parse(readFileSync(new URL(`${language}.json`, FOLDER), 'utf8'));

const loader = (language) => `'${language}': () => import('${NAME}/${language}')`;
