/** The README says what is true: every setting, limit and problem, every rule, every dependency, every folder. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { LAYOUTS, THEMES } from '../../client/widget/options.ts';
import { settingsTable } from '../../server/config.ts';
import { TITLES } from '../../server/http/problem.ts';
import { LIMITS } from '../../shared/commands.ts';

/** Tables as if nobody had aligned them. */
const readme = readFileSync('README.md', 'utf8').replace(/ {2,}/g, ' ');
const packages = JSON.parse(readFileSync('package.json', 'utf8')) as Record<string, Record<string, string>>;

const testFiles = readdirSync('tests', { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.ts'),
);
const tests = testFiles.map((file) => ({
  file: `tests/${file}`,
  text: readFileSync(`tests/${file}`, 'utf8'),
}));

test.each(settingsTable)('the setting $name stands in the README with its default', (setting) => {
  expect(readme).toContain(`| \`${setting.name}\` | ${setting.default || '–'} | ${setting.meaning} |`);
});

test.each(Object.entries(LIMITS))('the limit %s stands in the README: %i', (name, most) => {
  expect(readme).toContain(`| \`${name}\` | ${most} |`);
});

test.each(Object.entries(TITLES))('the problem %s, “%s”, stands in the README', (status, title) => {
  expect(readme).toContain(`| ${status} | ${title} |`);
});

const rules = [...readme.matchAll(/^\| \*\*(R\d+)\*\* \|/gm)].map(([, rule]) => rule!);

test('there are twelve rules', () => {
  expect(rules).toEqual(Array.from({ length: 12 }, (_, n) => `R${n + 1}`));
});

test.each(rules)('%s has a test', (rule) => {
  const title = new RegExp(`(test|describe)[^\\n]*\\(\\s*['\`][^'\`]*\\[${rule}\\]`);
  expect(tests.filter(({ text }) => title.test(text))).not.toEqual([]);
});

test('no test names a rule that is not there', () => {
  for (const { file, text } of tests)
    for (const [, rule] of text.matchAll(/\[(R\d+)\]/g)) expect(rules, file).toContain(rule);
});

test.each([
  ['layout', LAYOUTS],
  ['theme', THEMES],
])('the README knows every %s of a widget', (name, choices) => {
  expect(readme).toContain(`\`${name}\` (\`${choices.join(' ')}\`)`);
});

test.each(
  Object.keys({ ...packages.dependencies, ...packages.devDependencies, ...packages.optionalDependencies }),
)('the dependency %s has its reason in the README', (name) => expect(readme).toContain(`\`${name}\``));

test('every folder of the house stands in the tree of the README', () => {
  for (const folder of ['client', 'server', 'shared', 'scripts', 'tests']) {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (entry.isDirectory() && entry.name !== 'dist') expect(readme).toContain(`${entry.name}/`);
    }
  }
});

test('every file that the README names is there', () => {
  for (const [, file] of readme.matchAll(/`((?:client|server|shared|scripts|tests)\/[\w./-]+\.\w+)`/g)) {
    expect(() => readFileSync(file!), file).not.toThrow();
  }
});
