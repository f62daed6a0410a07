import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { mustBeReady } from './support/ready.ts';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

mustBeReady(at('..'));

/** How long `expect.poll` looks, in milliseconds: no bound on time, only an end for what never comes. */
const expect = { poll: { timeout: 15_000 } };

export default defineConfig({
  root: at('..'),
  test: {
    reporters: ['default', at('support/reporter.ts')],
    testTimeout: 20_000,
    hookTimeout: 30_000,
    // Of each, more workers than a small machine has cores: a test waits most of its time.
    projects: [
      {
        test: {
          expect,
          name: 'node',
          sequence: { groupOrder: 0 },
          globalSetup: [at('support/services.ts')],
          include: ['tests/{shared,server,contracts,client,scripts,rules}/**/*.test.ts'],
          testTimeout: 20_000,
          maxWorkers: 3,
        },
      },
      {
        test: {
          expect,
          name: 'cluster',
          sequence: { groupOrder: 1 },
          globalSetup: [at('support/services.ts')],
          include: ['tests/cluster/**/*.test.ts'],
          exclude: ['tests/cluster/{chaos,storm,drain}.test.ts'],
          testTimeout: 120_000,
          maxWorkers: 5,
        },
      },
      {
        test: {
          // A crowd needs the machine to itself.
          expect,
          name: 'storm',
          sequence: { groupOrder: 4 },
          globalSetup: [at('support/services.ts')],
          include: ['tests/cluster/{storm,drain}.test.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
        },
      },
      {
        test: {
          expect,
          name: 'chaos',
          sequence: { groupOrder: 2 },
          globalSetup: [at('support/services.ts')],
          include: ['tests/cluster/chaos.test.ts'],
        },
      },
      {
        test: {
          expect,
          // `npm run caches`: needs nginx and Varnish.
          name: 'caches',
          sequence: { groupOrder: 6 },
          include: ['tests/caches/**/*.test.ts'],
        },
      },
      {
        test: {
          expect,
          name: 'browser',
          sequence: { groupOrder: 3 },
          include: ['tests/browser/**/*.test.ts'],
          exclude: ['tests/browser/{engines,pictures}/**'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: 4,
        },
      },
      {
        test: {
          // `npm run browsers`: every engine that is here, one after the other.
          name: 'engines',
          sequence: { groupOrder: 5 },
          include: ['tests/browser/engines/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
        },
      },
      {
        test: {
          // `npm run pictures`.
          name: 'pictures',
          sequence: { groupOrder: 7 },
          include: ['tests/browser/pictures/**/*.test.ts'],
          testTimeout: 300_000,
        },
      },
    ],
  },
});
