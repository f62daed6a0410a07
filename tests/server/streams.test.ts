/** Following a blog by plain HTTP: server-sent events, and answers that are held until there is news. */
import { get } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Update } from '../../shared/blog.ts';
import { patient, timed } from '../support/control.ts';
import { freePort } from '../support/process.ts';
import { newFolder, startService } from '../support/service.ts';

interface Stream {
  response: Response;
  /** The updates so far, each with its id. */
  updates: { id: string; update: Update }[];
  isOver(): boolean;
  /** When it ended, in milliseconds since 1970. */
  endedAt(): number | undefined;
}

async function listen(url: string, headers: Record<string, string> = {}): Promise<Stream> {
  const abort = new AbortController();
  onTestFinished(() => abort.abort());
  const response = await fetch(url, { headers, signal: abort.signal });
  const updates: Stream['updates'] = [];
  let endedAt: number | undefined;
  void (async () => {
    let text = '';
    try {
      for await (const part of response.body!.pipeThrough(new TextDecoderStream())) {
        text += part;
        const events = text.split('\n\n');
        text = events.pop()!;
        for (const event of events) {
          const [, id, data] = /^id: (.*)\ndata: (.*)$/.exec(event) ?? [];
          if (data) updates.push({ id: id!, update: JSON.parse(data) as Update });
        }
      }
    } catch {
      // the service has let go
    }
    endedAt = Date.now();
  })();
  return { response, updates, isOver: () => endedAt !== undefined, endedAt: () => endedAt };
}

async function newsroom(env: Record<string, string> = {}) {
  const service = await startService(env);
  const desk = await service.desk();
  await desk.createBlog({ slug: 'storm', title: 'Storm' });
  return { ...service, desk };
}

const tos = ({ updates }: Stream) => updates.map(({ update }) => update.to);

describe('GET /:slug/live', () => {
  test('[R6] brings what is missing, then each update, and goes on from the last event’s id', async () => {
    const { desk, url } = await newsroom();
    await desk.publish('storm', { headline: 'one' });
    const first = await listen(`${url}/storm/live`);
    expect(first.response.headers.get('content-type')).toContain('text/event-stream');
    await expect.poll(() => tos(first)).toEqual([2]);
    expect(first.updates[0]!.update).toMatchObject({ from: 0, entries: [{ headline: 'one' }] });
    await desk.publish('storm', { headline: 'two' });
    await expect.poll(() => tos(first)).toEqual([2, 3]);
    await desk.publish('storm', { headline: 'three' });
    const again = await listen(`${url}/storm/live`, { 'Last-Event-ID': first.updates[1]!.id });
    await expect.poll(() => tos(again)).toEqual([4]);
    expect(again.updates[0]!.update).toMatchObject({ from: 3, entries: [{ headline: 'three' }] });
    expect(again.updates[0]!.id).toBe(`${again.updates[0]!.update.epoch}:4`);
    const other = await listen(`${url}/storm/live`, { 'Last-Event-ID': 'another-past:3' });
    await expect.poll(() => other.updates[0]?.update.from).toBe(0);
  });

  test('is counted among the readers, has their limits, and says no in words', async () => {
    const { url } = await newsroom({ READERS_PER_ADDRESS: '1' });
    const first = await listen(`${url}/storm/live`);
    await expect.poll(() => tos(first)).toEqual([1]);
    const curl = await fetch(`${url}/storm/live`);
    expect([curl.status, Number(curl.headers.get('retry-after')) > 0]).toEqual([503, true]);
    const browser = await fetch(`${url}/storm/live`, { headers: { Accept: 'text/event-stream' } });
    expect(await browser.text()).toMatch(/^retry: \d+\n\nevent: error\ndata: {"code":"full"}/);
  });

  test('no such blog is 404, a place that makes no sense 400', async () => {
    const { desk, url } = await newsroom();
    await desk.createBlog({ slug: 'secret', title: 'x', status: 'draft' });
    const statusOf = async (path: string) => (await fetch(url + path)).status;
    expect(await statusOf('/none/live')).toBe(404);
    expect(await statusOf('/secret/live')).toBe(404);
    expect(await statusOf('/storm/live?after=x')).toBe(400);
  });

  test('[R7] a page of a site that may not show the blog gets nothing', async () => {
    const { desk, url } = await newsroom();
    const headers = { Origin: 'https://elsewhere.example' };
    const open = await listen(`${url}/storm/live`, headers);
    await expect.poll(() => tos(open)).toEqual([1]);
    await desk.changeBlog('storm', { embedding: 'off' });
    await expect.poll(() => open.isOver()).toBe(true);
    expect((await fetch(`${url}/storm/live`, { headers })).status).toBe(403);
  });

  test('a deploy ends it, and what was missed is told elsewhere', async () => {
    const env = { DATA_DIR: await newFolder(), PORT: await freePort(), DRAIN_LEAD_SECONDS: '0' };
    const { desk, url, drain } = await newsroom(env);
    const stream = await listen(`${url}/storm/live`);
    await expect.poll(() => tos(stream)).toEqual([1]);
    const nobody = await newsroom({ DRAIN_LEAD_SECONDS: '0' });
    const undisturbed = await timed(() => nobody.drain());
    // It is not waited for as an answer is.
    expect(await timed(drain)).toBeLessThan(patient(4_500, undisturbed));
    await expect.poll(() => stream.isOver()).toBe(true);
    await startService(env);
    await desk.publish('storm', { headline: 'meanwhile' });
    const again = await listen(`${url}/storm/live`, { 'Last-Event-ID': stream.updates[0]!.id });
    await expect.poll(() => tos(again)).toEqual([2]);
  });

  test('[R12] a deploy ends many one after the other, at half of what other nodes let in', async () => {
    const { url, drain } = await newsroom({ CONNECTS_PER_SECOND: '40', DRAIN_LEAD_SECONDS: '0' });
    const streams: Stream[] = [];
    for (let n = 0; n < 20; n += 1) streams.push(await listen(`${url}/storm/live`));
    await expect.poll(() => streams.flatMap(tos)).toHaveLength(20);
    await drain();
    await expect.poll(() => streams.every((stream) => stream.isOver())).toBe(true);
    const ends = streams.map((stream) => stream.endedAt()!);
    expect(Math.max(...ends) - Math.min(...ends)).toBeGreaterThan(500);
  });

  test('[R12] whoever takes nothing is let go', async () => {
    const { desk, url } = await newsroom({ SLOW_READER_BYTES: '65536', WRITES_PER_MINUTE: '10000' });
    const idler = get(`${url}/storm/live`, (response) => void response.pause());
    onTestFinished(() => void idler.destroy());
    idler.on('error', () => {});
    const letGo = async () =>
      (await (await fetch(`${url}/metrics`)).text()).match(/^dateline_slow_readers_total (\d+)/m)?.[1];
    const html = `<p>${'wind and rain '.repeat(1_400)}</p>`;
    for (let n = 0; n < 1_000 && (await letGo()) !== '1'; n += 20)
      for (let m = 0; m < 20; m += 1) await desk.publish('storm', { html, pinned: true });
    expect(await letGo()).toBe('1');
  }, 60_000);
});

describe('updates?after=SEQ&wait=30', () => {
  test('is held until there is news, and answers at once where there is some', async () => {
    const { desk, url } = await newsroom();
    const ask = async (query: string) =>
      (await (await fetch(`${url}/api/v1/blogs/storm/updates?${query}`)).json()) as Update;
    expect(await ask('after=0&wait=30')).toMatchObject({ from: 0, to: 1 });
    let isAnswered = false;
    const held = ask('after=1&wait=30').finally(() => (isAnswered = true));
    await pause(300);
    expect(isAnswered).toBe(false);
    await desk.publish('storm', { headline: 'news' });
    expect(await held).toMatchObject({ from: 1, to: 2, entries: [{ headline: 'news' }] });
    expect(await ask('after=2&wait=1')).toMatchObject({ from: 2, to: 2, entries: [] });
    expect((await fetch(`${url}/api/v1/blogs/storm/updates?after=1&wait=31`)).status).toBe(400);
  });

  test('is answered when the service closes', async () => {
    const { url, close } = await newsroom();
    const held = fetch(`${url}/api/v1/blogs/storm/updates?after=1&wait=30`);
    await expect
      .poll(async () => (await fetch(`${url}/api/v1/blogs/storm/updates?after=1`)).status)
      .toBe(200);
    await pause(200);
    const nobody = await newsroom();
    const undisturbed = await timed(() => nobody.close());
    expect(await timed(close)).toBeLessThan(patient(4_500, undisturbed));
    expect(await (await held).json()).toMatchObject({ from: 1, to: 1 });
  });
});
