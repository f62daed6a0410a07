/** Several people work on one blog, and each sees what the others do as they do it. */
import { expect, test } from 'vitest';
import { button, headlineOn, listed, newsroom, type Seat, tab } from './desk.ts';
import { eventually, feedOn } from '../sight.ts';
import { BROKEN_NETWORK, startBrowser } from '../support.ts';

const open = startBrowser();

/** What somebody writes in the composer, and how they send it. */
async function write({ page }: Seat, headline: string, send: string) {
  await headlineOn(page).fill(headline);
  await page.getByRole('button', { name: send, exact: true }).click();
}

test('a contributor’s entry waits for an editor, who approves it, and readers have it', async () => {
  const { seat, url } = await newsroom(open);
  const writer = await seat('/desk/flood', 'contributor', 'flood');
  const editor = await seat('/desk/flood', 'editor', 'flood');
  const reader = await open(`${url}/flood`);
  await tab(editor.page, /Entries/).click();

  await write(writer, 'Voices from the shelter', 'Submit for approval');
  await tab(editor.page, /Entries \(1 waiting\)/).waitFor();
  const waiting = listed(editor.page, 'Voices from the shelter');
  await waiting.getByText('Waiting for approval').waitFor();
  await tab(writer.page, /Entries/).click();
  const own = listed(writer.page, 'Voices from the shelter');
  expect(await own.getByRole('button').allTextContents()).toEqual([
    'Take back',
    'Edit',
    'History',
    'Remove…',
  ]);
  expect(await reader.getByText('Voices').count()).toBe(0);

  await waiting.getByRole('button', { name: 'Approve' }).click();
  await reader.getByRole('heading', { name: 'Voices from the shelter' }).waitFor();
  await own.getByText('Published').waitFor();
  await eventually(() => own.getByRole('button').allTextContents()).toEqual(['History']);
});

test('an editor sends an entry back, and its writer takes it up again', async () => {
  const { seat } = await newsroom(open);
  const writer = await seat('/desk/flood', 'contributor', 'flood');
  const editor = await seat('/desk/flood', 'editor', 'flood');
  await write(writer, 'Too early', 'Submit for approval');
  await tab(editor.page, /Entries/).click();
  await listed(editor.page, 'Too early').getByRole('button', { name: 'Send back' }).click();
  await tab(writer.page, /Entries/).click();
  const own = listed(writer.page, 'Too early');
  await own.getByText('Draft', { exact: true }).waitFor();
  await own.getByRole('button', { name: 'Submit for approval' }).click();
  await own.getByText('Waiting for approval').waitFor();
});

test('drafts and published entries of others appear by themselves, also after the network was gone', async () => {
  const { seat, api } = await newsroom(open);
  const { page } = await seat('/desk/flood', 'editor', 'flood', { forgive: BROKEN_NETWORK });
  await tab(page, /Entries/).click();
  await page.getByText('What you write appears here.').waitFor();
  await page.getByText('Delivery is live').waitFor();

  await api.publish('flood', { headline: 'A draft', state: 'draft' });
  await listed(page, 'A draft').getByText('Draft', { exact: true }).waitFor();
  const entry = await api.publish('flood', { headline: 'News' });
  await listed(page, 'News').getByText('Published').waitFor();
  await api.edit('flood', entry, { headline: 'Better news' });
  await listed(page, 'Better news').waitFor();
  await page.getByText('1 entry in the last hour').waitFor();

  await page.context().setOffline(true);
  await api.publish('flood', { headline: 'While away', state: 'draft' });
  await page.context().setOffline(false);
  await listed(page, 'While away').waitFor();
  await api.remove('flood', entry.id);
  await listed(page, 'Better news').waitFor({ state: 'detached' });
});

test('people are shown while they are here, and what they edit while they edit it', async () => {
  const { seat, api } = await newsroom(open);
  await api.publish('flood', { headline: 'Water at four metres' });
  const ann = await seat('/desk/flood');
  const bea = await seat('/desk/flood', 'editor', 'flood');
  const here = ann.page.getByRole('list', { name: 'Here now' }).getByRole('listitem');
  await eventually(() => here.count()).toBe(2);

  await tab(ann.page, /Entries/).click();
  await tab(bea.page, /Entries/).click();
  await button(bea.page, 'Edit: Water at four metres').click();
  await listed(ann.page, 'Water').getByText('is editing this').waitFor();
  expect(await listed(bea.page, 'Water').getByText('is editing this').count()).toBe(0);
  await button(ann.page, 'Edit: Water at four metres').click();
  await ann.page.getByText('is editing this entry too.').waitFor();

  await button(bea.page, 'Stop editing').click();
  await listed(ann.page, 'Water').getByText('is editing this').waitFor({ state: 'detached' });
  await bea.page.goto('about:blank');
  await eventually(() => here.count()).toBe(1);
});

test('[R7] what is removed for a reason leaves the readers’ page; the reason stays, and it can come back', async () => {
  const { seat, api, url } = await newsroom(open);
  const entry = await api.publish('flood', { headline: 'Wrong number', html: '<p>Nine metres.</p>' });
  await api.edit('flood', entry, { html: '<p>Nine metres at the old bridge.</p>' });
  const reader = await open(`${url}/flood`);
  const { page } = await seat('/desk/flood', 'editor', 'flood');
  await tab(page, /Entries/).click();

  await button(page, 'Remove: Wrong number').click();
  const dialog = page.getByRole('dialog', { name: 'Remove this entry?' });
  await dialog.getByText('It leaves every open page').waitFor();
  await dialog.getByLabel('Reason').fill('It was last year’s.');
  await dialog.getByRole('button', { name: 'Remove' }).click();
  await listed(page, 'Wrong number').waitFor({ state: 'detached' });
  await eventually(() => feedOn(reader)).toEqual([]);

  await page.getByLabel('Show').selectOption('removed');
  await listed(page, 'Wrong number').getByText('It was last year’s.').waitFor();
  await button(page, 'History: Wrong number').click();
  const history = page.getByRole('dialog', { name: 'History' });
  await history.getByText('Reason: It was last year’s.').waitFor();
  expect(await history.locator('ins').allTextContents()).toEqual(['at the old bridge']);
  await button(page, 'Restore revision 1').click();
  await history.getByText('It is back, as a draft.').waitFor();
  await page.keyboard.press('Escape');
  await page.getByText('None.').waitFor();
  expect(await feedOn(reader)).toEqual([]);

  await page.getByLabel('Show').selectOption('all');
  const back = listed(page, 'Wrong number');
  await back.getByText('Draft', { exact: true }).waitFor();
  await back.getByRole('button', { name: 'Publish' }).click();
  await reader.getByText('Nine metres.').waitFor();
});

test('a long list shows a page at a time, and is found in by words', async () => {
  const { seat, api } = await newsroom(open);
  for (let n = 1; n <= 70; n += 1) {
    await api.publish('flood', { headline: `Reading ${n}`, ...(n === 3 && { html: '<p>Києві дощить</p>' }) });
  }
  const { page } = await seat('/desk/flood', 'editor', 'flood');
  await tab(page, /Entries/).click();
  const items = page.getByRole('list', { name: 'Entries' }).locator(':scope > li');
  await eventually(() => items.count()).toBe(30);
  await button(page, 'Show more').click();
  await eventually(() => items.count()).toBe(60);
  await button(page, 'Show more').click();
  await eventually(() => items.count()).toBe(70);
  expect(await button(page, 'Show more').count()).toBe(0);

  await page.getByLabel('Search').fill('КИЄВІ');
  await eventually(() => items.count()).toBe(1);
  await listed(page, 'Reading 3').waitFor();
  await page.getByLabel('Search').fill('nowhere at all');
  await page.getByText('Nothing here says “nowhere at all”.').waitFor();
});

test('whoever is too late with a button is told so, and shown how it is now', async () => {
  const { seat, api } = await newsroom(open);
  const draft = await api.publish('flood', { headline: 'A draft', state: 'draft' });
  const { page } = await seat('/desk/flood', 'editor', 'flood', { forgive: /status of 412|WebSocket/ });
  await tab(page, /Entries/).click();
  await listed(page, 'A draft').waitFor();
  // The news of the change does not get through before the button is pressed.
  await page.route('**/desk/entries?*', (route) => setTimeout(() => void route.continue(), 1_500));
  await api.edit('flood', draft, { headline: 'Another draft' });
  await button(page, 'Publish: A draft').click();
  await page.getByText('Somebody else changed this meanwhile.').waitFor();
  await listed(page, 'Another draft').getByText('Draft', { exact: true }).waitFor();
});
