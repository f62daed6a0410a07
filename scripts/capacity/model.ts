/** What a crowd needs, by arithmetic. */
import { number } from '../bench/table.ts';
import { type Inputs, SECONDS } from './inputs.ts';
import { storm } from './storm.ts';

export const LIMITS = ['READERS_PER_NODE', 'fan-out time', 'memory', 'CPU', 'network card'];

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
export function column(inputs: Inputs, pace: number): Record<string, string> {
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
