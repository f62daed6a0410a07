/** Where the browser doesn't keep a page steady by itself (Safari), widgets, frames and the desk do. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { listed, newsroom, tab } from './desk.ts';
import { eventually } from './sight.ts';
import { anEntry, startBrowser } from './support.ts';
import { frameOf, headlinesOn, partnerOf } from './widget.ts';

const open = startBrowser();
const TALL = '<p style="height: 2000px; margin: 0"></p>';
const BELOW = '<h2 id="below">Other news</h2>';

/** As Safari is: what it doesn't know it doesn't do. */
async function withoutAnchoring(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const supports = CSS.supports.bind(CSS) as (...terms: string[]) => boolean;
    CSS.supports = (...terms: string[]) => !terms[0]!.includes('overflow-anchor') && supports(...terms);
  });
}

const visit = { prepare: withoutAnchoring };
const unanchored = '<style>html, live-blog { overflow-anchor: none }</style>';

const topOf = (page: Page, selector: string): Promise<number> =>
  page.locator(selector).evaluate((element) => element.getBoundingClientRect().top);

const scrollTo = (page: Page, selector: string): Promise<void> =>
  page.locator(selector).evaluate((element) => element.scrollIntoView());

test('what is read behind a widget stays where it is when the widget grows', async () => {
  const { partner, script, widget, publish } = await partnerOf(3);
  const page = await open(partner.page('/', unanchored + widget() + BELOW + TALL + script), visit);
  await eventually(async () => (await headlinesOn(page))[0]?.length).toBe(3);
  await scrollTo(page, '#below');
  const before = await topOf(page, '#below');
  await publish(anEntry(101));
  await eventually(async () => (await headlinesOn(page))[0]![0]).toBe('Headline 101');
  expect(await topOf(page, '#below')).toBeCloseTo(before, 0);
});

test.each([
  ['on the page', ''],
  ['in a widget with a height of its own', 'style="height: 300px"'],
])('what is read in a widget stays where it is when an entry comes above it: %s', async (_where, style) => {
  const { partner, script, widget, publish, entries } = await partnerOf(12);
  const page = await open(partner.page('/', unanchored + widget(style) + TALL + script), visit);
  const read = `article[data-entry="${entries[5]!.id}"]`;
  await scrollTo(page, read);
  const before = await topOf(page, read);
  await publish(anEntry(101));
  await eventually(async () => (await headlinesOn(page))[0]![0]).toBe('Headline 101');
  expect(await topOf(page, read)).toBeCloseTo(before, 0);
});

test('who sees where a widget begins sees what comes', async () => {
  const { partner, script, widget, publish } = await partnerOf(3);
  const page = await open(partner.page('/', unanchored + widget() + TALL + script), visit);
  await eventually(async () => (await headlinesOn(page))[0]?.length).toBe(3);
  await publish(anEntry(101));
  await eventually(async () => (await headlinesOn(page))[0]![0]).toBe('Headline 101');
  expect(await page.evaluate(() => window.scrollY)).toBe(0);
});

test('what is read behind a frame stays where it is when the frame grows', async () => {
  const { url, partner, publish } = await partnerOf(1);
  const script = `<script async src="${url}/embed.js"></script>`;
  const page = await open(partner.page('/', unanchored + frameOf(url) + BELOW + TALL + script), visit);
  const height = () => page.locator('iframe').evaluate((frame) => (frame as HTMLElement).offsetHeight);
  await eventually(height).not.toBe(150);
  await scrollTo(page, '#below');
  const [before, low] = [await topOf(page, '#below'), await height()];
  await publish(anEntry(101));
  await eventually(height).toBeGreaterThan(low);
  expect(await topOf(page, '#below')).toBeCloseTo(before, 0);
});

test.each([
  ['on a phone', 360],
  ['on a wide screen', 1280],
])('at the desk, what is about to be pressed stays where it is: %s', async (_where, width) => {
  const { seat, api } = await newsroom(open);
  for (let n = 1; n <= 20; n += 1) await api.publish('flood', anEntry(n));
  const { page } = await seat('/desk/flood', 'editor', 'flood', {
    ...visit,
    viewport: { width, height: 740 },
  });
  if (width < 1000) await tab(page, /Entries/).click();
  const remove = listed(page, 'Headline 8').getByRole('button', { name: /^Remove/ });
  await remove.waitFor();
  await page.evaluate(() => {
    for (const element of [document.documentElement, document.querySelector<HTMLElement>('.look')!])
      element.style.setProperty('overflow-anchor', 'none');
  });
  await remove.scrollIntoViewIfNeeded();
  const top = async () => (await remove.boundingBox())!.y;
  const before = await top();
  await api.publish('flood', anEntry(101));
  await listed(page, 'Headline 101').waitFor();
  expect(await top()).toBeCloseTo(before, 0);
});
