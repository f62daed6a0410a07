/** The page that a crowd opens, beside a bare Express and a bare Node that send the very same bytes. */
import { get } from 'node:http';
import autocannon from 'autocannon';
import { now } from './clock.ts';
import { fill } from './folder.ts';
import { cpuOf, type Server, startDateline, startPeer } from './processes.ts';
import { number, ratio, type Result } from './table.ts';

const CONNECTIONS = 50;
const WARM_UP_S = 2;
const SECONDS = 5;
/** More bytes than any answer's head has. */
const HEAD = 4_096;

type Encoding = 'identity' | 'br';

interface Measured {
  bytes: number;
  perSecond: number;
  /** Requests for each second of the server's CPU time: what one core could answer. */
  perCpuSecond: number;
  /** The share of the time in which the server was busy. */
  busy: number;
  broken: number;
}

export async function page(): Promise<Result> {
  const folder = await fill({ page: 20 });
  const dateline = await startDateline(folder.path);
  const address = `${dateline.url}/page`;
  const peers = [await startPeer('express', address), await startPeer('node:http', address)] as const;

  const ours = await measure(dateline, 'identity');
  const express = await measure(peers[0], 'identity');
  const node = await measure(peers[1], 'identity');
  const compressed = await measure(dateline, 'br');
  await Promise.all([dateline, ...peers].map((server) => server.stop()));
  folder.remove();

  const row = (name: string, measured: Measured, goal = '') => [
    name,
    number(measured.bytes / 1_000, 1),
    number(measured.perSecond),
    `${number(measured.busy * 100)} %`,
    number(measured.perCpuSecond),
    ratio(measured.perCpuSecond, node.perCpuSecond),
    number(measured.broken),
    goal,
  ];
  return {
    title: `Page: 20 entries, ${CONNECTIONS} connections`,
    header: [
      '',
      'KB',
      'requests/s',
      'server busy',
      'requests per CPU second',
      'to node:http',
      'broken',
      'goal',
    ],
    rows: [
      row('Dateline', ours, '≥ 8,000/s'),
      row('Express 5, the same page', express),
      row('node:http, the same page', node),
      row('Dateline, brotli as browsers ask for it', compressed),
    ],
    notes: [
      `Each server is one process with one thread: ${SECONDS} s after ${WARM_UP_S} s of warming up. The client is another process.`,
      'Broken is an answer that is not 200 or not as long as the whole page. Where the server is not busy, the client is what limits.',
    ],
  };
}

async function measure(server: Server, encoding: Encoding): Promise<Measured> {
  const url = `${server.url}/page`;
  const load = { url, connections: CONNECTIONS, headers: { 'accept-encoding': encoding } };
  const bytes = await bytesOf(url, encoding);
  await autocannon({ ...load, duration: WARM_UP_S });

  let broken = 0;
  let requests!: { average: number; total: number };
  const start = now();
  const cpu = await cpuOf(server, async () => {
    const run = autocannon({ ...load, duration: SECONDS });
    run.on('response', (_client, status, size) => {
      if (status !== 200 || size <= bytes || size > bytes + HEAD) broken += 1;
    });
    const answers = await run;
    requests = answers.requests;
    broken += answers.errors + answers.timeouts;
  });
  const perCpuSecond = requests.total / (cpu / 1e6);
  return { bytes, perSecond: requests.average, perCpuSecond, busy: cpu / 1e3 / (now() - start), broken };
}

/** Not with fetch, which asks for compression of its own accord and undoes it. */
function bytesOf(url: string, encoding: Encoding): Promise<number> {
  return new Promise((resolve, reject) => {
    get(url, { headers: { 'accept-encoding': encoding } }, async (response) => {
      let bytes = 0;
      for await (const chunk of response) bytes += (chunk as Buffer).length;
      resolve(bytes);
    }).once('error', reject);
  });
}
