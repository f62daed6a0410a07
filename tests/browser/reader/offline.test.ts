/** What was last read is there without a network, says from when it is, and holds nothing that was removed. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { startProxy } from '../../support/proxy.ts';
import { entryOn, eventually, feedOn, isLive } from '../sight.ts';
import { startBrowser, liveBlog, anEntry, BROKEN_NETWORK } from '../support.ts';

const open = startBrowser();
/** What the browser says where there is neither a network nor a copy. */
const NOTHING = 'ERR_FAILED';
const forgive = new RegExp(`${BROKEN_NETWORK.source}|${NOTHING}|status of 410`);

test('[R6] a blog that was read once is there without a network, and goes on by itself when that is back', async () => {
  const { address, publish, entries } = await liveBlog(3);
  const page = await open(address, { forgive });
  await isLive(page);
  await isKept(page, '/storm');
  const font = await fontOf(page);
  const keptAt = await backdateCopy(page, '2026-01-02T03:04:00.000Z');
  expect(Math.abs(Date.parse(keptAt) - Date.now())).toBeLessThan(60_000);

  const browser = await page.context().newCDPSession(page);
  await browser.send('Network.clearBrowserCache');
  await page.context().setOffline(true);
  await page.reload();
  expect(await feedOn(page)).toEqual(entries.map(({ id }) => id));
  const note = page.getByText('Showing what we had at 03:04.');
  await note.waitFor();
  expect(await fontOf(page)).toBe(font);

  const missed = await publish(anEntry(101));
  await page.context().setOffline(false);
  await entryOn(page, missed).waitFor();
  await note.waitFor({ state: 'detached' });
});

test('a network that is there but gives nothing is waited for a few seconds, then the copy is there, and says so', async () => {
  const { url, entries } = await liveBlog(3);
  const network = await startProxy(url);
  const page = await open(`${network.url}/storm`, { forgive });
  await isLive(page);
  await isKept(page, '/storm');
  network.set('blackhole');
  await page.reload();
  expect(await feedOn(page)).toEqual(entries.map(({ id }) => id));
  await page.getByText(/^Reconnecting… Showing what we had at \d\d:\d\d\.$/).waitFor();
  network.set('pass');
});

test('[R7] an entry that is removed while a page is open goes from all copies at once', async () => {
  const { url, address, desk, entries } = await liveBlog(3);
  const page = await open(`${address}/${entries[0]!.id}`, { forgive });
  await isKept(page, `/storm/${entries[0]!.id}`);
  await page.goto(address);
  await isLive(page);
  await isKept(page, '/storm');
  await desk.remove('storm', entries[0]!.id);
  await eventually(() => kept(page)).toEqual([]);

  await page.goto(`${url}/`);
  await isKept(page, '/storm');
  await page.context().setOffline(true);
  await page.goto(address);
  expect(await feedOn(page)).toEqual([entries[1]!.id, entries[2]!.id]);
  expect(await page.content()).not.toContain(entries[0]!.id);
  await expect(page.goto(`${address}/${entries[0]!.id}`)).rejects.toThrow(NOTHING);
});

test('[R7] copies with a removed entry go though the page that is open never held it, and no others', async () => {
  const { address, desk, entries } = await liveBlog(60);
  const old = entries[50]!;
  const page = await open(`${address}/${old.id}`);
  await isKept(page, `/storm/${old.id}`);
  await page.goto(address);
  await isLive(page);
  await isKept(page, '/storm');
  await desk.remove('storm', old.id);
  await eventually(() => kept(page)).toEqual(['/storm']);
});

test('a browser that can’t get at what it keeps shows the page all the same', async () => {
  const { address, entries } = await liveBlog(2);
  const page = await open(address);
  await isKept(page, '/storm');
  const [worker] = page.context().serviceWorkers();
  await worker!.evaluate(() => {
    caches.open = () => Promise.reject(new Error('The disk is full.'));
  });
  await page.reload();
  await isLive(page);
  expect(await feedOn(page)).toEqual(entries.map(({ id }) => id));
});

test('[R7] whoever comes to a removed entry by its address has no copy of it any more', async () => {
  const { address, desk, entries } = await liveBlog(2);
  const own = `${address}/${entries[0]!.id}`;
  const page = await open(own, { forgive });
  await isKept(page, `/storm/${entries[0]!.id}`);
  await page.goto('about:blank');
  await desk.remove('storm', entries[0]!.id);
  await page.goto(own);
  await page.getByText('What was here has been removed.').waitFor();
  await page.context().setOffline(true);
  await expect(page.goto(own)).rejects.toThrow(NOTHING);
});

test('[R7] what somebody on the way has kept, older than what the reader has seen, is not kept', async () => {
  const { address } = await liveBlog(2);
  const page = await open(address);
  await isKept(page, '/storm');
  // As a page does that has heard of what the answer does not show yet.
  await page.evaluate(async () => {
    const { active } = await navigator.serviceWorker.ready;
    active!.postMessage({ keep: { path: '/storm', seq: 1_000, assets: [] } });
  });
  await eventually(() => kept(page)).toEqual([]);
});

test('a copy that nobody could throw away is not shown after a day', async () => {
  const { address } = await liveBlog(2);
  const page = await open(address, { forgive });
  await isKept(page, '/storm');
  await page.evaluate(async () => {
    const pages = await caches.open('pages-1');
    const copy = (await pages.match('/storm'))!;
    const headers = new Headers(copy.headers);
    headers.set('Kept-At', String(Number(headers.get('Kept-At')) - 24 * 3_600_000));
    await pages.put('/storm', new Response(await copy.text(), { headers }));
  });
  await page.context().setOffline(true);
  await expect(page.goto(address)).rejects.toThrow(NOTHING);
});

test('the last ten pages are kept, and nothing of the desk or the API', async () => {
  const { url, address, entries } = await liveBlog(12);
  const page = await open(`${url}/desk`, { forgive: /status of 401/ });
  for (const { id } of entries) {
    await page.goto(`${address}/${id}`);
    await isKept(page, `/storm/${id}`);
  }
  expect(await kept(page)).toEqual(entries.slice(2).map(({ id }) => `/storm/${id}`));
  const all = await page.evaluate(async () => {
    const names = await caches.keys();
    const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return requests.flat().map((request) => new URL(request.url).pathname);
  });
  expect(all.filter((path) => !/^\/(storm|assets)\//.test(path))).toEqual([]);
});

/** The paths of the pages that the browser keeps, oldest first. */
const kept = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const requests = await (await caches.open('pages-1')).keys();
    return requests.map((request) => new URL(request.url).pathname);
  });

const isKept = (page: Page, path: string) => eventually(() => kept(page)).toContain(path);

/** Makes the copy of `/storm` one of another time, and gives the time that it was of. */
const backdateCopy = (page: Page, time: string): Promise<string> =>
  page.evaluate(async (time) => {
    const pages = await caches.open('pages-1');
    const { headers } = (await pages.match('/storm'))!;
    const html = await (await pages.match('/storm'))!.text();
    const keptAt = /data-kept-at="([^"]+)"/.exec(html)![1]!;
    await pages.put('/storm', new Response(html.replace(keptAt, time), { headers }));
    return keptAt;
  }, time);

/** What the title is set in, and which of our own typefaces are there for it. */
const fontOf = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    await document.fonts.ready;
    const ours = [...document.fonts].filter(
      ({ status, family }) => status === 'loaded' && /^Source/.test(family),
    );
    const { font } = getComputedStyle(document.querySelector('h1')!);
    return [font, ...ours.map(({ family }) => family)].join();
  });
