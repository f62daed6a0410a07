/** README and docs/ say what is true: every setting, limit and problem, every rule, every dependency, every folder. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { LAYOUTS, THEMES } from '../../client/widget/options.ts';
import { settingsTable } from '../../server/config.ts';
import { PROBLEMS } from '../../server/http/problems.ts';
import { LIMITS } from '../../shared/commands.ts';

const documents = [
  'README.md',
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => `docs/${file}`),
].map((file) => ({ file, text: readFileSync(file, 'utf8') }));
const read = (file: string): string => documents.find((each) => each.file === file)!.text;
const readme = read('README.md');
const api = read('docs/api.md');
const operating = read('docs/operating.md');
const changing = read('docs/changing.md');
const packages = JSON.parse(readFileSync('package.json', 'utf8')) as Record<string, Record<string, string>>;

const testFiles = readdirSync('tests', { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.ts'),
);
const tests = testFiles.map((file) => ({
  file: `tests/${file}`,
  text: readFileSync(`tests/${file}`, 'utf8'),
}));

test.each(settingsTable)('the setting $name stands in docs/operating.md with its default', (setting) => {
  expect(operating).toContain(`| \`${setting.name}\` | ${setting.default || '–'} | ${setting.meaning} |`);
});

test.each(Object.entries(LIMITS))('the limit %s stands in docs/api.md: %i', (name, most) => {
  expect(api).toContain(`| \`${name}\` | ${most} |`);
});

test.each(Object.entries(PROBLEMS))(
  'the problem %s stands in docs/api.md',
  (kind, { status, title, when }) => {
    expect(api).toContain(`| \`${kind}\` | ${status} | ${title} | ${when} |`);
  },
);

test('docs/live.md knows every error and message of a line', () => {
  const protocol = readFileSync('shared/protocol.ts', 'utf8');
  const codes = [...protocol.matchAll(/'([a-z]+(?:-[a-z]+)*)'/g)].map(([, code]) => code!);
  const messages = [...protocol.matchAll(/^ {2}(\w+)\(/gm)].map(([, name]) => name!);
  expect(codes.length + messages.length).toBeGreaterThan(10);
  for (const word of [...codes, ...messages])
    expect(read('docs/live.md')).toMatch(new RegExp(`\`${word}[\` ]`));
});

const rules = [...readme.matchAll(/^\| \*\*(R\d+)\*\* \|/gm)].map(([, rule]) => rule!);

test('the rules stand in their order, but for two that come with pictures', () => {
  const all = Array.from({ length: 16 }, (_, n) => `R${n + 1}`);
  expect(rules).toEqual(all.filter((rule) => rule !== 'R13' && rule !== 'R14'));
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
])('docs/partners.md knows every %s of a widget', (name, choices) => {
  expect(read('docs/partners.md')).toContain(`\`${name}\` (\`${choices.join(' ')}\`)`);
});

test.each(
  Object.keys({ ...packages.dependencies, ...packages.devDependencies, ...packages.optionalDependencies }),
)('the dependency %s has its reason in docs/changing.md', (name) =>
  expect(changing).toContain(`\`${name}\``),
);

test('every folder of the house stands in the tree of docs/changing.md', () => {
  for (const folder of ['client', 'server', 'shared', 'scripts', 'tests']) {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (entry.isDirectory() && entry.name !== 'dist') expect(changing).toContain(`${entry.name}/`);
    }
  }
});

test('every file that a document names is there', () => {
  for (const { file: document, text } of documents)
    for (const [, file] of text.matchAll(/`((?:client|server|shared|scripts|tests|docs)\/[\w./-]+\.\w+)`/g))
      expect(() => readFileSync(file!), `${file} in ${document}`).not.toThrow();
});

test('every link between documents leads somewhere', () => {
  for (const { file: document, text } of documents)
    for (const [, target] of text.matchAll(/\]\((?!https?:)([^)#\s]+)/g))
      expect(existsSync(join(dirname(document), target!)), `${target} in ${document}`).toBe(true);
});

test('the README is a page that a terminal can show', () => {
  const lines = readme.trimEnd().split('\n');
  expect(lines.length).toBeLessThanOrEqual(120);
  expect(lines.filter((line) => line.length > 120)).toEqual([]);
});
