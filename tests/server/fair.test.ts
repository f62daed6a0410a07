/** Each network's share: who counts as one, and that everybody's turn comes. */
import { describe, expect, test } from 'vitest';
import { Gathered } from '../../server/http/caching/gathered.ts';
import { Lanes } from '../../server/fair/lanes.ts';
import { networkOf } from '../../server/fair/network.ts';
import { Pace } from '../../server/fair/pace.ts';
import { Queue } from '../../server/fair/queue.ts';
import { TooMany, Turns } from '../../server/fair/turns.ts';

test.each([
  ['203.0.113.7', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['::ffff:cb00:7107', '203.0.113.7'],
  ['2001:db8:0:1ff::1', '2001:db8:0:100/56'],
  ['2001:DB8:0:0142:ffff:ffff:ffff:ffff', '2001:db8:0:100/56'],
  ['2001:db8:0:200::1', '2001:db8:0:200/56'],
  ['fe80::1%eth0', 'fe80:0:0:0/56'],
  ['::1', '0:0:0:0/56'],
  ['', ''],
])('%j is of the network %s', (address, network) => expect(networkOf(address)).toBe(network));

test('a queue gives each network its turn, each in its order, and refuses one too many of one alone', () => {
  const queue = new Queue<string>(3);
  for (const item of ['a1', 'a2', 'a3', 'b1', 'c1', 'c2']) expect(queue.add(item[0]!, item)).toBe(true);
  expect(queue.add('a', 'a4')).toBe(false);
  const order = [];
  while (!queue.isEmpty) order.push(queue.next());
  expect(order).toEqual(['a1', 'b1', 'c1', 'a2', 'c2', 'a3']);
  expect(queue.next()).toBeUndefined();
});

describe('[R12] turns', () => {
  const turns = (most = 100) => {
    let refused = 0;
    return { turns: new Turns({ most, onRefused: () => (refused += 1) }), refused: () => refused };
  };

  test('whoever comes last from another network waits for one piece, not for all', async () => {
    const { turns: each } = turns();
    const done: string[] = [];
    const greedy = Array.from({ length: 50 }, () => each.take('greedy', () => void done.push('greedy')));
    await each.take('honest', () => void done.push('honest'));
    expect(done.length).toBeLessThanOrEqual(3);
    await Promise.all(greedy);
  });

  test('what fails fails for itself; one too many is refused and counted', async () => {
    const { turns: each, refused } = turns(2);
    const first = each.take('a', () => Promise.reject(new Error('mine')));
    const others = Array.from({ length: 5 }, () => each.take('a', () => 'made'));
    await expect(first).rejects.toThrow('mine');
    const settled = await Promise.allSettled(others);
    const reasons = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
    expect(reasons.every((reason) => reason instanceof TooMany)).toBe(true);
    expect(reasons.length).toBe(refused());
    expect(refused()).toBeGreaterThan(0);
    expect(await each.take('a', () => 'again')).toBe('again');
  });

  test('the loop is free as long as a piece took', async () => {
    const { turns: each } = turns();
    let looks = 0;
    const looking = setInterval(() => (looks += 1), 1);
    const busy = () => {
      for (const end = performance.now() + 20; performance.now() < end;);
    };
    await Promise.all(Array.from({ length: 5 }, () => each.take('a', busy)));
    clearInterval(looking);
    expect(looks).toBeGreaterThanOrEqual(4);
  });
});

test('[R12] between two handfuls of one network’s requests there is room for another’s', async () => {
  const pace = new Pace(1_000);
  const done: string[] = [];
  for (let n = 0; n < 500; n += 1) pace.begin('greedy', () => void done.push('greedy'));
  expect(done.length).toBeLessThan(20);
  pace.begin('honest', () => void done.push('honest'));
  expect(done.at(-1)).toBe('honest');
  await expect.poll(() => done.length).toBe(501);
  for (let n = 0; n < 2_000; n += 1) if (!pace.begin('greedy', () => {})) done.push('refused');
  expect(done.filter((one) => one === 'refused').length).toBe(2_000 - 1_000 - 8);
});

test('[R12] a few at a time of each: the same wait for their own, in order, and others begin at once', () => {
  const lanes = new Lanes(2, 2);
  const begun: string[] = [];
  const leaves = new Map<string, () => void>();
  const enter = (what: string) =>
    lanes.enter(what[0]!, (leave) => {
      begun.push(what);
      leaves.set(what, leave);
    });
  expect(['a1', 'a2', 'a3', 'a4', 'a5'].map(enter)).toEqual([true, true, true, true, false]);
  expect([enter('b1'), begun]).toEqual([true, ['a1', 'a2', 'b1']]);
  leaves.get('a2')!();
  leaves.get('a1')!();
  expect(begun).toEqual(['a1', 'a2', 'b1', 'a3', 'a4']);
  leaves.get('a3')!();
  leaves.get('a4')!();
  expect([enter('a6'), begun.at(-1)]).toEqual([true, 'a6']);
});

test('what is read for many is read after each of them asked, and is the same object while it says the same', async () => {
  let record = 'one';
  let readings = 0;
  const gathered = new Gathered(async () => {
    readings += 1;
    const said = record;
    await new Promise(setImmediate);
    return { said };
  });
  const first = gathered.get();
  await Promise.resolve(); // its reading has begun
  record = 'two';
  const crowd = await Promise.all(Array.from({ length: 50 }, () => gathered.get()));
  expect([(await first).said, new Set(crowd.map(({ said }) => said)), readings]).toEqual([
    'one',
    new Set(['two']),
    2,
  ]);
  expect(await gathered.get()).toBe(crowd[0]);
  record = 'three';
  expect(await gathered.get()).toEqual({ said: 'three' });
});

test('a reading that fails is heard of by those who asked for it, and the next one is made', async () => {
  let isBroken = true;
  const gathered = new Gathered(async () => {
    if (isBroken) throw new Error('broken');
    return {};
  });
  const failed = [gathered.get(), gathered.get()];
  expect((await Promise.allSettled(failed)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  isBroken = false;
  expect(await gathered.get()).toEqual({});
});
