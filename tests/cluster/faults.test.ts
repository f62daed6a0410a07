/** The fault table of the design, row by row, on real parts. Each test prints its figures. */
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { describe, expect, test } from 'vitest';
import { patient, timed, usual, watchStalls, worstLag } from '../support/control.ts';
import { judge } from './oracle.ts';
import { type Node, SLUG, startWorld } from './world.ts';

const READERS = 12;
/** `npm run kills` has two hundred. */
const KILLS = Number(process.env.KILLS ?? 4);

describe('[R6] [R12] readers', () => {
  test('in a tunnel: cut off, then swallowed for eight seconds, and complete within three of the light', async () => {
    const world = await startWorld();
    const readers = await world.read(READERS);
    const writer = world.write(5);
    for (const { network } of world.nodes) network.cut();
    await pause(2_000);
    world.nodes[1]!.network.set('blackhole');
    const beside = world.write(5, [world.nodes[0]!]);
    await pause(8_000);
    world.nodes[1]!.network.set('pass');
    const { seq } = (await world.store.read.blog(SLUG))!;
    const [backAfter, stranger] = await Promise.all([
      timed(async () => {
        readers.forEach((reader) => reader.wake()); // as a browser does when the network is back
        await expect
          .poll(() => readers.every(({ blog }) => blog.seq >= seq), { timeout: 30_000, interval: 20 })
          .toBe(true);
      }),
      // Somebody who comes just now, and was in no tunnel.
      timed(async () => {
        const [reader] = await world.read(1);
        await expect.poll(() => reader!.connection, { timeout: 30_000, interval: 20 }).toBe('live');
      }),
    ]);
    await beside.stop();
    await judge(world, writer, readers, 'readers in a tunnel', 2);
    expect(backAfter).toBeLessThan(patient(3_000, stranger));
  });

  test('who send rubbish lose their connection; nobody else notices', async () => {
    const world = await startWorld();
    const readers = await world.read(READERS);
    const writer = world.write(10);
    const frames = [
      'x',
      '9',
      '42',
      '42[',
      '42["join"]',
      '42["join",null]',
      '42["publish",{}]',
      '451-["join",1]',
      '40{',
    ];
    let refused = 0;
    for (let n = 0; n < 300; n += 1) {
      const url = world.nodes[n % 2]!.service.url.replace('http', 'ws');
      const socket = new WebSocket(`${url}/live/?EIO=4&transport=websocket`);
      const closed = once(socket, 'close');
      await once(socket, 'open');
      for (const frame of ['40', frames[n % frames.length]!, '42["x"]']) socket.send(frame);
      await closed;
      refused += 1;
    }
    await judge(world, writer, readers, 'rubbish from a reader', refused);
    expect(writer.failures).toEqual([]);
    expect(readers.every(({ connection }) => connection === 'live')).toBe(true);
  });

  test('on a line of two kilobytes a second cost nobody else anything, and get everything in the end', async () => {
    const world = await startWorld();
    const readers = await world.read(READERS);
    const slow = readers.filter((_, n) => n % 2 === 1);
    const others = readers.filter((_, n) => n % 2 === 0);
    const writer = world.write(10, [world.nodes[0]!]);
    await pause(3_000);
    const quiet = usual(others.flatMap(({ lags }) => lags.map(({ lag }) => lag)));
    others.forEach((reader) => reader.forget());
    const stalls = watchStalls();
    world.nodes[1]!.network.set('throttle', 2_000);
    await pause(5_000);
    world.nodes[1]!.network.set('pass');
    slow.forEach((reader) => reader.wake());
    await judge(world, writer, readers, 'readers’ lines throttled', slow.length);
    expect(usual(others.flatMap(({ lags }) => lags.map(({ lag }) => lag)))).toBeLessThan(
      patient(1_000, quiet),
    );
    // The desk's slowest answer and a bare timer tell what the machine itself held up meanwhile.
    expect(worstLag(others)).toBeLessThan(patient(1_000, Math.max(...writer.times, stalls())));
  });
});

describe('[R4] [R9] nodes', () => {
  test(
    'killed in the middle of writes: the command is sent again with its key, and is there once',
    { timeout: 120_000 + KILLS * 30_000 },
    async () => {
      const world = await startWorld();
      const readers = await world.read(READERS);
      const writer = world.write(20);
      for (let kills = 0; kills < KILLS; kills += 1) {
        await pause(500 + Math.random() * 500);
        const node = world.nodes[kills % 2]!;
        await node.service.stop('SIGKILL');
        await node.start();
      }
      await judge(world, writer, readers, 'node killed', KILLS);
    },
  );

  test('[R12] restarted one after the other under load: nothing lost, no 5xx, nobody stale without a mark', async () => {
    const world = await startWorld({ nodes: 3 });
    const readers = await world.read(30);
    const writer = world.write(5);
    await pause(2_000);
    const quiet = worstLag(readers);
    for (const node of world.nodes) {
      const stopping = node.service.stop('SIGTERM');
      await expect.poll(() => isReady(node), { interval: 20 }).toBe(false);
      node.isOut = true; // as a load balancer does that has asked
      expect(await stopping).toBe(0);
      await node.start();
      node.isOut = false;
    }
    await judge(world, writer, readers, 'three nodes restarted in turn', 3);
    expect(writer.failures).toEqual([]);
    expect(Math.max(...readers.map(({ unmarked }) => unmarked))).toBeLessThan(patient(1_500, quiet));
  });
});

/** Not so once it says 503, or has ended before a busy machine could ask. */
const isReady = (node: Node): Promise<boolean> =>
  fetch(`${node.service.url}/readyz`).then(
    ({ status }) => status !== 503,
    () => false,
  );
