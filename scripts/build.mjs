// Builds the client where what it is made of has changed since the last build. `--force` builds anyway.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { oneAtATime } from './setup/lock.mjs';
import { reasonOfFile } from './setup/refusal.mjs';

const MARK = 'client/dist/.built-from';
const SOURCES = ['client', 'shared', 'scripts/messages.mjs', 'package-lock.json'];
/** Where each has its Vite configuration; `true`: for the server, too. */
const PARTS = [
  ['', false, true],
  ['widget/', false, true],
  ['embed/', false],
  ['desk/', false],
  ['worker/', false],
];

const isBuilt = () => existsSync(MARK) && readFileSync(MARK, 'utf8') === fingerprint();

if (process.argv.includes('--force')) rmSync(MARK, { force: true });
try {
  if (!isBuilt()) await oneAtATime(async () => isBuilt() || (await build()));
} catch (error) {
  console.error(`The client can't be built: ${error.code ? reasonOfFile(error) : error.message}`);
  process.exit(1);
}

async function build() {
  console.log('Building the client…');
  const sources = fingerprint();
  rmSync(MARK, { force: true });
  const { mustBeWhole } = await import('./languages.ts');
  mustBeWhole(new URL('../client/messages/', import.meta.url));
  const { build: bundle } = await import('vite');
  for (const [part, ...sides] of PARTS) {
    for (const ssr of sides) {
      // What a browser loads only where it must is part of the server anyway.
      const checks = { pluginTimings: false, ineffectiveDynamicImport: !ssr };
      const build = { ssr, rolldownOptions: { checks } };
      await bundle({ configFile: `client/${part}vite.config.ts`, logLevel: 'warn', build });
    }
  }
  writeFileSync(MARK, sources);
}

/** Of contents: a checkout or a copy that only touches files is no reason to build. */
function fingerprint() {
  const hash = createHash('sha256');
  for (const file of SOURCES.flatMap(filesUnder)) {
    hash.update(`${file} ${createHash('sha256').update(readFileSync(file)).digest('hex')}\n`);
  }
  return hash.digest('hex');
}

function filesUnder(path) {
  if (path === 'client/dist') return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesUnder(`${path}/${name}`));
}
