/** `npm run bench [-- delivery page long size memory ways desk widget feel lighthouse hour]`: what Dateline costs, beside peers that are measured in the same run. */
import { cpus, loadavg } from 'node:os';
import { delivery } from './bench/delivery.ts';
import { desk } from './bench/desk.ts';
import { feel } from './bench/feel.ts';
import { hour } from './bench/hour.ts';
import { lighthouse } from './bench/lighthouse.ts';
import { long } from './bench/long.ts';
import { memory } from './bench/memory.ts';
import { page } from './bench/page.ts';
import { size } from './bench/size.ts';
import { number, print, type Result } from './bench/table.ts';
import { ways } from './bench/ways.ts';
import { widget } from './bench/widget.ts';

const PARTS: Record<string, () => Promise<Result>> = {
  delivery,
  page,
  long,
  size,
  memory,
  ways,
  desk,
  widget,
  feel,
  lighthouse,
  hour,
};
/** Runs only where it is asked for by its name. */
const TAKES_AN_HOUR = 'hour';

const asked = process.argv.slice(2);
const unknown = asked.find((name) => !Object.hasOwn(PARTS, name));
if (unknown !== undefined) {
  console.error(`There is no part "${unknown}". Say: npm run bench [-- ${Object.keys(PARTS).join(' | ')}]`);
  process.exit(2);
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1));

const started = Date.now();
console.log(machine());
const names = asked.length > 0 ? asked : Object.keys(PARTS).filter((name) => name !== TAKES_AN_HOUR);
for (const name of names) print(await PARTS[name]!());
console.log(`\nAll of it took ${number((Date.now() - started) / 1_000)} s.`);

function machine(): string {
  const [cpu] = cpus();
  const load = loadavg()[0]!.toFixed(1);
  return `${cpus().length} cores (${cpu?.model.trim() ?? 'unknown'}), Node ${process.version}, load ${load} before the start, everything on loopback`;
}
