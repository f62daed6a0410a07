/** How an open page feels while the desk writes: what moves by itself, and how long frames take. */
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../chromium.ts';
import { Desk } from '../desk.ts';
import { entryOf } from './entries.ts';
import { fill } from './folder.ts';
import { goTo, heapOf, openPage, type Place } from './open-page.ts';
import { startDateline } from './processes.ts';
import { number, quantile, type Result } from './table.ts';

const ARRIVING = 100;
const LOADED = 1_000;
const PER_SECOND = 20;
const SECONDS = 30;
const PLACES: Place[] = ['top', 'middle', 'bottom'];

export async function feel(): Promise<Result> {
  const folder = await fill({ feel: LOADED, shift: 40 });
  const server = await startDateline(folder.path);
  const desk = new Desk(server.url, folder.token);
  const browser = await launchChromium();
  const rows: string[][] = [];
  for (const place of PLACES) {
    const shift = await shiftAt(browser, server.url, desk, place);
    rows.push([`layout shift, ${ARRIVING} entries arrive, reader at the ${place}`, number(shift, 4), '0']);
  }
  for (const place of ['top', 'middle'] as const) {
    rows.push(...(await storm(browser, server.url, desk, place)));
  }
  await browser.close();
  await server.stop();
  folder.remove();
  return {
    title: `Feel: an open page while the desk writes`,
    header: ['', 'measured', 'goal'],
    rows,
    notes: [
      'Layout shift is the sum of Chromium’s own measure (Layout Instability API) over a window of 1280 × 800.',
      `Storm: ${number(LOADED)} entries loaded, ${PER_SECOND} updates a second for ${SECONDS} s: half new entries, half edits.`,
      'Frames as requestAnimationFrame sees them, in whole milliseconds: at 60 Hz the third is due after 50.',
      'Memory is the JavaScript heap after a collection.',
    ],
  };
}

async function shiftAt(browser: Browser, url: string, desk: Desk, place: Place): Promise<number> {
  const page = await openPage(browser, `${url}/shift`);
  await goTo(page, place);
  await page.evaluate(() => (window.seen.shift = 0));
  let last: { id: string } | undefined;
  for (let n = 0; n < ARRIVING; n += 1) last = await desk.publish('shift', entryOf(`Arriving ${n}`));
  await hasArrived(page, place, last!.id, ARRIVING);
  const shift = await page.evaluate(() => window.seen.shift);
  await page.close();
  return shift;
}

async function storm(browser: Browser, url: string, desk: Desk, place: Place): Promise<string[][]> {
  const page = await openPage(browser, `${url}/feel`);
  const articles = page.locator('[role=feed] article');
  while ((await articles.count()) < LOADED) {
    const more = page.getByRole('link', { name: 'Show more' });
    if ((await more.count()) === 0) break;
    const shown = await articles.count();
    await more.click();
    await page.waitForFunction((n) => document.querySelectorAll('article').length > n, shown);
  }
  const loaded = await articles.count();
  await goTo(page, place);
  const before = await heapOf(page);
  await page.evaluate(() => (window.seen.frames = []));
  const { newest, published } = await write(desk);
  await hasArrived(page, place, newest, published);
  const frames = await page.evaluate(() => window.seen.frames);
  const after = await heapOf(page);
  await page.close();
  const name = `${number(loaded)} entries, ${PER_SECOND} updates/s, reader at the ${place}:`;
  const slow = frames.filter((frame) => Math.round(frame) > 50).length;
  return [
    [`${name} longest frame`, `${number(Math.max(...frames))} ms`, '≤ 50 ms'],
    [`${name} frames over 50 ms`, `${slow} of ${number(frames.length)}`, '0'],
    [`${name} 99 of 100 frames within`, `${number(quantile(frames, 0.99))} ms`, ''],
    [`${name} heap before → after`, `${number(before / 1e6, 1)} → ${number(after / 1e6, 1)} MB`, 'no growth'],
  ];
}

/** At the top the entry itself is there in the end, elsewhere the pill counts them all. */
async function hasArrived(page: Page, place: Place, newest: string, entries: number): Promise<void> {
  if (place === 'top') await page.locator(`[id="${newest}"]`).waitFor({ state: 'attached' });
  else await page.locator('button.pill', { hasText: `${entries} new updates` }).waitFor();
  await page.waitForTimeout(500); // and its animation is over
}

/** At an even pace, whatever the answers take. */
async function write(desk: Desk): Promise<{ newest: string; published: number }> {
  let latest = await desk.publish('feel', entryOf('The storm begins'));
  const start = Date.now();
  for (let n = 1; n <= PER_SECOND * SECONDS; n += 1) {
    const isEdit = n % 2 === 0;
    if (isEdit) latest = await desk.edit('feel', latest, entryOf(`Edited ${n}`));
    else latest = await desk.publish('feel', entryOf(`Storm ${n}`));
    await new Promise((go) => setTimeout(go, Math.max(0, start + (n * 1_000) / PER_SECOND - Date.now())));
  }
  return { newest: latest.id, published: 1 + (PER_SECOND * SECONDS) / 2 };
}
