/** Loaded into each server that is measured (`--import`): says on request what its process has used. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** User and system time so far, in microseconds; or resident memory without what only waits to be collected, in bytes. */
export type Question = 'cpu' | 'memory';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as (how: object) => void;

process.on('message', (question: Question) => process.send!(question === 'cpu' ? cpu() : memory()));
process.on('disconnect', () => process.exit());

function cpu(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

function memory(): number {
  collect({ type: 'major', flavor: 'last-resort', execution: 'sync' }); // the flavor that gives pages back
  return process.memoryUsage.rss();
}
