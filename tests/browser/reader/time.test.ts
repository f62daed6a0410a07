/** What time it was, and how long ago: in the blog's own zone, and on any device. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { entryOn, eventually, isLive } from '../sight.ts';
import { startBrowser, liveBlog } from '../support.ts';
import { partnerOf } from '../widget/widget.ts';

const open = startBrowser();
const HOUR = 3_600_000;

test.each([
  ['fast', HOUR],
  ['slow', -HOUR],
])('on a device whose clock is an hour %s the relative times are right', async (_, offset) => {
  const { address, entries } = await liveBlog(3);
  const page = await open(address, { prepare: (page) => page.addInitScript(shiftClock, offset) });
  await isLive(page);
  const ago = entryOn(page, entries[2]!).locator('.ago');
  await eventually(() => ago.textContent()).toMatch(/^[23] min ago$/);
});

test('relative times go on by themselves', async () => {
  const { address, entries } = await liveBlog(1);
  const page = await open(address, { prepare: (page: Page) => page.clock.install() });
  await isLive(page);
  const ago = entryOn(page, entries[0]!).locator('.ago');
  expect(await ago.textContent()).toBe('1 min ago');
  await page.clock.fastForward('05:00');
  await eventually(() => ago.textContent()).toBe('6 min ago');
  await page.clock.fastForward('02:00:00');
  await eventually(() => ago.textContent()).toBe('2 hr ago');
  await page.clock.fastForward('23:00:00');
  await eventually(() => ago.textContent()).toBe('');
});

test.each([false, true])('every time is a time element, with script: %s', async (javaScriptEnabled) => {
  const { address, desk, publish } = await liveBlog(2, { timezone: 'Asia/Kolkata' });
  const entry = await publish({ headline: 'Key', keyEvent: true, pinned: true });
  await desk.edit('storm', entry, { html: '<p>Edited.</p>' });
  const page = await open(address, { javaScriptEnabled });
  if (javaScriptEnabled) await isLive(page);
  await page.getByText('Kolkata time').waitFor();
  const bare = await page.evaluate(() => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const bare: string[] = [];
    while (texts.nextNode()) {
      const text = texts.currentNode;
      if (!/\b\d\d:\d\d\b/.test(text.textContent!)) continue;
      if (!text.parentElement!.closest('time[datetime], script')) bare.push(text.textContent!);
    }
    return bare;
  });
  expect(bare).toEqual([]);
});

test('a browser that is older than the name of a zone has its time, on the page and in a widget', async () => {
  const { address, partner, script, widget, publish } = await partnerOf(0, { timezone: 'Europe/Kyiv' });
  const prepare = (page: Page) => page.addInitScript(forgetKyiv);
  const page = await open(address, { prepare });
  const around = await open(partner.page('/', script + widget()), { prepare });
  await around.getByText('The first update will appear here.').waitFor();
  const { publishedAt } = await publish({ headline: 'Power is back' });
  const time = new Date(publishedAt!).toLocaleTimeString('en', {
    ...{ timeZone: 'Europe/Kyiv', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  });
  for (const each of [page, around])
    await eventually(() => each.locator('article time').first().textContent()).toBe(time);
});

/** Runs in the page before all else: the zone has this name since 2022. */
function forgetKyiv(): void {
  Intl.DateTimeFormat = new Proxy(Intl.DateTimeFormat, {
    construct(format, [language, options]: ConstructorParameters<typeof Intl.DateTimeFormat>) {
      if (options?.timeZone === 'Europe/Kyiv') throw new RangeError('Invalid time zone');
      return new format(language, options);
    },
  });
}

/** Runs in the page before all else. */
function shiftClock(offset: number): void {
  const now = Date.now.bind(Date);
  Date.now = () => now() + offset;
}
