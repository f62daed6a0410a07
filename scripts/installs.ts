/**
 * `npm run installs`: real fresh clones on the Nodes and npms that people have. Each starts from nothing, publishes an
 * entry, starts again without network, and runs one test file. `npm run installs -- 18` takes one machine.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fresh, MACHINES, type Machine, seconds, timed } from './installs/machine.ts';
import { startService } from './installs/service.ts';

const asked = process.argv.slice(2);
const chosen = MACHINES.filter(
  ({ name }) => asked.length === 0 || asked.some((word) => name.includes(`Node ${word}`)),
);
// A space, and letters beyond ASCII, as in people's folders.
const folder = await mkdtemp(join(tmpdir(), 'dateline installs ї-'));
let failures = 0;
try {
  console.log(
    '| machine | npm start → serving | published | again, no network | one test file |\n| --- | --- | --- | --- | --- |',
  );
  for (const machine of chosen) {
    const row = await rowOf(machine).catch((error: Error) => {
      failures += 1;
      return [`failed: ${error.message}`];
    });
    console.log(`| ${machine.name} | ${row.join(' | ')} |`);
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
process.exitCode = failures > 0 || chosen.length === 0 ? 1 : 0;

async function rowOf(machine: Machine): Promise<string[]> {
  const clone = await fresh(machine, folder);
  const first = await startService(clone, {});
  const published = await timed(() => first.publish());
  await first.stop();
  // No registry answers at this port, through no proxy.
  const offline = await startService(clone, { npm_config_registry: 'http://127.0.0.1:9/' });
  await offline.stop();
  const test = await timed(() => clone.npm('test', '--', 'tests/shared/merge.test.ts'));
  await rm(clone.path, { recursive: true, force: true });
  return [first.seconds, seconds(published), offline.seconds, seconds(test)];
}
