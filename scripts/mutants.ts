/**
 * `npm run mutants [-- FILE…]`: changes the core in one small place after the other, and looks whether a test notices.
 * Prints, file by file, how many were killed and each that survived. Ends with 1 where one survived that is a fault.
 */
import { readFileSync } from 'node:fs';
import { Stryker } from '@stryker-mutator/core';
import { CORE } from './mutants/core.ts';
import { HARMLESS, type Harmless } from './mutants/harmless.ts';

type MutantResult = Awaited<ReturnType<Stryker['runMutationTest']>>[number];

const asked = process.argv.slice(2);
const unknown = asked.find((file) => !Object.hasOwn(CORE, file));
if (unknown !== undefined) {
  console.error(
    `"${unknown}" is not of the core. Say: npm run mutants [-- ${Object.keys(CORE).join(' | ')}]`,
  );
  process.exit(2);
}

let isWhole = true;
for (const file of asked.length > 0 ? asked : Object.keys(CORE)) {
  const survivors = report(file, await mutantsOf(file));
  isWhole &&= survivors === 0;
}
process.exit(isWhole ? 0 : 1);

function mutantsOf(file: string): Promise<MutantResult[]> {
  return new Stryker({
    mutate: [file],
    testRunner: 'vitest',
    plugins: ['@stryker-mutator/vitest-runner'],
    vitest: { configFile: 'scripts/mutants/vitest.config.ts', related: true },
    coverageAnalysis: 'perTest',
    // A message in other words is a matter of taste.
    mutator: { excludedMutations: ['StringLiteral'] },
    concurrency: 2,
    timeoutMS: 30_000,
    tempDirName: 'data/mutants',
    ignorePatterns: ['data', 'docs', 'scripts/setup'],
    reporters: [],
    logLevel: 'error' as never, // its own enum has no other value for it
    allowConsoleColors: false,
  }).runMutationTest();
}

/** Prints what became of them; resolves to how many survived and are a fault. */
function report(file: string, mutants: MutantResult[]): number {
  const lines = readFileSync(file, 'utf8').split('\n');
  const counted = mutants.filter(({ status }) => !['Ignored', 'CompileError'].includes(status));
  const alive = counted.filter(({ status }) => !['Killed', 'Timeout', 'RuntimeError'].includes(status));
  const known = alive.map((mutant) => ({
    mutant,
    harmless: harmlessOf(file, fromOf(lines, mutant), mutant),
  }));
  const survivors = known.filter(({ harmless }) => !harmless);
  const killed = counted.length - alive.length;
  const share = ((100 * (counted.length - survivors.length)) / Math.max(1, counted.length)).toFixed(1);
  console.log(
    `${file}: ${killed} of ${counted.length} killed, ${known.length - survivors.length} no fault (${share} %)`,
  );
  for (const { mutant, harmless } of known) {
    const { line } = mutant.location.start;
    const change = `${oneLine(fromOf(lines, mutant))} → ${oneLine(mutant.replacement ?? '')}`;
    console.log(
      `  ${harmless ? 'no fault' : 'SURVIVED'} ${file}:${line} ${change}${harmless ? `: ${harmless.why}` : ''}`,
    );
  }
  return survivors.length;
}

function harmlessOf(file: string, from: string, { replacement }: MutantResult): Harmless | undefined {
  const to = oneLine(replacement ?? '');
  return HARMLESS.find((each) => each.file === file && each.from === oneLine(from) && each.to === to);
}

/** What stood in the mutant's place. Stryker counts lines and columns from 1. */
function fromOf(lines: string[], { location: { start, end } }: MutantResult): string {
  const there = lines.slice(start.line - 1, end.line);
  there[there.length - 1] = there.at(-1)!.slice(0, end.column - 1);
  there[0] = there[0]!.slice(start.column - 1);
  return there.join('\n');
}

function oneLine(code: string): string {
  return code.replace(/\s+/g, ' ').trim();
}
