/** Blogs are made and steered at the desk, and readers see it. */
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { headOf } from '../../support/markup.ts';
import { button, listed, newsroom, REFUSALS, tab } from './desk.ts';
import { eventually } from '../sight.ts';
import { startBrowser } from '../support.ts';

const open = startBrowser();

/** A picture of one point. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);

test('a blog is created with an address made of its title, and goes live', async () => {
  const { seat, url } = await newsroom(open);
  const { page } = await seat('/desk', 'editor', null, { forgive: REFUSALS });
  await button(page, 'New blog').click();
  const dialog = page.getByRole('dialog', { name: 'New blog' });
  await dialog.getByLabel('Title').fill('Élection night: the count');
  expect(await dialog.getByLabel('Address').inputValue()).toBe('election-night-the-count');
  await dialog.getByLabel('Standfirst').fill('Turnout < 50 % so far.\nPolls close at eight.');
  await dialog.getByLabel('Address').fill('flood');
  await dialog.getByLabel('Time zone').fill('Europe/Kyiv');
  await dialog.getByRole('button', { name: 'Create' }).click();
  await dialog.getByText('is taken').first().waitFor();
  await dialog.getByLabel('Address').fill('count');
  await dialog.getByRole('button', { name: 'Create' }).click();

  await page.getByRole('heading', { level: 1, name: 'Élection night: the count' }).waitFor();
  expect(new URL(page.url()).pathname).toBe('/desk/count');
  await tab(page, /Page/).click();
  await page.getByText('Readers can’t see this blog yet.').waitFor();
  expect((await fetch(`${url}/count`)).status).toBe(404);
  await button(page, 'Go live').click();
  await page.frameLocator('iframe').getByRole('heading', { level: 1 }).waitFor();
  expect((await fetch(`${url}/count`)).status).toBe(200);
  const { head } = (await (await fetch(`${url}/api/v1/blogs/count`)).json()) as { head: object };
  expect(head).toMatchObject({
    standfirst: '<p>Turnout &lt; 50 % so far.</p><p>Polls close at eight.</p>',
  });
});

test('ending asks first; then the readers’ page says so, and takes it back when it goes on', async () => {
  const { seat, url } = await newsroom(open);
  const reader = await open(`${url}/flood`);
  const { page } = await seat('/desk/flood', 'editor', 'flood');
  await button(page, 'End…').click();
  await button(page, 'Not yet').click();
  expect(await reader.getByText('Live coverage has ended.').count()).toBe(0);
  await button(page, 'End…').click();
  await button(page, 'End coverage').click();
  await reader.getByText('Live coverage has ended.').first().waitFor();
  await page.getByText('Ended', { exact: true }).waitFor();
  await button(page, 'Go live again').click();
  await reader.getByText('Live coverage has ended.').first().waitFor({ state: 'detached' });
  await button(page, 'Pause').click();
  await button(page, 'Resume').waitFor();
});

test('key events are put in order by buttons, and readers have them in that order', async () => {
  const { seat, api, url } = await newsroom(open);
  for (const headline of ['First', 'Second', 'Third'])
    await api.publish('flood', { headline, keyEvent: true });
  const reader = await open(`${url}/flood`);
  const shown = () => reader.locator('aside ol a').allTextContents();
  await eventually(shown).toEqual(['Third', 'Second', 'First']);

  const { page } = await seat('/desk/flood/settings', 'editor', 'flood');
  await button(page, 'Up: First').click();
  await page.getByText('Moved to 2 of 3.').waitFor({ state: 'attached' });
  expect(await button(page, 'Up: First').evaluate((element) => element === document.activeElement)).toBe(
    true,
  );
  await page.keyboard.press('Enter');
  await eventually(shown).toEqual(['First', 'Third', 'Second']);
  await page.getByText('Moved to 1 of 3.').waitFor({ state: 'attached' });
  await button(page, 'Newest first').click();
  await eventually(shown).toEqual(['Third', 'Second', 'First']);
});

test('an entry is pinned from the list, and readers find it above all others', async () => {
  const { seat, api, url } = await newsroom(open);
  await api.publish('flood', { headline: 'Where to get help' });
  await api.publish('flood', { headline: 'Something newer' });
  const reader = await open(`${url}/flood`);
  const { page } = await seat('/desk/flood', 'editor', 'flood');
  await tab(page, /Entries/).click();
  await button(page, 'Pin: Where to get help').press('Enter');
  await listed(page, 'Where to get help').getByText('Pinned').waitFor();
  await reader.getByText('Pinned').waitFor();
  expect(await reader.getByText('Updated').count()).toBe(1); // the blog's own, and none of the entry
  await page.keyboard.press('Enter'); // the focus is still there, on Unpin
  await reader.getByText('Pinned').waitFor({ state: 'detached' });
});

test('the settings of a blog are kept, and what is wrong is said beside its field', async () => {
  const { seat, api, url } = await newsroom(open);
  await api.publish('flood', { headline: 'Above all others', pinned: true });
  await api.send('POST', '/sections', { slug: 'weather', name: 'Weather' });
  const { page } = await seat('/desk/flood/settings', 'editor', 'flood', { forgive: REFUSALS });
  await page.getByLabel('Title').fill('The river falls');
  await page.getByLabel('Standfirst').fill('Water & mud <again>.');
  await page.getByLabel('Readers may see what was changed in an entry').check();
  await page.getByLabel('On the sites of listed partners').check();
  await page.getByLabel('Held at the top').check();
  await page.getByLabel('Weather').check();
  await page.getByLabel('Time zone').fill('Kyiv');
  await button(page, 'Save').click();
  await page.getByText('Time zone must be a time zone, such as Europe/Kyiv.', { exact: true }).waitFor();
  expect(await page.getByLabel('Time zone').getAttribute('aria-invalid')).toBe('true');
  await page.getByLabel('Time zone').fill('Europe/Kyiv');
  await button(page, 'Save').click();
  await page.getByText('Saved.').waitFor();
  const { head } = (await (await fetch(`${url}/api/v1/blogs/flood`)).json()) as { head: object };
  expect(head).toMatchObject({
    title: 'The river falls',
    standfirst: '<p>Water &amp; mud &lt;again&gt;.</p>',
    timezone: 'Europe/Kyiv',
    showChanges: true,
    front: 'top',
    sections: ['weather'],
  });

  await api.send('PATCH', '/blogs/flood', { title: 'The river is calm' });
  await page.getByLabel('Standfirst').fill('All is well.');
  await button(page, 'Save').click();
  await page.getByText('Saved.').waitFor();
  const after = (await (await fetch(`${url}/api/v1/blogs/flood`)).json()) as { head: object };
  expect(after.head).toMatchObject({ title: 'The river is calm', standfirst: '<p>All is well.</p>' });

  await button(page, 'Unpin').click();
  await page.getByText('None. Pin one').waitFor();
  expect((await (await fetch(`${url}/api/v1/blogs/flood`)).json()).head.pinned).toBeNull();
});

test('a blog is given a picture that is seen at the desk first; one that can’t be loaded is said to be so', async () => {
  const { seat, url } = await newsroom(open);
  const [river, gone] = ['https://pictures.test/river.png', 'https://pictures.test/gone.png'];
  const { page } = await seat('/desk/flood/settings', 'editor', 'flood', {
    forgive: /status of 422|gone\.png|net::ERR_FAILED/,
    prepare: async (page) => {
      await page.route(river, (route) => route.fulfill({ contentType: 'image/png', body: PIXEL }));
      await page.route(gone, (route) => route.abort());
    },
  });
  const preview = async () => headOf(await (await fetch(`${url}/flood`)).text());
  const field = page.getByLabel('Picture for previews');
  const picture = page.locator('form img');
  const broken = page.getByText('This picture can’t be loaded. Look at its address.');

  await field.fill(gone);
  await broken.waitFor();
  expect(await picture.count()).toBe(0);
  await field.fill(` ${river} `);
  await broken.waitFor({ state: 'detached' });
  await page.getByLabel('What the picture shows').fill('A river & a bridge');
  await eventually(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1);
  expect(await picture.getAttribute('alt')).toBe('A river & a bridge');
  await button(page, 'Save').click();
  await page.getByText('Saved.').waitFor();
  await eventually(async () => (await preview())['og:image']).toBe(river);
  expect(await preview()).toMatchObject({ 'twitter:image': river, 'og:image:alt': 'A river & a bridge' });

  await page.reload();
  await eventually(() => picture.getAttribute('src')).toBe(river);
  expect(await page.getByLabel('What the picture shows').inputValue()).toBe('A river & a bridge');
  await field.fill('http://pictures.test/river.png');
  await picture.waitFor({ state: 'detached' });
  await button(page, 'Save').click();
  const wrong =
    'Picture for previews must be an address that starts with https:// or, for one of our own, with /.';
  await page.getByText(wrong, { exact: true }).waitFor();
  expect(await field.getAttribute('aria-invalid')).toBe('true');
  await field.fill('');
  await button(page, 'Save').click();
  await page.getByText('Saved.').waitFor();
  await eventually(async () => (await preview())['og:image']).toMatch(/\/preview\.png\?v=/);
});

test('a contributor of one blog finds that one, and nothing to steer', async () => {
  const { seat, api } = await newsroom(open);
  await api.createBlog({ slug: 'secret', title: 'Not theirs', status: 'draft' });
  const { page } = await seat('/desk', 'contributor', 'flood', { forgive: REFUSALS });
  await page.getByRole('link', { name: 'The river rises' }).waitFor();
  expect(await page.getByText('Not theirs').count()).toBe(0);
  expect(await button(page, 'New blog').count()).toBe(0);
  await page.getByRole('link', { name: 'The river rises' }).click();
  await page.getByRole('heading', { level: 1, name: 'The river rises' }).waitFor();
  expect(await button(page, 'Pause').count()).toBe(0);
  expect(await page.getByRole('link', { name: 'Settings' }).count()).toBe(0);
  await page.goBack();
  await page.getByRole('heading', { level: 1, name: 'Blogs' }).waitFor();
  await page.goto(new URL('/desk/secret', page.url()).href);
  await page.getByRole('heading', { level: 1, name: 'There is nothing here' }).waitFor();
});

test('an admin removes a blog: its entries are offered as a file, and its address has to be typed', async () => {
  const { seat, api, url } = await newsroom(open);
  await api.publish('flood', { headline: 'Water rises' });
  const { page } = await seat('/desk/flood/settings');
  await button(page, 'Remove this blog…').click();
  const dialog = page.getByRole('dialog', { name: 'Remove “The river rises”?' });
  const download = page.waitForEvent('download');
  await dialog.getByRole('link', { name: 'Download its entries first' }).click();
  const file = await readFile(await (await download).path(), 'utf8');
  const [blog, entry, ...more] = file
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as object);
  expect(blog).toMatchObject({ blog: { slug: 'flood', title: 'The river rises', status: 'live' } });
  expect(entry).toMatchObject({ entry: { headline: 'Water rises', state: 'published' } });
  expect(more).toEqual([]);

  await dialog.getByLabel('Its address').fill('food');
  await dialog.getByRole('button', { name: 'Remove for good' }).click();
  await dialog.getByText('That is not the address of this blog.').waitFor();
  expect((await fetch(`${url}/flood`)).status).toBe(200);
  await dialog.getByLabel('Its address').fill('flood');
  await dialog.getByRole('button', { name: 'Remove for good' }).click();
  await page.getByText('There is no blog yet.').waitFor();
  expect((await fetch(`${url}/flood`)).status).toBe(410);
});
