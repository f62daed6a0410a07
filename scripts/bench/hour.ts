/** What an hour of updates leaves in the memory of a page that is open all the while. */
import { launchChromium } from '../chromium.ts';
import { Desk } from '../desk.ts';
import { entryOf } from './entries.ts';
import { fill } from './folder.ts';
import { heapOf, openPage } from './open-page.ts';
import { startDateline } from './processes.ts';
import { number, type Result } from './table.ts';

/** As many as an hour has at twenty a second, as fast as this machine takes them. */
const UPDATES = 72_000;
/** An edit is of an entry that is on the page already: of the one so many before. */
const EDITED_BEHIND = 20;
const LOOKS = 6;
const WRITERS = 8;

export async function hour(): Promise<Result> {
  const folder = await fill({ hour: 25 });
  const server = await startDateline(folder.path);
  const desk = new Desk(server.url, folder.token);
  const browser = await launchChromium();
  const page = await openPage(browser, `${server.url}/hour`);
  await page.evaluate(countRenders);
  const look = async (written: number): Promise<string[]> => {
    const renders = await page.evaluate(() => window.renders);
    await page.evaluate(() => (window.seen.frames = [])); // what the measuring itself keeps
    const heap = await heapOf(page);
    const devtools = await page.context().newCDPSession(page);
    const { nodes, jsEventListeners } = await devtools.send('Memory.getDOMCounters');
    const articles = await page.locator('[role=feed] article').count();
    const counts = [written, renders, articles, nodes, jsEventListeners];
    return [...counts.map((n) => number(n)), number(heap / 1e6, 1)];
  };
  const rows = [await look(0)];
  for (let n = 1; n <= LOOKS; n += 1) {
    const writing = Array.from({ length: WRITERS }, () => write(desk, UPDATES / LOOKS / WRITERS));
    for (const last of await Promise.all(writing))
      await page.locator(`[id="${last}"]`).waitFor({ state: 'attached' });
    rows.push(await look((n * UPDATES) / LOOKS));
  }
  await browser.close();
  await server.stop();
  folder.remove();
  return {
    title: 'Hour: the memory of a page that is open, the reader at the top',
    header: ['updates so far', 'renders', 'entries on the page', 'DOM nodes', 'listeners', 'heap, MB'],
    rows,
    notes: [
      `${number(UPDATES)} updates, as an hour has at 20 a second, by ${WRITERS} writers at full speed: half new entries, half edits.`,
      'A page takes up what has come up to four times a second, an hour’s worth here in fewer renders than an hour has.',
      'After a collection. At the top of the page, it lets go of what is far below when it holds more than 1,500 entries.',
    ],
  };
}

/** Gives the id of the last entry. */
async function write(desk: Desk, updates: number): Promise<string> {
  const entries = [await desk.publish('hour', entryOf('New'))];
  for (let n = 1; n < updates; n += 2) {
    entries.push(await desk.publish('hour', entryOf(`New ${n}`)));
    entries[0] = await desk.edit('hour', entries[0]!, entryOf(`Edited ${n}`));
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
