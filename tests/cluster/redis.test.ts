/** Redis's rows of the fault table, on real parts. Each test prints its figures. */
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { patient, usual, worstLag } from '../support/control.ts';
import { startRedis } from '../support/redis.ts';
import { judge } from './oracle.ts';
import type { Witness } from './witness.ts';
import { busIs, startWorld } from './world.ts';

const READERS = 12;
/** The timer's five seconds, and what a read and a push may take [R5]. */
const BY_TIMER_MS = 7_000;

/** Of readers on both nodes, those of the node that publishes need no bell: nothing of Redis's disturbs them. */
const sides = (readers: Witness[]) => ({
  beside: readers.filter((_, n) => n % 2 === 0),
  across: readers.filter((_, n) => n % 2 === 1),
});

/** Readers on the other node got everything by the timer at the latest; `since` there they got it by bell. */
function judgeLags(readers: Witness[], since = Infinity): void {
  const { beside, across } = sides(readers);
  expect(worstLag(across)).toBeLessThan(patient(BY_TIMER_MS, worstLag(beside)));
  expect(worstLag(across, since)).toBeLessThan(patient(500, worstLag(beside, since)));
}

describe('[R5] Redis', () => {
  test('refused at boot: the nodes start, publish and deliver by timer; then it comes, and all is fast', async () => {
    const world = await startWorld({ redisIsUp: false });
    const readers = await world.read(READERS);
    const writer = world.write(5, [world.nodes[0]!]);
    await pause(8_000);
    await busIs(world.nodes[0]!, 'degraded');
    await world.redis.start();
    await busIs(world.nodes[0]!, 'ok');
    await busIs(world.nodes[1]!, 'ok');
    const back = Date.now();
    await pause(2_000);
    await judge(world, writer, readers, 'Redis refused at boot', 1);
    expect(writer.failures).toEqual([]);
    judgeLags(readers, back);
  });

  test('killed and back again: no 5xx, readers on other nodes wait for the timer at most', async () => {
    const world = await startWorld();
    const readers = await world.read(READERS);
    const writer = world.write(5, [world.nodes[0]!]);
    for (let kills = 0; kills < 2; kills += 1) {
      world.redis.signal('SIGKILL');
      await pause(3_000);
      await world.redis.start();
      await pause(3_000);
    }
    await busIs(world.nodes[1]!, 'ok');
    await judge(world, writer, readers, 'Redis killed', 2);
    expect(writer.failures).toEqual([]);
    judgeLags(readers);
  });

  test('frozen, then a node’s link to it swallowed: noticed, delivered by timer, and healed', async () => {
    const world = await startWorld();
    const readers = await world.read(READERS);
    const writer = world.write(5, [world.nodes[0]!]);
    world.redis.signal('SIGSTOP');
    await busIs(world.nodes[0]!, 'degraded');
    world.redis.signal('SIGCONT');
    await busIs(world.nodes[0]!, 'ok');
    world.nodes[1]!.toRedis.set('blackhole');
    await busIs(world.nodes[1]!, 'degraded');
    world.nodes[1]!.toRedis.set('pass');
    await busIs(world.nodes[1]!, 'ok');
    await judge(world, writer, readers, 'Redis frozen, then blackholed', 2);
    expect(writer.failures).toEqual([]);
    judgeLags(readers);
  });

  test('failed over to another server: the nodes find it and are fast again', async () => {
    const world = await startWorld();
    const readers = await world.read(READERS);
    const writer = world.write(5, [world.nodes[0]!]);
    await pause(1_000);
    const successor = await startRedis();
    onTestFinished(() => successor.stop());
    world.redis.signal('SIGKILL');
    for (const node of world.nodes) node.toRedis.pointTo(successor.url);
    await pause(1_000);
    for (const node of world.nodes) await busIs(node, 'ok');
    const found = Date.now();
    await pause(2_000);
    await judge(world, writer, readers, 'Redis failed over', 1);
    expect(writer.failures).toEqual([]);
    judgeLags(readers, found);
  });

  test('slow: the desk does not feel it', async () => {
    const world = await startWorld();
    const readers = await world.read(READERS);
    const before = world.write(10, [world.nodes[0]!]);
    await pause(2_000);
    await before.stop();
    for (const node of world.nodes) node.toRedis.set('delay', 500);
    readers.forEach((reader) => reader.forget());
    const writer = world.write(10, [world.nodes[0]!]);
    await pause(5_000);
    await judge(world, writer, readers, 'Redis slow by 0.5 s each way', 1);
    expect(writer.failures).toEqual([]);
    // A desk that waited for Redis would wait that long every time.
    expect(usual(writer.times)).toBeLessThan(patient(500, usual(before.times)));
    judgeLags(readers);
  });
});
