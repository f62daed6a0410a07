/** The desk as people feel it: from pressing Publish to paint on a reader's page, and from a key to its letter. */
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../chromium.ts';
import { fill } from './folder.ts';
import { type Server, startDateline } from './processes.ts';
import { number, quantile, type Result } from './table.ts';

const PUBLICATIONS = 100;
/** A desk that publishes faster than anybody types would measure how readers' pages pace a storm. */
const BETWEEN_MS = 400;
const KEYS = 200;
const ENTRIES = { short: 20, long: 2_000 };
type Slug = keyof typeof ENTRIES;

/** What the measuring parts of the pages have noted. */
interface Noted {
  pressedAt: number;
  paintedAt: Map<string, number>;
  delays: number[];
}
declare global {
  interface Window {
    noted: Noted;
  }
}

export async function desk(): Promise<Result> {
  const folder = await fill(ENTRIES);
  const server = await startDateline(folder.path);
  // Two browsers: one person's page must not be the background of the other's.
  const [desks, readers] = [await launchChromium(), await launchChromium()];
  try {
    const people = await signIn(desks, server, folder.cookie);
    return {
      title: 'The desk: milliseconds that people wait',
      header: ['', 'n', 'p50', 'p99', 'worst'],
      rows: [
        row('Ctrl+Enter → painted on a reader’s open page', await publications(people, readers, server)),
        row('a key → painted in the composer, blog of 2,000 entries', await keys(people, server, 'long')),
        row('a key → painted in the composer, blog of 20 entries', await keys(people, server, 'short')),
        row('a key → painted in a bare contenteditable', await bareKeys(desks)),
      ],
      notes: [
        'Painted is the first task after the frame in which it is there; times are those of one machine’s clock.',
        'The publication travels through composer, outbox, HTTP, SQLite’s disk, feed, WebSocket and the reader’s page.',
        'The reader has asked for reduced motion; for others a slide-in of 200 ms begins at that moment.',
      ],
    };
  } finally {
    await Promise.all([desks.close(), readers.close()]);
    await server.stop();
    folder.remove();
  }
}

async function signIn(browser: Browser, server: Server, cookie: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  await context.addCookies([{ name: 'dateline', value: cookie, url: server.url }]);
  return context.newPage();
}

async function publications(page: Page, readers: Browser, server: Server): Promise<number[]> {
  const reader = await readers.newPage({ reducedMotion: 'reduce', viewport: { width: 1280, height: 900 } });
  await reader.goto(`${server.url}/short`);
  await reader.getByText('Live').first().waitFor();
  await reader.evaluate(notePaints);
  await openDesk(page, server, 'short');
  const headline = page.getByRole('textbox', { name: 'Headline' });
  const waits: number[] = [];
  for (let n = 0; n < PUBLICATIONS; n += 1) {
    const text = `Publication ${n} of the benchmark`;
    await headline.fill(text);
    await page.evaluate(notePress);
    await headline.press('Control+Enter');
    const paintedAt = await reader.waitForFunction((words) => window.noted.paintedAt.get(words), text, {
      polling: 20,
      timeout: 20_000,
    });
    await page.waitForTimeout(BETWEEN_MS);
    waits.push(Number(await paintedAt.jsonValue()) - (await page.evaluate(() => window.noted.pressedAt)));
  }
  await reader.close();
  return waits;
}

async function keys(page: Page, server: Server, slug: Slug): Promise<number[]> {
  await openDesk(page, server, slug);
  return typeInto(page, '.ProseMirror');
}

async function bareKeys(browser: Browser): Promise<number[]> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.setContent('<p contenteditable id="bare"></p>');
  return typeInto(page, '#bare');
}

async function typeInto(page: Page, selector: string): Promise<number[]> {
  await page.locator(selector).click();
  await page.evaluate(noteKeys);
  for (let n = 0; n < KEYS; n += 1) await page.keyboard.press(n % 6 === 5 ? 'Space' : 'KeyA');
  await page.waitForFunction((count) => window.noted.delays.length >= count, KEYS);
  return page.evaluate(() => window.noted.delays);
}

async function openDesk(page: Page, server: Server, slug: Slug): Promise<void> {
  page.removeAllListeners('dialog');
  page.on('dialog', (dialog) => void dialog.accept());
  await page.goto(`${server.url}/desk/${slug}`);
  await page.locator('.ProseMirror').waitFor();
  await page.getByRole('article').first().or(page.locator('li')).first().waitFor();
}

// What follows runs in the pages. A moment is in milliseconds since 1970, with fractions.

function notePress(): void {
  const noted = { pressedAt: 0, paintedAt: new Map(), delays: [] };
  window.noted = noted;
  document.addEventListener(
    'keydown',
    (press) => (noted.pressedAt = performance.timeOrigin + press.timeStamp),
    { capture: true, once: false },
  );
}

function notePaints(): void {
  const noted: Noted = { pressedAt: 0, paintedAt: new Map(), delays: [] };
  window.noted = noted;
  new MutationObserver(() => {
    const headline = document.querySelector('article h3')?.textContent ?? '';
    if (noted.paintedAt.has(headline)) return;
    requestAnimationFrame(() =>
      setTimeout(() => {
        if (!noted.paintedAt.has(headline))
          noted.paintedAt.set(headline, performance.timeOrigin + performance.now());
      }),
    );
  }).observe(document.body, { childList: true, subtree: true });
}

function noteKeys(): void {
  const noted: Noted = { pressedAt: 0, paintedAt: new Map(), delays: [] };
  window.noted = noted;
  document.addEventListener(
    'keydown',
    (press) => {
      requestAnimationFrame(() => setTimeout(() => noted.delays.push(performance.now() - press.timeStamp)));
    },
    { capture: true },
  );
}

function row(what: string, waits: number[]): string[] {
  const worst = Math.max(...waits);
  return [
    what,
    number(waits.length),
    number(quantile(waits, 0.5), 1),
    number(quantile(waits, 0.99), 1),
    number(worst, 1),
  ];
}
