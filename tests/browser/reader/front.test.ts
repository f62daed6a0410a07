/** The front: the newest entries of all blogs, as alive as each of them. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { faultsOn } from '../axe.ts';
import { shiftsOn, watchShifts } from '../shifts.ts';
import { entryOn, eventually, NO_OVERFLOW, overflowOn, pillOn, scrollTo, watchPlace } from '../sight.ts';
import { anEntry, liveBlog, longText, PHONE, startBrowser } from '../support.ts';

const open = startBrowser();

/** The blog storm, a match and a story in Ukrainian, with four entries each, one blog after the other. */
async function newsroom() {
  const { url, desk } = await liveBlog(0, { standfirst: '<p>The wind rises.</p>' });
  await desk.createBlog({ slug: 'match', title: 'The match' });
  await desk.createBlog({ slug: 'rada', title: 'Рада', language: 'uk', timezone: 'Europe/Kyiv' });
  for (const [slug, what] of [
    ['storm', 'Wind'],
    ['match', 'Goal'],
    ['rada', 'Закон'],
  ] as const)
    for (let n = 1; n <= 4; n += 1) await desk.publish(slug, { headline: `${what} ${n}`, html: longText() });
  return { url: `${url}/`, desk };
}

const isLive = (page: Page) => page.locator('.facts:not(.unconfirmed)').first().waitFor();
const feed = (page: Page) => page.locator('#feed article h3').allTextContents();

test('[R7] entries of several blogs come, change and go on the open front, each under the name of its blog', async () => {
  const { url, desk } = await newsroom();
  const page = await open(url);
  await isLive(page);
  const wind = await desk.publish('storm', { headline: 'Wind 5', breaking: true });
  const goal = await desk.publish('match', { headline: 'Goal 5' });
  await entryOn(page, goal).waitFor();
  expect((await feed(page)).slice(0, 2)).toEqual(['Goal 5', 'Wind 5']);
  expect(await entryOn(page, goal).getByRole('link', { name: 'The match' }).getAttribute('href')).toBe(
    '/match',
  );
  const story = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'Storm' }) });
  await story.getByRole('link', { name: 'Wind 5' }).waitFor();
  await desk.edit('match', goal, { headline: 'No goal', html: '<p>It was offside.</p>' });
  await entryOn(page, goal).getByText('It was offside.').waitFor();
  await desk.remove('storm', wind.id);
  await entryOn(page, wind).waitFor({ state: 'detached' });
  await eventually(() => story.getByText('Wind 5').count()).toBe(0);
});

test('a blog that opens or is hidden comes and goes by itself', async () => {
  const { url, desk } = await newsroom();
  await desk.createBlog({ slug: 'vote', title: 'The vote', status: 'draft' });
  const page = await open(url);
  await isLive(page);
  await desk.changeBlog('vote', { status: 'live', front: 'top' });
  await page.getByRole('heading', { name: 'The vote' }).waitFor();
  await desk.changeBlog('match', { front: 'off' });
  await eventually(() => page.getByText('Goal').count()).toBe(0);
});

test('a busy story does not bury the others: its entries stand together, and open in place', async () => {
  const { url } = await newsroom();
  const page = await open(url);
  await isLive(page);
  expect(await feed(page)).toEqual(['Закон 4', 'Goal 4', 'Wind 4']);
  await entryOn(page, { id: await idOf(page, 'Goal 4') })
    .getByText('4 updates: The match')
    .waitFor();
  await page.locator('.bundle', { hasText: 'Goal 4' }).getByText('3 earlier updates').click();
  await eventually(() => feed(page)).toEqual(['Закон 4', 'Goal 4', 'Goal 3', 'Goal 2', 'Goal 1', 'Wind 4']);
});

test('nothing moves under whoever reads further down, while entries of all blogs come in', async () => {
  const { url, desk } = await newsroom();
  const page = await open(url, { prepare: watchShifts });
  await isLive(page);
  await shiftsOn(page);
  const read = { id: await idOf(page, 'Wind 4') };
  await scrollTo(page, read);
  const strayed = await watchPlace(page, read);
  for (const slug of ['storm', 'match', 'rada', 'storm', 'match']) await desk.publish(slug, anEntry(1));
  await eventually(() => pillOn(page).textContent()).toMatch(/5 new updates/);
  await eventually(() => page.title()).toMatch(/^\(5\)/);
  expect(await strayed()).toBeLessThan(1);
  await pillOn(page).click();
  await eventually(async () => (await feed(page))[0]).toBe('Headline 1');
  expect(await shiftsOn(page)).toEqual([]);
});

test('“Show more” goes on through all blogs, with a script and without', async () => {
  const { url, desk } = await newsroom();
  for (let n = 1; n <= 30; n += 1)
    await desk.publish(n % 2 ? 'storm' : 'match', {
      headline: `Old ${n}`,
      publishedAt: `2026-01-02T03:${n + 10}:00Z`,
    });
  const page = await open(url);
  await isLive(page);
  expect(await feed(page)).not.toContain('Old 1');
  await page.getByRole('link', { name: 'Show more' }).click();
  await eventually(() => feed(page)).toContain('Old 1');
  const plain = await open(url, { javaScriptEnabled: false });
  await plain.getByRole('link', { name: 'Show more' }).click();
  expect((await feed(plain)).at(-1)).toBe('Old 1');
  await plain.getByRole('link', { name: 'Newest updates' }).click();
  expect((await feed(plain))[0]).toBe('Закон 4');
});

test('a section is a front of its own', async () => {
  const { url, desk } = await newsroom();
  await desk.send('POST', '/sections', { slug: 'sport', name: 'Sport' });
  await desk.changeBlog('match', { sections: ['sport'] });
  const page = await open(url);
  await page.getByRole('navigation').getByRole('link', { name: 'Sport' }).click();
  await page.getByRole('heading', { level: 1, name: 'Sport' }).waitFor();
  await isLive(page);
  await desk.publish('storm', { headline: 'Wind 5' });
  const goal = await desk.publish('match', { headline: 'Goal 5' });
  await entryOn(page, goal).waitFor();
  expect((await feed(page)).filter((headline) => !headline.startsWith('Goal'))).toEqual([]);
});

test('the front is for everyone, on a wide screen and on a phone', async () => {
  const { url } = await newsroom();
  const page = await open(url);
  await isLive(page);
  expect(await faultsOn(page)).toEqual([]);
  const phone = await open(url, PHONE);
  await isLive(phone);
  expect((await overflowOn(phone)).pixels).toBe(NO_OVERFLOW.pixels);
  expect((await phone.locator('#feed h3').first().boundingBox())!.y).toBeLessThan(PHONE.viewport.height);
});

const idOf = (page: Page, headline: string): Promise<string> =>
  page
    .locator('#feed article', { hasText: headline })
    .first()
    .evaluate(({ id }) => id);
