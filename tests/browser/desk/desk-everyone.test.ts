/** The desk is for everyone who works there: on any screen, by keyboard alone, by ear. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { faultsOn } from '../axe.ts';
import { button, listed, newsroom, REFUSALS, tab } from './desk.ts';
import { eventually, NO_OVERFLOW, overflowOn } from '../sight.ts';
import { startBrowser } from '../support.ts';

const open = startBrowser();

const dialogOn = (page: Page) => page.getByRole('dialog');

/** Everything that somebody may find on their screen. */
const SIGHTS: [name: string, path: string, reach?: (page: Page) => Promise<unknown>][] = [
  ['the blogs', '/desk', (page) => page.getByText('1 waiting for approval').waitFor()],
  ['a new blog', '/desk', (page) => button(page, 'New blog').click()],
  ['a draft’s page', '/desk/vote', (page) => tab(page, /Page/).click()],
  ['a blog’s page', '/desk/flood', (page) => showPage(page)],
  ['its entries', '/desk/flood', (page) => showEntries(page)],
  ['removing', '/desk/flood', (page) => press(page, /^Remove: Water/)],
  ['a history', '/desk/flood', (page) => press(page, /^History: Water/)],
  ['ending', '/desk/flood', (page) => button(page, 'End…').click()],
  ['shortcuts', '/desk/flood', (page) => button(page, 'Keyboard shortcuts').click()],
  ['the settings', '/desk/flood/settings'],
  [
    'people',
    '/desk/people',
    (page) =>
      button(page, /^Add a role/)
        .first()
        .click(),
  ],
  ['bylines', '/desk/bylines'],
  ['a new byline', '/desk/bylines', (page) => button(page, 'New byline').click()],
  ['the account', '/desk/account', (page) => page.getByText('This one').waitFor()],
  ['nothing', '/desk/a/b/c'],
  ['a link that is used up', '/desk/join/used'],
];

async function showEntries(page: Page) {
  await tab(page, /Entries/).click();
  await listed(page, 'Water at four metres').waitFor();
}

async function showPage(page: Page) {
  await tab(page, /Page/).click();
  await page.frameLocator('iframe').getByRole('heading', { name: 'Water at four metres' }).first().waitFor();
}

async function press(page: Page, name: RegExp) {
  await showEntries(page);
  await button(page, name).click();
  await dialogOn(page).getByRole('button').last().waitFor();
}

async function busyNewsroom() {
  const room = await newsroom(open);
  const { api } = room;
  await api.createBlog({ slug: 'vote', title: 'Election night', status: 'draft' });
  const water = await api.publish('flood', {
    headline: 'Water at four metres',
    keyEvent: true,
    pinned: true,
  });
  await api.edit('flood', water, { headline: 'Water at four metres and a half', html: '<p>Rising.</p>' });
  await api.publish('flood', { html: `<p>${'Averylongwordwithoutabreak'.repeat(8)}</p>`, state: 'draft' });
  await api.publish('flood', { headline: 'To be looked at', state: 'submitted' });
  return room;
}

test.each([1280, 360])(
  'axe finds nothing wrong with the desk, and nothing sticks out, %i px wide, light and dark',
  async (width) => {
    const { seat, url } = await busyNewsroom();
    const visit = { viewport: { width, height: 800 }, forgive: REFUSALS };
    const { page } = await seat('/desk', 'admin', null, { ...visit, reducedMotion: 'reduce' });
    for (const [name, path, reach] of SIGHTS) {
      await page.goto(url + path);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await reach?.(page);
      await mustBeFine(page, name);
    }
    const stranger = await open(`${url}/desk`, visit);
    await stranger.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
    await mustBeFine(stranger, 'signing in');
  },
  120_000,
);

async function mustBeFine(page: Page, name: string) {
  expect(await faultsOn(page), name).toEqual([]);
  if ((await dialogOn(page).count()) === 0) expect(await overflowOn(page), name).toEqual(NO_OVERFLOW);
}

test('everything can be done by keyboard, and Escape leads back to where one was', async () => {
  const { seat } = await busyNewsroom();
  const { page } = await seat('/desk/flood', 'editor');
  await page.getByText('Delivery is live').waitFor();
  await tab(page, /Entries/).focus();
  await page.keyboard.press('?');
  await dialogOn(page).getByText('Publish, or submit for approval').waitFor();
  await page.keyboard.press('Escape');
  await eventually(() => dialogOn(page).count()).toBe(0);

  await page.keyboard.press('n');
  await page.keyboard.type('Typed, not clicked');
  await page.keyboard.press('Control+Enter');
  await page.keyboard.press('Tab');
  await tab(page, /Entries/).focus();
  await page.keyboard.press('Enter');
  await listed(page, 'Typed, not clicked').getByText('Published').waitFor();
  await page.keyboard.press('ArrowRight');
  expect(await tab(page, /Page/).getAttribute('aria-selected')).toBe('true');
  await page.keyboard.press('ArrowLeft');

  const history = button(page, 'History: Typed, not clicked');
  await tabTo(page, 'History: Typed, not clicked');
  await page.keyboard.press('Enter');
  await dialogOn(page).getByText('Published').waitFor();
  await page.keyboard.press('Escape');
  await eventually(() => history.evaluate((element) => element === document.activeElement)).toBe(true);
  await tabTo(page, 'Remove: Typed, not clicked');
  await page.keyboard.press('Enter');
  await page.keyboard.type('By keyboard');
  await tabTo(page, 'Remove');
  await page.keyboard.press('Enter');
  await listed(page, 'Typed, not clicked').waitFor({ state: 'detached' });
});

/** Presses Tab until the control of this name has the focus. */
async function tabTo(page: Page, name: string) {
  for (let n = 0; n < 60; n += 1) {
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      return element?.getAttribute('aria-label') ?? element?.textContent?.trim();
    });
    if (focused === name) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never comes to "${name}".`);
}

test('single keys can be turned off, for those who speak to their machine', async () => {
  const { seat } = await newsroom(open);
  const { page } = await seat('/desk/flood', 'editor');
  await button(page, 'Keyboard shortcuts').click();
  await page.getByLabel('Single keys').uncheck();
  await page.keyboard.press('Escape');
  await page.keyboard.press('p');
  expect(await tab(page, /Page/).getAttribute('aria-selected')).toBe('false');
  await page.reload();
  await button(page, 'Keyboard shortcuts').waitFor();
  await page.keyboard.press('p');
  expect(await tab(page, /Page/).getAttribute('aria-selected')).toBe('false');
  await button(page, 'Keyboard shortcuts').click();
  await page.getByLabel('Single keys').check();
  await page.keyboard.press('Escape');
  await page.keyboard.press('p');
  expect(await tab(page, /Page/).getAttribute('aria-selected')).toBe('true');
});

test('on a phone the composer comes first, whatever was shown last; on a wide screen the part that was', async () => {
  const { seat } = await busyNewsroom();
  const phone = { viewport: { width: 360, height: 740 }, hasTouch: true };
  const { page } = await seat('/desk/flood', 'editor', null, phone);
  await page.getByRole('textbox', { name: 'Headline' }).waitFor();
  await tab(page, /Entries/).tap();
  const edit = button(page, /^Edit: Water/);
  const { height } = (await edit.boundingBox())!;
  expect(height).toBeGreaterThanOrEqual(44);
  expect(await page.getByRole('textbox', { name: 'Headline' }).isVisible()).toBe(false);
  await page.reload();
  await page.getByRole('textbox', { name: 'Headline' }).waitFor();
  await page.getByRole('tabpanel', { name: 'Write' }).waitFor();
  await tab(page, /Entries/).tap();
  await edit.tap();
  await eventually(() => page.getByRole('textbox', { name: 'Headline' }).inputValue()).toBe(
    'Water at four metres and a half',
  );
});

test('the focus goes to the heading of a new page, whose title says where one is', async () => {
  const { seat } = await newsroom(open);
  const { page } = await seat('/desk');
  await page.getByRole('link', { name: 'Bylines' }).click();
  const heading = page.getByRole('heading', { level: 1, name: 'Bylines' });
  await heading.waitFor();
  expect(await heading.evaluate((element) => element === document.activeElement)).toBe(true);
  expect(await page.title()).toBe('Bylines – Desk');
});
