/** What an hour of updates leaves in the memory of a page that is open all the while. Takes that hour. */
import { setTimeout as sleep } from 'node:timers/promises';
import { launchChromium } from '../chromium.ts';
import { Desk } from '../desk.ts';
import { entryOf } from './entries.ts';
import { fill } from './folder.ts';
import { heapOf, openPage } from './open-page.ts';
import { startDateline } from './processes.ts';
import { number, type Result } from './table.ts';

const UPDATES_A_SECOND = 20;
const LOOK_EVERY_S = 300;
const LOOKS = 12;
/** An edit is of an entry that is on the page already: of the one so many before. */
const EDITED_BEHIND = 20;

export async function hour(): Promise<Result> {
  const folder = await fill({ hour: 25 });
  const server = await startDateline(folder.path);
  const desk = new Desk(server.url, folder.token);
  const browser = await launchChromium();
  const page = await openPage(browser, `${server.url}/hour`);
  await page.evaluate(countRenders);
  const look = async (minutes: number): Promise<string[]> => {
    const renders = await page.evaluate(() => window.renders);
    await page.evaluate(() => (window.seen.frames = [])); // what the measuring itself keeps
    const heap = await heapOf(page);
    const devtools = await page.context().newCDPSession(page);
    const { nodes, jsEventListeners } = await devtools.send('Memory.getDOMCounters');
    await devtools.detach();
    const articles = await page.locator('[role=feed] article').count();
    const counts = [minutes, updates, renders, articles, nodes, jsEventListeners];
    return [...counts.map((n) => number(n)), number(heap / 1e6, 1)];
  };
  let updates = 0;
  const rows = [await look(0)];
  for (let n = 1; n <= LOOKS; n += 1) {
    updates += LOOK_EVERY_S * UPDATES_A_SECOND;
    const last = await write(desk, LOOK_EVERY_S * UPDATES_A_SECOND);
    await page.locator(`[id="${last}"]`).waitFor({ state: 'attached' });
    rows.push(await look((n * LOOK_EVERY_S) / 60));
    console.error(rows.at(-1)!.join('  '));
  }
  await browser.close();
  await server.stop();
  folder.remove();
  return {
    title: 'Hour: the memory of a page that is open, the reader at the top',
    header: ['minute', 'updates', 'renders', 'entries on the page', 'DOM nodes', 'listeners', 'heap, MB'],
    rows,
    notes: [
      `${UPDATES_A_SECOND} updates a second, half new entries, half edits; the page takes up what has come four times a second.`,
      'After a collection. At the top of the page, it lets go of what is far below when it holds more than 1,500 entries.',
    ],
  };
}

/** At an even pace, whatever each answer takes. Gives the id of the last entry. */
async function write(desk: Desk, updates: number): Promise<string> {
  const started = performance.now();
  const entries = [await desk.publish('hour', entryOf('New'))];
  for (let n = 1; n < updates; n += 1) {
    await sleep(Math.max(0, started + (n * 1_000) / UPDATES_A_SECOND - performance.now()));
    if (n % 2 === 0) entries.push(await desk.publish('hour', entryOf(`New ${n}`)));
    else entries[0] = await desk.edit('hour', entries[0]!, entryOf(`Edited ${n}`));
    if (entries.length > EDITED_BEHIND) entries.shift();
  }
  return entries.at(-1)!.id;
}

declare global {
  interface Window {
    renders: number;
  }
}

/** Runs in the page: how often anything among its entries changes. */
function countRenders(): void {
  window.renders = 0;
  const options = { subtree: true, childList: true, characterData: true };
  new MutationObserver(() => (window.renders += 1)).observe(document.getElementById('feed')!, options);
}
