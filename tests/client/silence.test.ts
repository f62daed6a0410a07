/** A line that looks open and is not: nobody believes it for longer than 20 seconds [R15]. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openSilence } from '../../client/follow/silence.ts';
import { patient, timed } from '../support/control.ts';
import { startProxy } from '../support/proxy.ts';
import { openReader } from '../support/reader.ts';
import { liveBlog } from './support.ts';

test('[R15] [R6] a network that swallows everything is noticed within 20 s, and who followed over it has all within 3 s of its return', async () => {
  const { url, desk } = await liveBlog();
  const network = await startProxy(url);
  const [away, beside] = await Promise.all([openReader(network.url, 'storm'), openReader(url, 'storm')]);
  await Promise.all([away.is('live'), beside.is('live')]);
  network.set('blackhole');
  const since = Date.now();
  await desk.publish('storm', { headline: 'unheard' });
  const undisturbed = await timed(() => beside.sees(({ entries }) => entries[0]?.headline === 'unheard'));
  await expect.poll(() => away.connections.at(-1), { timeout: 25_000 }).toBe('reconnecting');
  const markedAfter = Date.now() - since;
  // The other one has heard as little news meanwhile, and has its line all the same.
  expect(beside.connections).toEqual(['live']);
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  expect(away.blog().seq).toBe(1);
  network.set('pass');
  const [completeAfter, newcomer] = await Promise.all([
    timed(() => away.sees(({ entries }) => entries[0]?.headline === 'unheard')),
    timed(async () => (await openReader(url, 'storm')).is('live')),
  ]);
  await away.is('live');
  console.log(`marked after ${markedAfter} ms of silence, complete ${completeAfter} ms after its end`);
  expect(markedAfter).toBeLessThan(20_000 + patient(1_000, undisturbed)); // what it had heard before
  expect(completeAfter).toBeLessThan(patient(3_000, newcomer));
}, 60_000);

describe('silence', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test('is asked about after at most 15 s, and never while something comes', () => {
    const ask = vi.fn();
    const silence = openSilence(ask);
    silence.start();
    for (let second = 0; second < 60; second += 1) {
      vi.advanceTimersByTime(1_000);
      if (second % 10 === 9) silence.heard();
    }
    expect(ask).not.toHaveBeenCalled();
    vi.advanceTimersByTime(15_000);
    expect(ask).toHaveBeenCalledOnce();
    silence.stop();
    vi.advanceTimersByTime(60_000);
    expect(ask).toHaveBeenCalledOnce();
  });

  test('costs nothing while nobody looks', () => {
    const document = { visibilityState: 'hidden' };
    vi.stubGlobal('document', document);
    const ask = vi.fn();
    const silence = openSilence(ask);
    silence.start();
    vi.advanceTimersByTime(120_000);
    expect(ask).not.toHaveBeenCalled();
    expect(silence.isQuiet()).toBe(true);
    document.visibilityState = 'visible';
    vi.advanceTimersByTime(15_000);
    expect(ask).toHaveBeenCalled();
    silence.stop();
    vi.unstubAllGlobals();
  });
});
