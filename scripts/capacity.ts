/**
 * `npm run -s capacity -- --readers 1000000`: what so many readers need, worked out from what was measured. Arithmetic
 * and one small simulation; it opens no socket. `--help` lists the inputs, `docs/scaling.md` says how to read the answer.
 */
import { parseArgs } from 'node:util';
import { number, print } from './bench/table.ts';
import { INPUTS, type Inputs } from './capacity/inputs.ts';
import { column } from './capacity/model.ts';

function report(crowds: Inputs[]): void {
  const paces = ['updates-per-minute', 'peak-updates-per-minute'] as const;
  const asked = crowds.flatMap((inputs) => paces.map((name) => ({ inputs, pace: inputs[name] })));
  const columns = asked.map(({ inputs, pace }) => column(inputs, pace));
  print({
    title: 'What so many readers need',
    header: ['readers', ...asked.map(({ inputs }) => number(inputs.readers))],
    rows: [
      ['updates a minute of each blog', ...asked.map(({ pace }) => number(pace, pace % 1 && 1))],
      ...Object.keys(columns[0]!).map((name) => [name, ...columns.map((each) => each[name]!)]),
    ],
    notes: [
      'Calculated from the inputs that --help lists; STORM is simulated. Only what --help says was measured, was.',
    ],
  });
}

function help(): void {
  const rows = Object.entries(INPUTS).map(([name, [value, meaning, from]]) => [
    `--${name}`,
    value.toLocaleString('en'),
    meaning,
    from,
  ]);
  print({ title: 'Inputs', header: ['option', 'default', 'meaning', 'from'], rows, notes: [] });
}

/** One set of inputs for each of the crowds; undefined for --help. */
function read(args: string[]): Inputs[] | undefined {
  const names = Object.keys(INPUTS) as (keyof Inputs)[];
  const options = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]));
  const { values } = parseArgs({ args, options: { ...options, help: { type: 'boolean' } } });
  if (values.help) return undefined;
  const given = values as Record<string, string | undefined>;
  const crowds = (given.readers ?? String(INPUTS.readers[0])).split(',');
  return crowds.map((readers) => {
    const valueOf = (name: string) => (name === 'readers' ? readers : given[name]);
    const inputs = Object.fromEntries(
      names.map((name) => [name, positive(name, valueOf(name) ?? INPUTS[name][0])]),
    ) as Inputs;
    if (inputs['memory-per-node'] > inputs['memory-per-process']) return inputs;
    throw new Error('--memory-per-node must be above --memory-per-process');
  });
}

function positive(name: string, given: string | number): number {
  const value = Number(given);
  if (value > 0 && value < Infinity) return value;
  throw new Error(`--${name} must be a number above 0, not "${given}"`);
}

try {
  const crowds = read(process.argv.slice(2));
  if (crowds) report(crowds);
  else help();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 2;
}
