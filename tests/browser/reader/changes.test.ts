/** Readers may see what was changed in an entry, where the blog allows it. */
import { expect, test } from 'vitest';
import { entryOn, eventually, focusedId, isLive } from '../sight.ts';
import { startBrowser, liveBlog } from '../support.ts';

const open = startBrowser();
const BUTTON = { name: 'See what changed' };

test('an edited entry shows word by word what was taken out and put in, and goes on while it’s open', async () => {
  const { address, desk, publish } = await liveBlog();
  await desk.changeBlog('storm', { showChanges: true });
  const entry = await publish({ headline: 'Two boats', html: '<p>Two boats are missing.</p>' });
  const other = await publish({ headline: 'Never edited' });
  const edited = await desk.edit('storm', entry, { html: '<p>Three boats are <b>still</b> missing.</p>' });
  const page = await open(address);
  await isLive(page);
  expect(await entryOn(page, other).getByRole('button', BUTTON).count()).toBe(0);

  const button = entryOn(page, entry).getByRole('button', BUTTON);
  await button.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'What changed' });
  await eventually(() => dialog.locator('del').allTextContents()).toEqual(['Two']);
  expect(await dialog.locator('ins').allTextContents()).toEqual(['Three', 'still ']);
  expect(await dialog.locator('.words').textContent()).toBe('Two boats\nTwoThree boats are still missing.');

  await desk.edit('storm', edited, { headline: 'Three boats' });
  await eventually(() => dialog.locator('.words').count()).toBe(2);
  expect(await dialog.locator('ins').first().textContent()).toBe('Three');

  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  expect(await button.evaluate((element) => element === document.activeElement)).toBe(true);
  expect(await focusedId(page)).toBe('');
});

test('[R7] what was changed in an entry goes when the entry is removed', async () => {
  const { address, desk, publish } = await liveBlog();
  await desk.changeBlog('storm', { showChanges: true });
  const entry = await publish({ html: '<p>A name that nobody may know.</p>' });
  await desk.edit('storm', entry, { html: '<p>A person.</p>' });
  const page = await open(address);
  await isLive(page);
  await entryOn(page, entry).getByRole('button', BUTTON).click();
  await page.getByText('name that nobody may know').waitFor();
  await desk.remove('storm', entry.id);
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  expect(await page.locator('body').innerText()).not.toMatch(/nobody|person/);
});

test('where it can’t be loaded the page says so, and where the blog hides it there is no button', async () => {
  const { address, desk, publish } = await liveBlog();
  await desk.changeBlog('storm', { showChanges: true });
  const entry = await publish({ html: '<p>One.</p>' });
  await desk.edit('storm', entry, { html: '<p>Two.</p>' });
  const page = await open(address, { forgive: /Failed to load|\/changes/ });
  await isLive(page);
  await page.route('**/changes', (route) => route.abort());
  await entryOn(page, entry).getByRole('button', BUTTON).click();
  await page.getByText('The changes couldn’t be loaded.').waitFor();
  await page.getByRole('button', { name: 'Close' }).click();
  await page.unroute('**/changes');
  await entryOn(page, entry).getByRole('button', BUTTON).click();
  await page.locator('dialog ins').waitFor();
  await page.getByRole('button', { name: 'Close' }).click();

  await desk.changeBlog('storm', { showChanges: false });
  await entryOn(page, entry).getByRole('button', BUTTON).waitFor({ state: 'detached' });
});
