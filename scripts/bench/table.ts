/** Tables that line up in a terminal and paste into a document as they are. */

/** What one part of the benchmark found, and what must be known to read it. */
export interface Result {
  title: string;
  header: string[];
  rows: string[][];
  notes: string[];
}

export function print({ title, header, rows, notes }: Result): void {
  console.log(`\n### ${title}\n\n${table(header, rows)}\n`);
  for (const note of notes) console.log(`- ${note}`);
}

function table(header: string[], rows: string[][]): string {
  const widths = header.map((name, column) =>
    Math.max(name.length, 4, ...rows.map((row) => row[column]!.length)),
  );
  const line = (cells: string[]) =>
    `| ${cells.map((cell, column) => pad(cell, column, widths[column]!)).join(' | ')} |`;
  const rule = widths.map((width, column) =>
    column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
  );
  return [header, rule, ...rows].map(line).join('\n');
}

const pad = (cell: string, column: number, width: number): string =>
  column === 0 ? cell.padEnd(width) : cell.padStart(width);

/** `value` with so many digits after the point, and thousands apart. */
export const number = (value: number, digits = 0): string =>
  value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });

export const ratio = (value: number, of: number): string => `${number(value / of, 2)} ×`;

/** The value below which this share of the values lies. Sorts them. */
export function quantile(values: Float64Array | number[], share: number): number {
  const sorted = values.sort((a: number, b: number) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

export const median = (values: number[]): number => quantile(values, 0.5);
