/** A session ends while somebody is at the desk: nothing that they type is lost or goes elsewhere. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { hire, PASSWORD, Person } from '../../support/staff.ts';
import { button, cookieOf, headlineOn, listed, type Newsroom, newsroom, type Seat, tab } from './desk.ts';
import { textOn } from './composing.ts';
import { eventually, NO_OVERFLOW, overflowOn } from '../sight.ts';
import { faultsOn } from '../axe.ts';
import { startBrowser } from '../support.ts';

const open = startBrowser();
const forgive = /4\d\d|WebSocket/;
const dialogOn = (page: Page) => page.getByRole('dialog', { name: 'Sign in again' });
const noticeOn = (page: Page) => page.getByText('You’re signed out.');

async function signIn(page: Page) {
  await dialogOn(page).waitFor();
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  await dialogOn(page).waitFor({ state: 'detached' });
  await noticeOn(page).waitFor({ state: 'detached' });
}

/** They sign this browser out in another one. */
async function endSession(room: Newsroom, { person }: Seat) {
  const elsewhere = new Person(room);
  await elsewhere.signIn(person.email);
  const { body } = await elsewhere.send<{ sessions: { id: string; isThis: boolean }[] }>('GET', '/sessions');
  for (const { id, isThis } of body.sessions) if (!isThis) await elsewhere.send('DELETE', `/sessions/${id}`);
}

test.each([1280, 360])(
  'whoever is typing is not disturbed; what was typed meanwhile is published after signing in, %i px wide',
  async (width) => {
    const room = await newsroom(open);
    const visit = { forgive, viewport: { width, height: 740 } };
    const seat = await room.seat('/desk/flood', 'editor', 'flood', visit);
    const { page } = seat;
    await page.getByText('Delivery is live').waitFor();
    const place = () => headlineOn(page).boundingBox();
    const before = await place();
    await headlineOn(page).click();
    await page.keyboard.type('The bridge ');
    await endSession(room, seat);
    while (!(await noticeOn(page).isVisible())) await page.keyboard.type('holds, ');
    await page.keyboard.type('so far');
    expect(await dialogOn(page).count()).toBe(0);
    expect(await headlineOn(page).inputValue()).toMatch(/^The bridge (holds, )*so far$/);
    expect(await place()).toEqual(before);
    expect(await faultsOn(page)).toEqual([]);
    expect(await overflowOn(page)).toEqual(NO_OVERFLOW);

    const headline = await headlineOn(page).inputValue();
    await page.keyboard.press('Control+Enter');
    await signIn(page);
    await page.keyboard.type('The next');
    expect(await headlineOn(page).inputValue()).toBe('The next');
    await tab(page, /Entries/).click();
    await listed(page, headline).getByText('Published').waitFor();
  },
);

test('whoever does not type is asked at once, may go on writing first, and signs in when they like', async () => {
  const room = await newsroom(open);
  const seat = await room.seat('/desk/flood', 'editor', 'flood', { forgive });
  const { page } = seat;
  await page.getByText('Delivery is live').waitFor();
  await endSession(room, seat);
  await dialogOn(page).waitFor();
  await page.keyboard.press('Escape');
  await eventually(() => dialogOn(page).count()).toBe(0);
  await headlineOn(page).fill('Half a thought');
  await button(page, 'Sign in').click();
  await button(page, 'Not now').click();
  expect(await headlineOn(page).evaluate((field) => field === document.activeElement)).toBe(true);
  await button(page, 'Sign in').click();
  await signIn(page);
  expect(await headlineOn(page).inputValue()).toBe('Half a thought');
  await button(page, /^Publish$/).click();
  await tab(page, /Entries/).click();
  await listed(page, 'Half a thought').getByText('Published').waitFor();
});

const takeBack = (page: Page) => page.keyboard.press('Backspace');

test.each([
  {
    who: 'has written the headline and thinks about the text',
    begin: async (page: Page) => {
      await headlineOn(page).fill('Half a thought');
      await textOn(page).click();
    },
    goOn: (page: Page) => noticeOn(page).waitFor(),
  },
  { who: 'has just taken everything back', begin: takeBack, goOn: takeBack },
])('no dialog takes the keys away from whoever $who', async ({ begin, goOn }) => {
  const room = await newsroom(open);
  const seat = await room.seat('/desk/flood', 'editor', 'flood', { forgive });
  const { page } = seat;
  await page.getByText('Delivery is live').waitFor();
  await begin(page);
  const ending = endSession(room, seat);
  while (!(await noticeOn(page).isVisible())) await goOn(page);
  expect(await dialogOn(page).count()).toBe(0);
  await ending;
});

test('a form that is sent too late asks over itself, and is all there after signing in', async () => {
  const room = await newsroom(open);
  const seat = await room.seat('/desk/bylines', 'editor', null, { forgive });
  const { page } = seat;
  await button(page, 'New byline').click();
  await page.getByLabel('Name').fill('Olena Kovalenko');
  await endSession(room, seat);
  await page.keyboard.press('Enter');
  await signIn(page);
  expect(await page.getByLabel('Name').inputValue()).toBe('Olena Kovalenko');
  await page.keyboard.press('Enter');
  await page.getByRole('listitem').filter({ hasText: 'Olena Kovalenko' }).waitFor();
});

test('when somebody else signs in, in another tab, nothing is sent in their name until one is back', async () => {
  const room = await newsroom(open);
  const { page } = await room.seat('/desk/flood', 'editor', 'flood', { forgive });
  await page.getByText('Delivery is live').waitFor();
  await headlineOn(page).fill('Mine');
  const other = await hire(room, 'contributor', 'flood');
  await page.context().addCookies([cookieOf(other.cookie, room.url)]);
  const tab = await page.context().newPage();
  await tab.goto(`${room.url}/desk`);
  await noticeOn(page).waitFor();
  await page.bringToFront();
  await page.keyboard.press('Control+Enter');
  await page.getByRole('main').getByText('Sign in to send 1 entry.').waitFor();
  await signIn(page);
  await page.getByRole('region', { name: 'Outbox' }).getByText(/^Sent/).waitFor();
  await noticeOn(tab).waitFor();
});

test('to sign in again in one tab is enough for all of them', async () => {
  const room = await newsroom(open);
  const seat = await room.seat('/desk/flood', 'editor', 'flood', { forgive });
  const { page } = seat;
  const other = await page.context().newPage();
  await other.goto(`${room.url}/desk/flood`);
  for (const tab of [page, other]) await tab.getByText('Delivery is live').waitFor();
  await headlineOn(other).fill('In the other one');
  await endSession(room, seat);
  await noticeOn(other).waitFor();
  await signIn(page);
  await noticeOn(other).waitFor({ state: 'detached' });
  await headlineOn(other).press('Control+Enter');
  await other.getByRole('region', { name: 'Outbox' }).getByText(/^Sent/).waitFor();
});
