/** A widget that is told to show something else, or whose blog is not there yet, says what is true meanwhile. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { eventually } from '../sight.ts';
import { startBrowser } from '../support.ts';
import { headlinesOn, partnerOf } from './widget.ts';

const open = startBrowser();

test('a widget that is to show another blog shows nothing of the one before while that is on its way', async () => {
  const { url, partner, script, widget, desk } = await partnerOf(2);
  await desk.createBlog({ slug: 'calm', title: 'Calm' });
  await desk.publish('calm', { headline: 'Nothing' });
  const page = await open(partner.page('/', script + widget()));
  await eventually(() => headlinesOn(page)).toEqual([['Headline 2', 'Headline 1']]);
  let answer = (): void => {};
  const isWanted = new Promise<void>((resolve) => (answer = resolve));
  await page.route(`${url}/api/v1/blogs/calm`, async (route) => {
    await isWanted;
    await route.continue();
  });
  await page.locator('live-blog').evaluate((widget, src) => widget.setAttribute('src', src), `${url}/calm`);
  expect(await headlinesOn(page)).toEqual([[]]);
  expect(await page.getByRole('link', { name: 'Follow it live' }).isVisible()).toBe(true);
  answer();
  await eventually(() => headlinesOn(page)).toEqual([['Nothing']]);
});

const stateOn = (page: Page) => page.locator('[part=status] span').first().textContent();

test('a blog that has not begun: its title, that it hasn’t, a way to its page, and then the first entry', async () => {
  const { address, partner, script, widget, publish } = await partnerOf();
  const page = await open(partner.page('/', script + widget()));
  await page.getByRole('heading', { name: 'Storm' }).waitFor();
  expect(await stateOn(page)).toBe('Live coverage hasn’t started yet.');
  await page.getByText('The first update will appear here.').waitFor();
  expect(await page.getByRole('link', { name: 'All updates' }).getAttribute('href')).toBe(address);
  await publish({ headline: 'First' });
  await eventually(() => headlinesOn(page)).toEqual([['First']]);
  expect(await stateOn(page)).toBe('Live');
  expect(await page.getByText('The first update will appear here.').count()).toBe(0);
});

test('a blog that is paused: what there is, and that it is paused; what comes all the same; and on it goes', async () => {
  const { partner, script, widget, desk, publish } = await partnerOf(2, { status: 'paused' });
  const page = await open(partner.page('/', script + widget()));
  await eventually(() => headlinesOn(page)).toEqual([['Headline 2', 'Headline 1']]);
  expect(await stateOn(page)).toBe('Live coverage is paused.');
  await publish({ headline: 'Third' });
  await eventually(() => headlinesOn(page)).toEqual([['Third', 'Headline 2', 'Headline 1']]);
  expect(await stateOn(page)).toBe('Live coverage is paused.');
  await desk.changeBlog('storm', { status: 'live' });
  await eventually(() => stateOn(page)).toBe('Live');
});

test('a blog that ends says so, and keeps what there is', async () => {
  const { partner, script, widget, desk } = await partnerOf(1);
  const page = await open(partner.page('/', script + widget()));
  await eventually(() => headlinesOn(page)).toEqual([['Headline 1']]);
  await desk.changeBlog('storm', { status: 'ended' });
  await eventually(() => stateOn(page)).toBe('Live coverage has ended.');
  expect(await headlinesOn(page)).toEqual([['Headline 1']]);
});

test.each([
  ['has not begun', 0, {}, /Live coverage hasn’t started yet\..*The first update will appear here\./s],
  ['is paused', 1, { status: 'paused' }, /Live coverage is paused\..*Headline 1/s],
] as const)('in a frame, too, and without script: a blog that %s', async (_, count, blog, expected) => {
  const { url } = await partnerOf(count, blog);
  const page = await open(`${url}/embed/storm`, { javaScriptEnabled: false });
  expect(await page.locator('live-blog .root').innerText()).toMatch(expected);
});

test('that it is not shown is said in the language asked for, and the way that runs', async () => {
  const { partner, script, widget } = await partnerOf(1, { embedding: 'off' });
  const page = await open(partner.page('/', script + widget('language="ar"')), {
    forgive: /status of 403/,
  });
  const note = page.getByText('هذه التغطية غير معروضة هنا.');
  await note.waitFor();
  expect(await note.getAttribute('lang')).toBe('ar');
  expect(await note.getAttribute('dir')).toBe('rtl');
});
