// Everything that can be checked without running the service. Each step names itself; the first failure ends it.
import { spawnSync } from 'node:child_process';

const steps = [
  ['the lockfile, for every npm', 'node', 'scripts/lockfile.mjs'],
  ['the client is built', process.execPath, 'scripts/build.mjs'],
  ['types: server, shared, scripts, tests', 'node_modules/typescript-7/bin/tsc', '-p', 'tsconfig.json'],
  [
    'types: browser tests, benchmark',
    'node_modules/typescript-7/bin/tsc',
    '-p',
    'tests/browser/tsconfig.json',
  ],
  [
    'types: client',
    'svelte-check',
    '--tsconfig',
    'client/tsconfig.json',
    '--threshold',
    'error',
    '--output',
    'human',
  ],
  ['types: service worker', 'node_modules/typescript-7/bin/tsc', '-p', 'client/worker/tsconfig.json'],
  ['the built client, for the promised browsers', process.execPath, 'scripts/compat.ts'],
  ['lint and the import law', 'eslint', '--config', 'scripts/eslint.config.js', '--max-warnings', '0', '.'],
  ['formatting', 'prettier', '--check', '--log-level', 'warn', '.', '!**/*.md'],
];

for (const [name, command, ...args] of steps) {
  console.log(`check: ${name}`);
  const { status } = spawnSync(command, args, { stdio: 'inherit' });
  if (status !== 0) {
    console.error(`check: ${name} failed`);
    process.exit(1);
  }
}
