/**
 * `npm run -s capacity -- --readers 1000000`: what so many readers need, worked out from what was measured. Arithmetic
 * and one small simulation; it opens no socket. `--help` lists the inputs, `server/SCALE.md` says how to read the answer.
 */
import { parseArgs } from 'node:util';
import { readConfig } from '../server/config.ts';
import { number, print } from './bench/table.ts';

const { READERS_PER_NODE, CONNECTS_PER_SECOND } = readConfig({});
const DELIVERY = 'measured: npm run bench -- delivery';
const MEMORY = 'measured: npm run bench -- memory';
const SIZE = 'measured: npm run bench -- size';
const PAGE = 'measured: npm run bench -- page';
const DEFAULT = 'default of the setting';

/** Every input: its value unless told otherwise, what it is, and where it comes from. */
const INPUTS = {
  readers: [1_000_000, 'readers at once; several crowds with commas between them', 'asked'],
  blogs: [1, 'blogs, with readers spread evenly over them and every node holding all', 'asked'],
  'updates-per-minute': [2, 'updates of one blog in an ordinary hour', 'asked'],
  'peak-updates-per-minute': [20, 'updates of one blog in its busiest minute', 'asked'],
  'entry-bytes': [830, 'an entry as JSON', 'the entry of npm run bench -- delivery'],
  'arrival-minutes': [10, 'minutes in which all readers arrive', 'assumed'],
  polling: [0.01, 'share of readers whose network has no WebSocket', 'assumed'],
  edges: [100, 'places of a CDN that ask the origin for themselves', 'assumed'],
  'nodes-per-machine': [4, 'nodes (processes) on one machine: WORKERS', 'assumed'],
  'memory-per-node': [1_000, 'MB that a node may take', 'assumed'],
  'nic-gigabits': [10, 'Gbit/s that a machine can send', 'assumed'],
  busy: [0.6, 'share of a core and of a network card to plan with', 'assumed'],
  fill: [
    0.8,
    'share of READERS_PER_NODE to plan with; the rest is for lost nodes, deploys, uneven spread',
    'assumed',
  ],
  'fan-out-seconds': [1, 'seconds in which an update must have left a node', 'assumed'],
  'readers-per-node': [READERS_PER_NODE, 'READERS_PER_NODE', DEFAULT],
  'connects-per-second': [CONNECTS_PER_SECOND, 'CONNECTS_PER_SECOND', DEFAULT],
  'cpu-per-delivery': [14.1, 'µs of CPU for each update to each reader, all in', DELIVERY],
  'cpu-per-entry': [2_381, 'µs of CPU for each published entry (SQLite)', DELIVERY],
  'memory-per-reader': [12.2, 'KB of a process (RSS) for each idle reader', MEMORY],
  'memory-per-process': [118, 'MB of a process without readers', MEMORY],
  'pages-per-cpu-second': [19_602, 'cached pages for each second of CPU', PAGE],
  'page-kilobytes': [5.3, 'KB of a page of 20 entries, brotli', PAGE],
  'assets-kilobytes': [116.1, 'KB of scripts 33.0, styles 3.4, fonts 79.7, brotli', SIZE],
} as const satisfies Record<string, [value: number, meaning: string, from: string]>;

type Inputs = Record<keyof typeof INPUTS, number>;

const LIMITS = ['READERS_PER_NODE', 'fan-out time', 'memory', 'CPU', 'network card'];

/** Fixed in the code: server/live/engine.ts, live.ts, feeds/feeds.ts, newsroom/schedule.ts, bus/redis.ts, bus/wire.ts, store/postgres.ts, client/live.ts. */
const SECONDS = {
  ping: 25,
  audience: 20,
  timer: 5,
  schedule: 15,
  beat: 2,
  redisPing: 2,
  poll: 10,
  shared: 2,
};
const POOL = 10;
/** Of the blog, of what changed in it, and of its head, where that changed too. */
const READS_PER_CATCH_UP = 3;
/** Not measured: a ping and its pong are taken to cost as much as two deliveries, an audience as much as one. */
const DELIVERIES_PER_SECOND = 2 / SECONDS.ping + 1 / SECONDS.audience;

/** Bytes on the wire: WebSocket head, TLS 1.3 record, and for each segment TCP with timestamps, IPv4 and Ethernet. */
function onWire(payload: number): number {
  const framed = payload + (payload < 126 ? 2 : payload < 65_536 ? 4 : 10) + 22;
  return framed + Math.ceil(framed / 1_448) * (32 + 20 + 38);
}

/** What surrounds the entry in an update (`42["update",{"blog":…`), and an audience. */
const ENVELOPE = 80;
const AUDIENCE = 70;
/** A ping, the bare TCP answer to its pong, and the audience. */
const KEEPING_UP = (onWire(1) + 90) / SECONDS.ping + onWire(AUDIENCE) / SECONDS.audience;

/** Nodes that each limit asks for at this pace, in updates a minute of each blog; the hungriest first. */
function nodesBy(inputs: Inputs, pace: number): [limit: string, nodes: number][] {
  const { readers, blogs } = inputs;
  const cpu = inputs['cpu-per-delivery'] / 1e6;
  const network = ((inputs['nic-gigabits'] * 1e9) / 8 / inputs['nodes-per-machine']) * inputs.busy;
  const memory = inputs['memory-per-node'] - inputs['memory-per-process'];
  const update = onWire(inputs['entry-bytes'] + ENVELOPE);
  const outOfNode = Math.max(cpu, update / network);
  const needs = {
    READERS_PER_NODE: readers / (inputs['readers-per-node'] * inputs.fill),
    'fan-out time': ((readers / blogs) * outOfNode) / inputs['fan-out-seconds'],
    memory: (readers * inputs['memory-per-reader']) / 1e3 / memory,
    CPU: (readers * (pace / 60 + DELIVERIES_PER_SECOND) * cpu) / inputs.busy,
    'network card': (readers * ((pace / 60) * update + KEEPING_UP)) / network,
  };
  const nodes = Object.entries(needs).map(([limit, nodes]): [string, number] => [limit, Math.ceil(nodes)]);
  return nodes.sort(([, a], [, b]) => b - a);
}

/** One column of the table. The nodes are those that the busiest minute needs. */
function column(inputs: Inputs, pace: number): Record<string, string> {
  const { readers, blogs } = inputs;
  const busiest = Math.max(inputs['updates-per-minute'], inputs['peak-updates-per-minute']);
  const [limit, nodes] = nodesBy(inputs, busiest)[0]!;
  const cpu = inputs['cpu-per-delivery'] / 1e6;
  const each = readers / nodes;
  const update = onWire(inputs['entry-bytes'] + ENVELOPE);
  const bits = ((pace / 60) * update + KEEPING_UP) * 8;
  const commits = (pace / 60) * blogs;
  const arrivals = readers / inputs['arrival-minutes'] / 60;
  const visit = inputs['page-kilobytes'] + inputs['assets-kilobytes'];
  const limits = Object.fromEntries(nodesBy(inputs, pace));
  return {
    'NODES needed': number(nodes),
    'NODES for the limit that binds first': limit,
    ...Object.fromEntries(LIMITS.map((name) => [`NODES for ${name} alone`, number(limits[name]!)])),
    'MACHINES needed': number(Math.ceil(nodes / inputs['nodes-per-machine'])),
    'NODE readers': number(each),
    'NODE busy with updates, %': number((pace / 60) * each * cpu * 100, 1),
    'NODE busy with pings and audiences, %': number(DELIVERIES_PER_SECOND * each * cpu * 100, 1),
    'NODE one update to all of its readers, ms': number((each / blogs) * cpu * 1e3),
    'NODE memory, MB': number(inputs['memory-per-process'] + (each * inputs['memory-per-reader']) / 1e3),
    'NODE egress, Mbit/s': number((each * bits) / 1e6, 1),
    'ALL deliveries/s': number((readers * pace) / 60),
    'ALL egress, Gbit/s': number((readers * bits) / 1e9, 2),
    'ALL egress of one update, GB': number((readers / blogs) * (update / 1e9), 2),
    'ALL publishing, % of a core': number(commits * inputs['cpu-per-entry'] * 1e-4, 2),
    'REDIS bells published/s': number(commits, 2),
    'REDIS bells delivered/s': number(commits * nodes, 1),
    'REDIS beats and pings/s': number(nodes * (1 / SECONDS.beat + 2 / SECONDS.redisPing)),
    'POSTGRES commits/s': number(commits, 2),
    'POSTGRES reads at once after a bell': number(nodes * READS_PER_CATCH_UP),
    'POSTGRES reads after bells/s': number(commits * nodes * READS_PER_CATCH_UP, 1),
    'POSTGRES questions of the timer/s': number(nodes / SECONDS.timer, 1),
    'POSTGRES questions of the schedule/s': number(nodes / SECONDS.schedule),
    'POSTGRES connections, at least': number(nodes),
    'POSTGRES connections, at most': number(nodes * POOL),
    'PAGES first visits/s': number(arrivals),
    'PAGES egress of first visits, Gbit/s': number((arrivals * visit * 8) / 1e6, 2),
    'PAGES without a CDN, % of one core': number((arrivals / inputs['pages-per-cpu-second']) * 100, 1),
    'PAGES with a CDN, origin requests/s, at most': number((inputs.edges * blogs) / SECONDS.shared),
    'POLLS without WebSocket/s': number((readers * inputs.polling) / SECONDS.poll),
    ...storm(inputs, nodes),
  };
}

/**
 * One node's crowd coming back as client/live.ts does, to a limit as in server/live/allowance.ts: seconds until 95 %
 * and until all are in, and tries a reader. The same seed each time, so that the same question has the same answer.
 */
function comeBack(readers: number, perSecond: number): { most: number; all: number; tries: number } {
  const random = randomFrom(1);
  const due: number[][] = [];
  const plan = (now: number, attempt: number) => {
    const at = 1 + now + Math.floor(random() * Math.min(60_000, 1_000 * 2 ** attempt));
    (due[at] ??= []).push(attempt + 1);
  };
  for (let n = 0; n < readers; n += 1) plan(0, 0);
  const burst = Math.max(1, perSecond / 10);
  const back: number[] = [];
  let tries = 0;
  for (let now = 0, left = burst; back.length < readers; now += 1) {
    left = Math.min(burst, left + perSecond / 1_000);
    for (const attempt of due[now]?.splice(0) ?? []) {
      tries += 1;
      if (left < 1) plan(now, attempt);
      else back.push(now / 1_000);
      if (left >= 1) left -= 1;
    }
  }
  return { most: back[Math.floor(readers * 0.95)]!, all: back.at(-1)!, tries: tries / readers };
}

/** Numbers from 0 to 1 that look random (a linear congruential generator). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
}

function storm(inputs: Inputs, nodes: number): Record<string, string> {
  const each = Math.ceil(inputs.readers / nodes);
  const limit = inputs['connects-per-second'];
  const all = comeBack(each, limit);
  const one = nodes > 1 ? comeBack(Math.ceil(each / (nodes - 1)), limit) : undefined;
  return {
    'STORM all dropped: the limit takes, s': number(each / limit),
    'STORM all dropped: 95 % back, s': number(all.most),
    'STORM all dropped: all back, s': number(all.all),
    'STORM all dropped: tries a reader': number(all.tries, 1),
    'STORM all dropped: polls meanwhile/s, at most': number(inputs.readers / SECONDS.poll),
    'STORM one node lost: all of its readers back, s': one ? number(one.all) : '–',
  };
}

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
