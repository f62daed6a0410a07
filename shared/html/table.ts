/** Tables whose rows are equally long: a browser draws others with holes, an editor can't hold them. */

export interface Cell {
  name: 'td' | 'th';
  /** Attributes but the spans, as they are written. */
  attributes: string;
  colspan: number;
  rowspan: number;
  html: string;
}

/** Wider ones are layouts, or a joke. */
const WIDEST = 50;

export const spanOf = (text: string | undefined): number =>
  Math.min(WIDEST, Math.max(1, /^\d+$/.test(text?.trim() ?? '') ? Number(text) : 1));

const emptyCell = (): Cell => ({ name: 'td', attributes: '', colspan: 1, rowspan: 1, html: '' });

/** The rows, each filled up with empty cells to the width of the widest; no cell reaches below the last row. */
export function evenRows(rows: Cell[][]): Cell[][] {
  const taken: number[] = rows.map(() => 0);
  const fitting = rows.map((row, y) =>
    row.map((cell) => {
      const rowspan = Math.min(cell.rowspan, rows.length - y);
      for (let below = y; below < y + rowspan; below += 1) taken[below]! += cell.colspan;
      return { ...cell, rowspan };
    }),
  );
  const width = Math.max(...taken);
  return fitting.map((row, y) => [...row, ...Array.from({ length: width - taken[y]! }, emptyCell)]);
}

export function writeTable(rows: Cell[][]): string {
  return `<table><tbody>${rows.map((row) => `<tr>${row.map(writeCell).join('')}</tr>`).join('')}</tbody></table>`;
}

function writeCell({ name, attributes, colspan, rowspan, html }: Cell): string {
  const spans = (colspan > 1 ? ` colspan="${colspan}"` : '') + (rowspan > 1 ? ` rowspan="${rowspan}"` : '');
  return `<${name}${spans}${attributes}>${html}</${name}>`;
}
