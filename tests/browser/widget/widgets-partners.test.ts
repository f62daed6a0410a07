/** What open widgets show on the pages of partners that are taken off and put back. */
import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { enlist, startPartner } from '../../support/partner.ts';
import { openReader } from '../../support/reader.ts';
import { eventually } from '../sight.ts';
import { startBrowser } from '../support.ts';
import { frameOf, partnerOf, watchRequests } from './widget.ts';

const open = startBrowser();

const GONE = 'This live blog is not shown here.';
/** What the browser itself says of it. */
const REFUSED = /status of 40[34]/;

/** A partner's page with the blog on it, as an element and in a frame, and what it asks the service for. */
async function bothOn() {
  const live = await partnerOf(1, { embedding: 'listed' });
  const takeOff = await enlist(live.desk, live.partner.url);
  let seen!: ReturnType<typeof watchRequests>;
  const page = await open(live.partner.page('/', live.script + live.widget() + frameOf(live.url)), {
    forgive: REFUSED,
    prepare: async (page) => {
      await page.clock.install();
      seen = watchRequests(page, live.url);
    },
  });
  const asked = () => seen.requests.filter((path) => path.startsWith('/api/')).length;
  const everywhere = async (text: string) => {
    await page.getByText(text).waitFor();
    await page.frameLocator('iframe').getByText(text).waitFor();
  };
  return { ...live, page, takeOff, asked, everywhere };
}

/** As a tab that goes to the background, and comes back. */
async function turnAway(page: Page, isAway: boolean) {
  for (const frame of page.frames())
    await frame.evaluate(
      (state) => {
        Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));
      },
      isAway ? 'hidden' : 'visible',
    );
}

/** Lets time pass on the page, and what it asks for be answered, until something is there. Gives how many seconds it took. */
async function secondsUntil(page: Page, there: Locator): Promise<number> {
  for (let seconds = 0; ; seconds += 2) {
    if ((await there.count()) > 0) return seconds;
    if (seconds > 200) throw new Error('It does not come.');
    await page.clock.runFor(2_000);
    await page.waitForTimeout(50);
  }
}

test('a frame is only on listed partners’ pages, and ends within seconds when the partner is taken off', async () => {
  const { url, desk, partner: listed } = await partnerOf(1, { embedding: 'listed' });
  const stranger = await startPartner();
  const takeOff = await enlist(desk, listed.url);
  const refused = await open(stranger.page('/', frameOf(url)), {
    forgive: /frame-ancestors|ERR_BLOCKED_BY_RESPONSE/,
  });
  await eventually(() => refused.frames().at(-1)!.url()).toMatch(/^chrome-error:/);
  const page = await open(listed.page('/', frameOf(url)), { forgive: REFUSED });
  const frame = page.frameLocator('iframe');
  await frame.getByText('Headline 1').waitFor();
  await takeOff();
  await frame.getByText(GONE).waitFor();
  expect(await frame.locator('article').count()).toBe(0);
});

test('a frame that can’t use sockets ends with its next poll, and then asks no more at that pace', async () => {
  const { url, desk, publish, partner } = await partnerOf(
    1,
    { embedding: 'listed' },
    { READERS_PER_NODE: '1' },
  );
  const takeOff = await enlist(desk, partner.url);
  await (await openReader(url, 'storm')).is('live');
  let seen!: ReturnType<typeof watchRequests>;
  const page = await open(partner.page('/', frameOf(url)), {
    forgive: /WebSocket connection|status of 403/,
    prepare: async (page) => {
      await page.clock.install();
      seen = watchRequests(page, url);
    },
  });
  const frame = page.frameLocator('iframe');
  await publish({ headline: 'Bridge closed' });
  await frame.getByText('Bridge closed').waitFor();
  await takeOff();
  await frame.getByText(GONE).waitFor();
  expect(await frame.locator('article').count()).toBe(0);
  const asked = () => [...seen.requests, `${seen.sockets} sockets`];
  const before = asked();
  await page.clock.runFor(25_000);
  expect(asked()).toEqual(before);
});

test('widgets of a partner that is put back come back when somebody returns to the tab, and are live', async () => {
  const { page, partner, desk, publish, takeOff, asked, everywhere } = await bothOn();
  await everywhere('Headline 1');
  await takeOff();
  await everywhere(GONE);
  await page.clock.runFor(10_000);
  const before = asked();
  for (let flicks = 0; flicks < 5; flicks += 1) {
    await turnAway(page, true);
    await turnAway(page, false);
  }
  await eventually(asked).toBe(before + 2);

  await enlist(desk, partner.url);
  await page.clock.runFor(10_000);
  await turnAway(page, true);
  await turnAway(page, false);
  await everywhere('Headline 1');
  expect(asked()).toBe(before + 4);
  await publish({ headline: 'Bridge closed' });
  await everywhere('Bridge closed');
  expect(await page.getByText(GONE).count()).toBe(0);
});

test('they come back by themselves in about a minute, and ask for nothing while nobody sees them', async () => {
  const { page, partner, desk, takeOff, asked, everywhere } = await bothOn();
  await everywhere('Headline 1');
  await takeOff();
  await everywhere(GONE);
  await turnAway(page, true);
  const before = asked();
  await page.clock.runFor(600_000);
  expect(asked()).toBe(before);
  await turnAway(page, false);
  await eventually(asked).toBe(before + 2);
  await enlist(desk, partner.url);
  expect(await secondsUntil(page, page.getByText('Headline 1'))).toBeLessThanOrEqual(92);
  await secondsUntil(page, page.frameLocator('iframe').getByText('Headline 1'));
});

test('[R7] one old entry that was removed meanwhile does not come back with its blog', async () => {
  const { url, desk, partner, script, widget, entries } = await partnerOf(45, { embedding: 'listed' });
  const takeOff = await enlist(desk, partner.url);
  const old = entries.at(-1)!;
  const page = await open(partner.page('/', script + widget(`entry="${old.id}"`)), {
    forgive: /status of 4(03|10)/,
    prepare: (page) => page.clock.install(),
  });
  await page.getByText('Headline 1').waitFor();
  await takeOff();
  await page.getByText(GONE).waitFor();
  await desk.remove('storm', old.id);
  await enlist(desk, partner.url);
  const asked = page.waitForResponse(`${url}/api/v1/blogs/storm/entries/**`);
  await secondsUntil(page, page.getByText('All updates'));
  expect(await page.locator('article').count()).toBe(0);
  expect((await asked).status()).toBe(410);
  expect(await page.locator('article').count()).toBe(0);
});

test('a blog that is a draft yet leaves the page’s own link, and comes once it is opened', async () => {
  const { desk, partner, script, widget } = await partnerOf(1, { status: 'draft' });
  const page = await open(partner.page('/', script + widget()), {
    forgive: REFUSED,
    prepare: (page) => page.clock.install(),
  });
  await page.getByText(GONE).waitFor();
  await page.getByRole('link', { name: 'Follow it live' }).waitFor();
  await desk.changeBlog('storm', { status: 'live' });
  await secondsUntil(page, page.getByText('Headline 1'));
});
