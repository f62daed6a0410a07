// Builds the client where its sources have changed since the last build. `--force` builds anyway.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';

const MARK = 'client/dist/.built-from';
const SOURCES = ['client', 'shared', 'scripts/messages.mjs', 'package-lock.json'];

const sources = fingerprint();
if (process.argv.includes('--force') || !existsSync(MARK) || readFileSync(MARK, 'utf8') !== sources) {
  console.log('Building the client…');
  await checkLanguages();
  const { build } = await import('vite');
  for (const configFile of ['client/vite.config.ts', 'client/widget/vite.config.ts']) {
    const options = { configFile, logLevel: 'warn' };
    await build(options);
    await build({ ...options, build: { ssr: true } });
  }
  for (const configFile of ['client/desk/vite.config.ts', 'client/worker/vite.config.ts'])
    await build({ configFile, logLevel: 'warn' });
  writeFileSync(MARK, sources);
}

async function checkLanguages() {
  const { mustBeWhole } = await import('./languages.ts');
  try {
    mustBeWhole(new URL('../client/messages/', import.meta.url));
  } catch (error) {
    console.error(`${error.message}\nA language in client/messages/ is spoken whole or not at all.`);
    process.exit(1);
  }
}

function fingerprint() {
  const hash = createHash('sha256');
  for (const file of SOURCES.flatMap(filesUnder)) {
    const { mtimeMs, size } = statSync(file);
    hash.update(`${file} ${mtimeMs} ${size}\n`);
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
