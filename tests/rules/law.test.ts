/** The import law is law: the linter refuses what docs/changing.md forbids. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ESLint } from 'eslint';
import { expect, test } from 'vitest';

const eslint = new ESLint({ overrideConfigFile: 'scripts/eslint.config.js' });

test.each([
  ['shared/merge.ts', "import 'node:fs';"],
  ['shared/merge.ts', "import '../../server/app.ts';"],
  ['client/follow/follow.ts', "import '../../server/app.ts';"],
  ['client/reader/live/reader.svelte.ts', "import '../../shared/commands.ts';"],
  ['client/reader/live/reader.svelte.ts', "import '../../shared/people.ts';"],
  ['client/reader/live/reader.svelte.ts', "import '../../shared/desk.ts';"],
  ['client/reader/live/reader.svelte.ts', "import '../desk/api.ts';"],
  ['client/follow/follow.ts', "import 'socket.io-client';"],
  ['client/reader/live/reader.svelte.ts', "export const io = () => import('socket.io-client');"],
  ['client/follow/line.ts', "export const app = () => import('../../server/app.ts');"],
  ['client/desk/api.ts', "import 'socket.io-client';"],
  ['client/desk/blog/live.svelte.ts', "import '../../reader/steady.ts';"],
  ['client/desk/api.ts', "import '../reader/steady.ts';"],
  ['client/desk/api.ts', "import '../../server/app.ts';"],
  ['server/store/reads.ts', "import '../feeds/feed.ts';"],
  ['server/store/reads.ts', "import '../newsroom/newsroom.ts';"],
  ['server/bus/local.ts', "import '../feeds/feed.ts';"],
  ['server/feeds/feed.ts', "import '../newsroom/newsroom.ts';"],
  ['server/feeds/feed.ts', "import '../live/live.ts';"],
  ['server/newsroom/newsroom.ts', "import '../feeds/feed.ts';"],
  ['server/newsroom/newsroom.ts', "import 'express';"],
  ['server/newsroom/newsroom.ts', "import '../store/sqlite.ts';"],
  ['server/http/api/api.ts', "import 'socket.io';"],
  ['server/http/pages/html.ts', "export type { Words } from '../../client/reader/words/words.ts';"],
  ['server/newsroom/newsroom.ts', "import '../bus/workers.ts';"],
  ['server/http/api/api.ts', "import '../live/live.ts';"],
  ['server/http/pages/widgets.ts', "import '../../store/store.ts';"],
  ['server/http/pages/oembed.ts', "import '../../store/rows.ts';"],
  ['server/http/syndication/sitemap.ts', "export type { BlogRow } from '../../store/tables.ts';"],
  ['server/http/api/reads.ts', "import '../../store/reads.ts';"],
  ['server/feeds/feed.ts', "import '../store/updates.ts';"],
  ['server/live/live.ts', "import 'express';"],
  ['server/live/live.ts', "import '../newsroom/newsroom.ts';"],
  ['server/live/live.ts', "import '../app.ts';"],
  ['server/feeds/feed.ts', 'export default process.env;'],
  ['server/newsroom/newsroom.ts', "import '../features/alerts/news.ts';"],
  ['server/http/http.ts', "import '../features.ts';"],
  ['server/features/alerts/news.ts', "import '../partners/partners.ts';"],
  ['server/features/alerts/news.ts', "import '../../live/live.ts';"],
  ['server/features/alerts/news.ts', "import '../../app.ts';"],
])('%s may not say %s', async (filePath, code) => {
  const [result] = await eslint.lintText(`${code}\n`, { filePath });
  expect(result!.messages.map(({ ruleId }) => ruleId)).toEqual([expect.stringMatching(/^no-restricted-/)]);
});

test.each([
  ['server/feeds/feed.ts', "import '../../shared/blog.ts';\nimport '../store/public.ts';"],
  [
    'server/features/alerts/routes.ts',
    "import '../feature.ts';\nimport '../../http/request.ts';\nimport './news.ts';",
  ],
  ['client/follow/line.ts', "export const io = () => import('socket.io-client');"],
  ['client/desk/blog/live.svelte.ts', "import 'socket.io-client';"],
  [
    'client/desk/api.ts',
    "import '../../shared/commands.ts';\nimport '../../shared/people.ts';\nimport '../../shared/desk.ts';\nimport '../format.ts';",
  ],
])('and what it allows, it allows: %s', async (filePath, code) => {
  const [result] = await eslint.lintText(`${code}\n`, { filePath });
  expect(result!.messages).toEqual([]);
});

const modules = ['client', 'server', 'shared', 'scripts', 'tests'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(ts|svelte|mjs)$/.test(file) && !file.startsWith('dist/'))
    .map((file) => `${folder}/${file}`),
);

/** Types included: two files that need each other are one thing in two places. */
test('no file imports, by whatever way round, itself', () => {
  const imports = new Map(modules.map((file) => [file, importsOf(file)]));
  const done = new Set<string>();
  const circles: string[] = [];
  const walk = (file: string, way: string[]): void => {
    if (way.includes(file)) return void circles.push([...way.slice(way.indexOf(file)), file].join(' → '));
    if (done.has(file)) return;
    for (const next of imports.get(file) ?? []) walk(next, [...way, file]);
    done.add(file);
  };
  modules.forEach((file) => walk(file, []));
  expect(circles).toEqual([]);
});

const importsOf = (file: string): string[] =>
  [...readFileSync(file, 'utf8').matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map(([, path]) =>
    join(dirname(file), path!),
  );
