/** What a reader costs by each way of following a blog: socket, server-sent events, an answer that is held. */
import { Agent, get, type IncomingMessage } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { Desk } from '../desk.ts';
import { entryOf, markOf } from './entries.ts';
import { fill } from './folder.ts';
import { cpuOf, type Server, startAsSet } from './processes.ts';
import { BareReader } from './reader.ts';
import { number, type Result } from './table.ts';

const BLOG = 'ways';
const READERS = 500;
const AT_ONCE = 50;
const ENTRIES = 20;
const PACE_MS = 200;
const SETTLE_MS = 2_000;
const MANY = '100000';

/** Opens one reader, who calls `onUpdate` for each update; returns how to close. */
type Way = (url: string, onUpdate: () => void) => Promise<() => void>;

const WAYS: Record<string, Way> = { socket, 'server-sent events': stream, 'held answers': poll };

export async function ways(): Promise<Result> {
  const rows: string[][] = [];
  for (const [name, open] of Object.entries(WAYS)) rows.push([name, ...(await measure(open))]);
  return {
    title: `Ways to follow: ${number(READERS)} readers, ${ENTRIES} entries, ${1_000 / PACE_MS} a second`,
    header: ['', 'server CPU per delivery, µs', 'memory per reader, KB', 'deliveries lost'],
    rows,
    notes: [
      'CPU is user and system time of the server’s process without what publishing costs where nobody reads.',
      'Memory is resident memory after a full collection with all readers there and quiet, less that before they came.',
    ],
  };
}

async function measure(open: Way): Promise<string[]> {
  const folder = await fill({ [BLOG]: 20 });
  const server = await startAsSet(folder.path, {
    READERS_PER_NODE: MANY,
    READERS_PER_ADDRESS: MANY,
    CONNECTS_PER_SECOND: MANY,
    CONNECTIONS_PER_NETWORK: MANY,
    READS_PER_NETWORK: MANY,
    WRITES_PER_MINUTE: MANY,
  });
  const desk = new Desk(server.url, folder.token);
  await publish(desk);
  const alone = await cpuOf(server, () => publish(desk));
  const empty = await server.usage('memory');
  let deliveries = 0;
  const closing: (() => void)[] = [];
  while (closing.length < READERS) {
    const some = Array.from({ length: AT_ONCE }, () => open(server.url, () => (deliveries += 1)));
    closing.push(...(await Promise.all(some)));
  }
  await pause(SETTLE_MS);
  const full = await server.usage('memory');
  deliveries = 0;
  const cpu = await cpuOf(server, () => publish(desk));
  await stop(server, closing);
  folder.remove();
  return [
    number((cpu - alone) / deliveries, 1),
    number((full - empty) / READERS / 1_000, 1),
    number(READERS * ENTRIES - deliveries),
  ];
}

async function publish(desk: Desk): Promise<void> {
  for (let n = 0; n < ENTRIES; n += 1) {
    await Promise.all([desk.publish(BLOG, entryOf(markOf(n))), pause(PACE_MS)]);
  }
  await pause(SETTLE_MS);
}

async function stop(server: Server, closing: (() => void)[]): Promise<void> {
  for (const close of closing) close();
  await server.stop();
}

async function socket(url: string, onUpdate: () => void): Promise<() => void> {
  const reader = await BareReader.open(url);
  await reader.join(BLOG, 0, onUpdate);
  return () => reader.close();
}

const agent = new Agent({ keepAlive: true, maxSockets: Infinity });

const ask = (address: string): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => get(address, { agent }, resolve).on('error', reject));

async function stream(url: string, onUpdate: () => void): Promise<() => void> {
  const response = await ask(`${url}/${BLOG}/live`);
  response.setEncoding('utf8').on('data', (text: string) => {
    for (const _update of text.matchAll(/^id: /gm)) onUpdate();
  });
  response.on('error', () => {});
  return () => void response.destroy();
}

async function poll(url: string, onUpdate: () => void): Promise<() => void> {
  let isOver = false;
  let response: IncomingMessage | undefined;
  const next = async (after: number): Promise<number> => {
    response = await ask(`${url}/api/v1/blogs/${BLOG}/updates?after=${after}&wait=30`);
    let text = '';
    for await (const part of response.setEncoding('utf8')) text += part as string;
    return (JSON.parse(text) as { to: number }).to;
  };
  let seq = await next(0);
  void (async () => {
    while (!isOver) {
      const to = await next(seq).catch(() => seq);
      for (; seq < to; seq += 1) onUpdate();
    }
  })();
  return () => {
    isOver = true;
    response?.destroy();
  };
}
