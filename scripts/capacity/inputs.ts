/** What the model is fed with. Each input says where its value comes from. */
import { readConfig } from '../../server/config.ts';

const { READERS_PER_NODE, CONNECTS_PER_SECOND } = readConfig({});
const DELIVERY = 'measured: npm run bench -- delivery';
const MEMORY = 'measured: npm run bench -- memory';
const SIZE = 'measured: npm run bench -- size';
const PAGE = 'measured: npm run bench -- page';
const DEFAULT = 'default of the setting';

/** Every input: its value unless told otherwise, what it is, and where it comes from. */
export const INPUTS = {
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
  'assets-kilobytes': [119.2, 'KB of scripts 34.7, styles 4.8, fonts 79.7, brotli', SIZE],
} as const satisfies Record<string, [value: number, meaning: string, from: string]>;

export type Inputs = Record<keyof typeof INPUTS, number>;

/** Fixed in the code: server/live/engine.ts, live.ts, feeds/feeds.ts, newsroom/schedule.ts, bus/redis.ts, bus/wire.ts, store/postgres.ts, client/follow. */
export const SECONDS = {
  ping: 25,
  audience: 20,
  timer: 5,
  schedule: 15,
  beat: 2,
  redisPing: 2,
  poll: 10,
  shared: 2,
};
