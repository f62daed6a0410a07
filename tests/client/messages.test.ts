/** Every language says everything, with all that has to stand in it, in every plural form that it has. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { mustBeWhole } from '../../scripts/languages.ts';
import { newFolder } from '../support/service.ts';

const FOLDER = 'client/messages';
const read = (file: string) => flat(JSON.parse(readFileSync(`${FOLDER}/${file}`, 'utf8')) as Messages);

interface Messages {
  [name: string]: string | Messages;
}

/** Groups of messages as single ones: `site.coverage`. */
function flat(messages: Messages, group = ''): Record<string, string> {
  const all = Object.entries(messages).map(([name, said]) =>
    typeof said === 'string' ? { [group + name]: said } : flat(said, `${group}${name}.`),
  );
  return Object.assign({}, ...all) as Record<string, string>;
}

const english = read('en.json');
const languages = readdirSync(FOLDER).map((file) => [file.replace('.json', ''), read(file)] as const);

test('English and Ukrainian are there', () => {
  expect(languages.map(([language]) => language)).toEqual(expect.arrayContaining(['en', 'uk']));
});

test('every language has every message, and no other', () => {
  expect(() => mustBeWhole(pathToFileURL(`${FOLDER}/`))).not.toThrow();
});

test('what a language lacks, and what it makes up, is said by name', async () => {
  const folder = pathToFileURL(`${await newFolder()}/`);
  const write = (file: string, messages: Messages) =>
    writeFileSync(new URL(file, folder), JSON.stringify(messages));
  write('en.json', { live: 'Live', close: 'Close', site: { home: 'Home', coverage: 'Coverage' } });
  write('de.json', { live: 'Live', close: ' ', site: { home: 'Start' }, clsoe: 'Schließen' });
  expect(() => mustBeWhole(folder)).toThrow(
    /^de\.json lacks close, site\.coverage\nde\.json has what English has not: clsoe$/,
  );
});

test.each(languages)('%s keeps the order of English', (_, messages) =>
  expect(Object.keys(messages)).toEqual(Object.keys(english)),
);

test.each(languages)('%s fills in the same places as English', (_, messages) => {
  for (const [name, text] of Object.entries(messages)) {
    expect(placesIn(text), name).toEqual(placesIn(english[name]!));
  }
});

test.each(languages)('%s has each plural in every form of its own', (language, messages) => {
  const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
  for (const [name, text] of Object.entries(messages)) {
    if (!text.includes(', plural,')) continue;
    const given = [...text.matchAll(/(\w+) \{/g)].map(([, form]) => form);
    expect(given.sort(), name).toEqual([...forms].sort());
  }
});

const placesIn = (text: string): string[] =>
  [...new Set([...text.matchAll(/\{(\w+)[,}]/g)].map(([, place]) => place!))].sort();
