/** `migrate`: brings the tables to this version's, and says before what that is. */
import { parseArgs } from 'node:util';
import { engineFor, SCHEMA } from '../server/record.ts';
import { readConfig } from '../server/config.ts';
import { Store } from '../server/store/store.ts';

export async function migrate(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { plan: { type: 'boolean', default: false } } });
  const config = readConfig();
  const { done, pending } = await Store.stand((await engineFor(config)).dialect, SCHEMA);
  if (pending.length === 0) return console.log(`The tables are this version’s (${done.at(-1)!}).`);
  console.log(`The tables are ${done.length > 0 ? `at ${done.at(-1)!}` : 'not there yet'}. To do:`);
  for (const name of pending) console.log(`  ${name}`);
  if (values.plan) return;
  const start = Date.now();
  const say = (step: string) => console.log(`${((Date.now() - start) / 1_000).toFixed(1)} s  ${step}`);
  await Store.migrate((await engineFor(config, { isPatient: true })).dialect, SCHEMA, say);
  say('done');
}
