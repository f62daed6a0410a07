/** What is read stays where it is in widgets, behind and beside them, and at the desk, whether or not the browser anchors. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { listed, newsroom, tab } from '../desk/desk.ts';
import { eventually } from '../sight.ts';
import { anEntry, longText, startBrowser } from '../support.ts';
import { frameOf, headlinesOn, partnerOf } from '../widget/widget.ts';

const open = startBrowser();
const TALL = '<p style="height: 2000px; margin: 0"></p>';
const BELOW = '<h2 id="below">Other news</h2>';

/** As Safari has it. */
const unanchored = '<style>html, live-blog { overflow-anchor: none }</style>';

const topOf = (page: Page, selector: string): Promise<number> =>
  page.locator(selector).evaluate((element) => element.getBoundingClientRect().top);

const scrollTo = (page: Page, selector: string): Promise<void> =>
  page.locator(selector).evaluate((element) => element.scrollIntoView());

test('what is read behind a widget stays where it is when the widget grows', async () => {
  const { partner, script, widget, publish } = await partnerOf(3);
  const page = await open(partner.page('/', unanchored + widget() + BELOW + TALL + script));
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
  const page = await open(partner.page('/', unanchored + widget(style) + TALL + script));
  const read = `article[data-entry="${entries[5]!.id}"]`;
  await scrollTo(page, read);
  const before = await topOf(page, read);
  await publish(anEntry(101));
  await eventually(async () => (await headlinesOn(page))[0]![0]).toBe('Headline 101');
  expect(await topOf(page, read)).toBeCloseTo(before, 0);
});

test.each([
  ['where the browser anchors', ''],
  ['where it doesn’t', unanchored],
])('what is read beside a widget is not moved by what comes in it, %s', async (_where, style) => {
  const { partner, script, widget, publish } = await partnerOf(12);
  const columns = `<div style="display: flex"><div style="flex: 1"><h2 id="below">Other news</h2>${TALL}</div>${widget()}</div>`;
  const page = await open(partner.page('/', style + columns + TALL + script));
  await eventually(async () => (await headlinesOn(page))[0]?.length).toBe(10);
  await page.evaluate(() => window.scrollTo(0, 400));
  const before = await topOf(page, '#below');
  await publish(anEntry(101));
  await eventually(async () => (await headlinesOn(page))[0]![0]).toBe('Headline 101');
  expect(await topOf(page, '#below')).toBeCloseTo(before, 0);
});

test('what is read in a frame stays where it is when an entry comes above it, and one goes below', async () => {
  const { url, partner, publish, entries } = await partnerOf(12);
  const script = `<script async src="${url}/embed.js"></script>`;
  const page = await open(partner.page('/', unanchored + frameOf(url) + TALL + script));
  const read = page.frameLocator('iframe').locator(`article[data-entry="${entries[5]!.id}"]`);
  const top = async () => (await read.boundingBox())!.y;
  await read.waitFor();
  await eventually(() =>
    page.locator('iframe').evaluate((frame) => frame.getBoundingClientRect().height),
  ).toBeGreaterThan(600);
  await page.evaluate((down) => window.scrollTo(0, down), Math.round((await top()) - 100));
  const before = await top();
  await publish({ headline: 'A long one', html: longText() });
  await page.frameLocator('iframe').getByText('A long one').waitFor();
  await eventually(async () => Math.abs((await top()) - before)).toBeLessThanOrEqual(1);
});

test('who sees where a widget begins sees what comes', async () => {
  const { partner, script, widget, publish } = await partnerOf(3);
  const page = await open(partner.page('/', unanchored + widget() + TALL + script));
  await eventually(async () => (await headlinesOn(page))[0]?.length).toBe(3);
  await publish(anEntry(101));
  await eventually(async () => (await headlinesOn(page))[0]![0]).toBe('Headline 101');
  expect(await page.evaluate(() => window.scrollY)).toBe(0);
});

test('what is read behind a frame stays where it is when the frame grows', async () => {
  const { url, partner, publish } = await partnerOf(1);
  const script = `<script async src="${url}/embed.js"></script>`;
  const page = await open(partner.page('/', unanchored + frameOf(url) + BELOW + TALL + script));
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
