/** A PDF as people see it, by Debian's Ghostscript. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';

/** Its first page as PNG. */
export const onPaper = (pdf: Buffer): Promise<Buffer> =>
  ghostscript(pdf, '-sDEVICE=png16m', '-r80', '-dLastPage=1', '-dTextAlphaBits=4', '-dGraphicsAlphaBits=4');

/** What can be read on it, up to that page. */
export async function wordsOnPaper(pdf: Buffer, lastPage = 100): Promise<string> {
  const text = await ghostscript(pdf, '-sDEVICE=txtwrite', `-dLastPage=${lastPage}`);
  return text.toString().replace(/\s+/g, ' ');
}

async function ghostscript(pdf: Buffer, ...how: string[]): Promise<Buffer> {
  const child = spawn('gs', ['-q', '-o', '-', ...how, '-'], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(pdf);
  const [seen, [code]] = await Promise.all([buffer(child.stdout), once(child, 'exit')]);
  if (code !== 0) throw new Error(`Ghostscript can't read it: it ended with ${code}`);
  return seen;
}
