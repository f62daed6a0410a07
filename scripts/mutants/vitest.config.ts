import { defineConfig } from 'vitest/config';
import { CORE } from './core.ts';

/** Stryker asks for those that are about the file it has changed. */
export default defineConfig({
  test: { include: [...new Set(Object.values(CORE).flat())], testTimeout: 30_000 },
});
