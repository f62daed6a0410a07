/**
 * `npm run greedy [-- words of a load's name]`: what one greedy client costs everybody else. For each load a node of its
 * own with its ordinary limits, honest readers and a newsroom; quiet first, then beside the load. Some five minutes.
 */
import { readFileSync } from 'node:fs';
import { now } from './bench/clock.ts';
import { type Experience, Honest } from './bench/greedy/honest.ts';
import { LOADS } from './bench/greedy/loads.ts';
import { prepare, type Scene } from './bench/greedy/scene.ts';
import { Helper, startAsSet } from './bench/processes.ts';
import { number, print } from './bench/table.ts';

const QUIET_MS = 3_000;
const LOADED_MS = 6_000;

const wanted = process.argv.slice(2).join(' ');
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1));
const scene = await prepare();
const rows: string[][] = [];
for (const load of Object.keys(LOADS).filter((name) => name.includes(wanted))) {
  const row = await suffer(load, scene);
  console.log(row.join(' · '));
  rows.push(row);
}
scene.remove();
print({
  title: 'One greedy client, and what everybody else gets',
  header: [
    'what it does',
    'news p50, ms',
    'p99, ms',
    'quiet p50',
    'p99',
    'lost',
    'command',
    'health',
    'refused',
    'grown, MB',
    'CPU',
  ],
  rows,
  notes: [
    'Times run from the call that publishes to the reader’s code; 20 readers, five entries a second, `/healthz` and commands as medians.',
    'Refused are honest requests and sockets that were turned away or had no answer in five seconds, of all there were.',
    'Grown is the most resident memory while the load ran, less what there was before. The greedy client has a process and an address of its own.',
  ],
});
process.exit(0);

async function suffer(load: string, { path, token, contributor }: Scene): Promise<string[]> {
  const server = await startAsSet(path, { WRITES_PER_MINUTE: '10000' });
  const honest = new Honest(server.url, token);
  await honest.arrive();
  await honest.live(1_500); // until the code is warm
  const quiet = await honest.live(QUIET_MS);
  const before = memoryOf(server.pid);
  const hostile = new Helper('greedy/hostile.ts');
  let most = before;
  const watching = setInterval(() => (most = Math.max(most, memoryOf(server.pid))), 100);
  await hostile.ask({ load, target: { url: server.url, contributor } });
  const start = now();
  const cpu = await server.usage('cpu');
  const loaded = await honest.live(LOADED_MS);
  const busy = ((await server.usage('cpu')) - cpu) / 1_000 / (now() - start);
  clearInterval(watching);
  const told = await hostile.ask<Record<string, number>>({ tell: true });
  await hostile.stop();
  await server.stop();
  return rowOf(`${load} ${JSON.stringify(told)}`, quiet, loaded, most - before, busy);
}

function rowOf(load: string, quiet: Experience, loaded: Experience, grown: number, busy: number): string[] {
  const { news, commands, health, refused, asked } = loaded;
  return [
    load,
    number(news.p50, 1),
    number(news.p99, 1),
    number(quiet.news.p50, 1),
    number(quiet.news.p99, 1),
    number(news.lost),
    number(commands, 1),
    number(health, 1),
    `${refused} of ${asked}`,
    number(grown / 1e6),
    `${number(busy * 100)} %`,
  ];
}

/** Resident, in bytes. */
function memoryOf(pid: number): number {
  const pages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]);
  return pages * 4_096;
}
