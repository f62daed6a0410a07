/** What happens on a page that is open while the desk writes. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { Entry } from '../../../shared/blog.ts';
import { countLoads, entryOn, eventually, feedOn, isLive } from '../sight.ts';
import { startBrowser, liveBlog, anEntry } from '../support.ts';

const open = startBrowser();

test('[R7] an entry comes to an open page, changes there, and leaves nothing behind when it is removed', async () => {
  const { address, desk, publish } = await liveBlog();
  const page = await open(address);
  await page.getByText('The first update will appear here.').waitFor();
  await isLive(page);
  const loads = countLoads(page);

  const entry = await publish({ headline: 'Bridge closed', html: '<p>Until noon.</p>' });
  const article = entryOn(page, entry);
  await article.getByText('Until noon.').waitFor();
  expect(await article.locator('h3').innerText()).toBe('Bridge closed');
  expect(await article.getByText('Updated').count()).toBe(0);

  const minor = await desk.edit('storm', entry, { html: '<p>Until one.</p>', minor: true });
  await article.getByText('Until one.').waitFor();
  expect(await article.getByText('Updated').count()).toBe(0);

  const edited = await desk.edit('storm', minor, { html: '<p>Until two.</p>' });
  await article.getByText('Until two.').waitFor();
  expect(await article.getByText('Updated').locator('time').getAttribute('datetime')).toBe(edited.updatedAt);

  await desk.remove('storm', entry.id);
  await article.waitFor({ state: 'detached' });
  expect(await page.locator('body').innerText()).not.toMatch(/Bridge|Until/);
  expect(loads()).toBe(0);
});

test('[R6] three readers who came at different times end with what the store has', async () => {
  const { address, desk, publish, entries, snapshot } = await liveBlog(6);
  const pages = [await open(address)];
  await isLive(pages[0]!);
  const first = await publish({ headline: 'One', html: '<p>one</p>' });
  pages.push(await open(address));
  await desk.edit('storm', first, { headline: 'One, again', html: '<p>one, again</p>' });
  const gone = await publish({ headline: 'Gone soon' });
  pages.push(await open(address));
  await desk.remove('storm', gone.id);
  await desk.remove('storm', entries[3]!.id);
  await desk.edit('storm', entries[5]!, { html: '<p>The oldest has changed.</p>', breaking: true });
  await publish({ headline: 'Late', publishedAt: entries[4]!.publishedAt });
  const last = await publish({ html: '<p>Last.</p>' });

  const truth = (await snapshot()).entries.map(seen);
  expect(truth).toHaveLength(8);
  for (const page of pages) {
    await entryOn(page, last).waitFor();
    await eventually(() => entriesOn(page)).toEqual(truth);
  }
});

test('title, standfirst, pinned entry, key events and the end of the coverage reach an open page', async () => {
  const { address, desk, publish, entries } = await liveBlog(2);
  const page = await open(address);
  await isLive(page);
  const loads = countLoads(page);

  await desk.changeBlog('storm', { title: 'Storm over the coast', standfirst: '<p>What we know.</p>' });
  await page.getByRole('heading', { level: 1, name: 'Storm over the coast' }).waitFor();
  await page.getByText('What we know.').waitFor();
  expect(await page.title()).toBe('Storm over the coast – Dateline');

  await desk.edit('storm', entries[1]!, { pinned: true });
  const pinned = page.getByRole('region', { name: 'Pinned' });
  await pinned.getByRole('heading', { name: entries[1]!.headline! }).waitFor();
  await eventually(() => feedOn(page)).toEqual([entries[0]!.id]);

  const key = await publish({ headline: 'Harbour closed', keyEvent: true });
  const list = page.getByRole('complementary', { name: 'What happened so far' });
  const link = list.getByRole('link', { name: 'Harbour closed' });
  await link.waitFor();
  expect(await link.getAttribute('href')).toBe(`#${key.id}`);

  await desk.remove('storm', key.id);
  await list.waitFor({ state: 'detached' });
  await desk.remove('storm', entries[1]!.id);
  await pinned.getByText(/^This entry was removed at /).waitFor();
  expect(await pinned.getByRole('heading', { name: entries[1]!.headline! }).count()).toBe(0);

  expect(await page.getByText('Live', { exact: true }).count()).toBe(1);
  await desk.changeBlog('storm', { status: 'ended' });
  await page.getByRole('main').getByText('Live coverage has ended.').waitFor();
  expect(await page.getByText('Live', { exact: true }).count()).toBe(0);
  expect(loads()).toBe(0);
});

test('an entry says that it is breaking, a key event, or corrected', async () => {
  const { address, desk, publish } = await liveBlog();
  const page = await open(address);
  await isLive(page);
  const entry = await publish({ headline: 'Dam holds', breaking: true, keyEvent: true });
  const article = entryOn(page, entry);
  await article.getByText('Breaking', { exact: true }).waitFor();
  await article.getByText('Key event', { exact: true }).waitFor();
  const corrected = await desk.edit('storm', entry, { breaking: false, correction: 'It was the lower dam.' });
  await article.getByText('Correction: It was the lower dam.').waitFor();
  await article.getByText('Breaking', { exact: true }).waitFor({ state: 'detached' });
  await desk.edit('storm', corrected, { correction: null });
  await article.getByText('Correction:').waitFor({ state: 'detached' });
});

test('thirty entries at once all arrive, each once and in order', async () => {
  const { address, publish, snapshot } = await liveBlog();
  const page = await open(address);
  await isLive(page);
  await page.evaluate(() => {
    const check = (): void => {
      const ids = [...document.querySelectorAll('article')].map(({ id }) => id);
      if (new Set(ids).size < ids.length) console.error('an entry was there twice');
    };
    new MutationObserver(check).observe(document.body, { childList: true, subtree: true });
  });
  await Promise.all(Array.from({ length: 30 }, (_, n) => publish(anEntry(n + 1))));
  const truth = (await snapshot()).entries.map(({ id }) => id);
  expect(truth).toHaveLength(30);
  await eventually(() => feedOn(page)).toEqual(truth);
});

/** What a reader can tell of an entry. */
const seen = ({ id, headline, html, breaking, updatedAt }: Entry) => ({
  id,
  headline,
  html,
  breaking,
  updatedAt,
});

const entriesOn = (page: Page) =>
  page.locator('[role=feed] article:not(.removed)').evaluateAll((articles) =>
    articles.map((article) => ({
      id: article.id,
      headline: article.querySelector('h3:not(.heard)')?.textContent ?? null,
      html:
        article
          .querySelector('.prose')
          ?.innerHTML.replace(/<!--.*?-->/g, '')
          .trim() ?? '',
      breaking: article.querySelector('.breaking') !== null,
      updatedAt: article.querySelector('.updated time')?.getAttribute('datetime') ?? null,
    })),
  );
