/** Loaded into each server that is measured (`--import`): says on request what its process has used. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** User and system time so far, in microseconds; or resident memory after a full collection, in bytes. */
export type Question = 'cpu' | 'memory';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

process.on('message', (question: Question) => process.send!(question === 'cpu' ? cpu() : memory()));
process.on('disconnect', () => process.exit());

function cpu(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

function memory(): number {
  collect();
  return process.memoryUsage.rss();
}
