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
const LOOKS = 6;
const WRITERS = 8;

export async function hour(): Promise<Result> {
  const folder = await fill({ hour: 25 });
  const server = await startDateline(folder.path);
  const desk = new Desk(server.url, folder.token);
  const browser = await launchChromium();
  const page = await openPage(browser, `${server.url}/hour`);
  const look = async (written: number): Promise<string[]> => {
    await page.evaluate(() => (window.seen.frames = [])); // what the measuring itself keeps
    const heap = await heapOf(page);
    const devtools = await page.context().newCDPSession(page);
    const { nodes, jsEventListeners } = await devtools.send('Memory.getDOMCounters');
    const articles = await page.locator('[role=feed] article').count();
    return [written, articles, nodes, jsEventListeners].map((n) => number(n)).concat(number(heap / 1e6, 1));
  };
  const rows = [await look(0)];
  for (let n = 1; n <= LOOKS; n += 1) {
    await Promise.all(Array.from({ length: WRITERS }, () => write(desk, UPDATES / LOOKS / WRITERS)));
    rows.push(await look((n * UPDATES) / LOOKS));
  }
  await browser.close();
  await server.stop();
  folder.remove();
  return {
    title: 'Hour: the memory of a page that is open, the reader at the top',
    header: ['updates so far', 'entries on the page', 'DOM nodes', 'listeners', 'heap, MB'],
    rows,
    notes: [
      `${number(UPDATES)} updates, as an hour has at 20 a second, by ${WRITERS} writers at full speed: half new entries, half edits.`,
      'After a collection. A page lets go of what is far below when it holds more than 1,500 entries.',
    ],
  };
}

async function write(desk: Desk, updates: number): Promise<void> {
  for (let n = 0; n < updates; n += 2) {
    const entry = await desk.publish('hour', entryOf(`New ${n}`));
    await desk.edit('hour', entry, entryOf(`Edited ${n}`));
  }
}
