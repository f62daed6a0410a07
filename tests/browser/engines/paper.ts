/** A PDF as people see it, by Debian's Ghostscript. */
import { spawnSync } from 'node:child_process';

/** Its first page as PNG. */
export const onPaper = (pdf: Buffer): Buffer =>
  ghostscript(pdf, '-sDEVICE=png16m', '-r80', '-dFirstPage=1', '-dLastPage=1', '-dTextAlphaBits=4');

/** What can be read on all of its pages. */
export const wordsOnPaper = (pdf: Buffer): string => ghostscript(pdf, '-sDEVICE=txtwrite').toString();

function ghostscript(pdf: Buffer, ...how: string[]): Buffer {
  const { status, stdout, stderr } = spawnSync('gs', ['-q', '-o', '-', ...how, '-'], {
    input: pdf,
    maxBuffer: 1e8,
  });
  if (status !== 0) throw new Error(`Ghostscript can't read it: ${stderr}`);
  return stdout;
}
