/** The core, whose near misses are to be caught, and the tests that catch them: each alone within 30 s. */

/** By file; without the tests of pages, which start browsers. */
export const CORE: Record<string, string[]> = {
  'shared/merge.ts': ['tests/shared/merge.test.ts'],
  'server/newsroom/once.ts': ['tests/server/once.test.ts'],
  'server/newsroom/people.ts': ['tests/server/roles.test.ts'],
  'server/fair/network.ts': ['tests/server/fair.test.ts'],
  'server/fair/pace.ts': ['tests/server/fair.test.ts'],
  'server/fair/queue.ts': ['tests/server/fair.test.ts'],
  'server/fair/turns.ts': ['tests/server/fair.test.ts'],
  'server/store/public.ts': ['tests/contracts/store.sqlite.test.ts', 'tests/server/public.test.ts'],
};
