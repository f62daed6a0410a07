/** A widget that is told to show something else, or whose blog is not there yet, says what is true meanwhile. */
import { expect, test } from 'vitest';
import { eventually } from './sight.ts';
import { startBrowser } from './support.ts';
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

test('it says that coverage has not started, is paused or has ended', async () => {
  const { partner, script, widget, desk, publish } = await partnerOf();
  const page = await open(partner.page('/', script + widget()));
  const state = () => page.locator('[part=status] span').first().textContent();
  await eventually(state).toBe('Live coverage hasn’t started yet.');
  await publish({ headline: 'First' });
  await eventually(state).toBe('Live');
  await desk.changeBlog('storm', { status: 'paused' });
  await eventually(state).toBe('Live coverage is paused.');
  await desk.changeBlog('storm', { status: 'ended' });
  await eventually(state).toBe('Live coverage has ended.');
});
