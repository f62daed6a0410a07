/** What `npm run browsers` says in the end: which browser did what. */
import { onTestFailed } from 'vitest';

const rows = new Map<string, Map<string, string>>();

/** Call it in a test: it stands in the row of this browser, in the column of what was tried. */
export function note(browser: string, what: string, version: string): void {
  const row = rows.get(browser) ?? new Map<string, string>();
  rows.set(browser, row.set('version', version));
  if (row.get(what) !== 'NO') row.set(what, 'yes');
  onTestFailed(() => void row.set(what, 'NO'));
}

export function printTable(): void {
  const columns = [...new Set([...rows.values()].flatMap((row) => [...row.keys()]))];
  const lines = [...rows].map(([name, row]) => [name, ...columns.map((column) => row.get(column) ?? '–')]);
  console.log(
    [['', ...columns], ['---', ...columns.map(() => '---')], ...lines]
      .map((cells) => `| ${cells.join(' | ')} |`)
      .join('\n'),
  );
}
