/** Where Vitest looks for it: `npx vitest run FILE` runs what `npm test -- FILE` does. */
export { default } from './tests/vitest.config.ts';
