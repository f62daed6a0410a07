/** What is written on after something that is still in the outbox: it changes that entry, and is never another one. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { DeskEntry } from '../../../shared/commands.ts';
import { type AtDesk, atDesk, crash, headlineOn, outboxOn } from './composing.ts';
import { eventually } from '../sight.ts';
import { BROKEN_NETWORK, startBrowser } from '../support.ts';

const open = startBrowser();
const headlines = async ({ published }: AtDesk) => (await published()).map(({ headline }) => headline);

/** As after the minute for which what was sent can still be seen. */
const letGo = (page: Page) =>
  page.evaluate(() => {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith('dateline.outbox.'));
    for (const key of keys) localStorage.removeItem(key);
    window.dispatchEvent(new StorageEvent('storage'));
  });

test('[R9] what is written on after an entry that may have arrived stays a change of it, however late it is sent', async () => {
  const at = await atDesk(open, { forgive: BROKEN_NETWORK });
  at.network.set('blackhole');
  await at.publish('one');
  await at.outbox.getByText('Sending…').waitFor();
  await at.outbox.getByRole('button', { name: 'Open “one”' }).click();
  await at.page.getByRole('heading', { name: 'Change an entry' }).waitFor();
  at.network.set('pass');
  await at.outbox.getByText(/^Sent/).waitFor();
  await letGo(at.page);
  await at.headline.fill('one, and more');
  await at.page.keyboard.press('Control+Enter');
  await eventually(() => headlines(at)).toEqual(['one, and more']);
});

test('[R9] a text whose entry is gone from the outbox is not sent as another one, unless somebody says so', async () => {
  const at = await atDesk(open, { forgive: BROKEN_NETWORK });
  at.network.set('refuse');
  await at.publish('one');
  await at.outbox.getByText('Waiting for network (1)').waitFor();
  await at.outbox.getByRole('button', { name: 'Open “one”' }).click();
  await at.headline.fill('one, and more');
  await letGo(at.page);
  at.network.set('pass');
  const page = await crash(at);
  await page.getByRole('main').getByText('We kept what you were writing.').waitFor();
  await headlineOn(page).press('Control+Enter');
  await outboxOn(page).getByText('What it was to follow').first().waitFor();
  expect(await headlines(at)).not.toContain('one, and more');
  await outboxOn(page).getByRole('button', { name: 'Retry' }).click();
  await eventually(() => headlines(at)).toContain('one, and more');
});

test('[R11] one’s own version is kept in a conflict, although another change of one’s own came before it', async () => {
  const at = await atDesk(open, { forgive: /ERR_FAILED|status of 412/ });
  await at.desk.publish('storm', { headline: 'River' });
  const edit = at.page.getByRole('button', { name: 'Edit: River' });
  await edit.waitFor();
  await at.page.route(`**/entries/*`, (route) => route.abort());
  for (const headline of ['River rises', 'River falls']) {
    await edit.click();
    await at.headline.fill(headline);
    await at.page.keyboard.press('Control+Enter');
    await at.page.getByRole('heading', { name: 'New entry' }).waitFor();
  }
  // Somebody else is faster than the second of them. It takes the place of the route before: nothing slips through.
  let isFirst = true;
  await at.page.route(`**/entries/*`, async (route) => {
    const response = await route.fetch();
    if (isFirst) await at.desk.edit('storm', (await response.json()) as DeskEntry, { headline: 'Theirs' });
    isFirst = false;
    await route.fulfill({ response });
  });
  await at.outbox.getByRole('button', { name: 'Keep mine' }).click();
  await eventually(() => headlines(at)).toEqual(['River falls']);
});
