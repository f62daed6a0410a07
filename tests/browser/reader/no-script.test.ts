/** The page without a script: complete, down to the very first entry. */
import { expect, test } from 'vitest';
import { entryOn, feedOn } from '../sight.ts';
import { startBrowser, liveBlog, longText } from '../support.ts';

const open = startBrowser();
const NO_SCRIPT = { javaScriptEnabled: false };

test('the newest page has everything that there is to know', async () => {
  const { address, publish, entries, snapshot } = await liveBlog(3, {
    standfirst: '<p>All that we know of <a href="https://example.org/met">the storm</a>.</p>',
  });
  const contact = 'mailto:desk@example.org';
  const authors = [
    { name: 'Olena Koval', bio: 'Reports from the coast.', contact },
    { name: 'Night desk', contact: 'https://example.org/desk' },
  ];
  const html = '<p>Ferries stay in port, says <a href="https://example.org/port">the port</a>.</p>';
  const entry = await publish({ headline: 'Ferries stay', html, authors, keyEvent: true, breaking: true });
  const page = await open(address, NO_SCRIPT);

  expect(await page.title()).toBe('Storm – Dateline');
  expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Storm');
  await page.getByText('All that we know of').waitFor();
  const { head } = await snapshot();
  const updated = page.locator('.status').getByText('Updated').locator('time');
  expect(await updated.getAttribute('datetime')).toBe(head.updatedAt);
  expect(await updated.innerText()).toBe(head.updatedAt.slice(11, 16));

  expect(await feedOn(page)).toEqual([entry.id, ...entries.map(({ id }) => id)]);
  for (const { id, headline, html } of entries) {
    const article = entryOn(page, { id });
    expect(await article.locator('h3').innerText()).toBe(headline);
    expect(`<p>${await article.locator('.prose').innerText()}</p>`).toBe(html);
  }
  const article = entryOn(page, entry);
  expect(await article.locator('time').first().getAttribute('datetime')).toBe(entry.publishedAt);
  for (const text of ['Olena Koval', 'Reports from the coast.', 'Night desk', 'Breaking', 'Key event']) {
    expect(await article.getByText(text).first().isVisible(), text).toBe(true);
  }
  const links = await article
    .getByRole('link')
    .evaluateAll((all) => all.map((link) => link.getAttribute('href')));
  const own = `/storm/${entry.id}`;
  expect(links).toEqual([own, 'https://example.org/port', contact, 'https://example.org/desk']);
});

test('Show more leads page by page to the first entry, and shows each entry exactly once', async () => {
  const { address, entries } = await liveBlog(65);
  const page = await open(address, NO_SCRIPT);
  const seen = await feedOn(page);
  const more = page.getByRole('link', { name: 'Show more' });
  while ((await more.count()) > 0) {
    await more.click();
    await page.waitForURL(/\?before=/);
    seen.push(...(await feedOn(page)));
  }
  expect(seen).toEqual(entries.map(({ id }) => id));
  await page.getByRole('link', { name: 'Newest updates' }).click();
  await entryOn(page, entries[0]!).waitFor();
  expect(page.url()).toBe(address);
});

test('a key event on an older page can be reached', async () => {
  const { address, desk, entries } = await liveBlog(45);
  const key = entries[40]!;
  await desk.edit('storm', key, { keyEvent: true, minor: true });
  const page = await open(address, NO_SCRIPT);
  await page.getByText('What happened so far').click();
  await page.getByRole('complementary').getByRole('link', { name: key.headline! }).click();
  await entryOn(page, key).waitFor();
  const top = await entryOn(page, key).evaluate((article) => article.getBoundingClientRect().top);
  expect(top).toBeGreaterThanOrEqual(0);
  expect(top).toBeLessThan(400);
});

test('Read more opens by itself', async () => {
  const { address, publish } = await liveBlog();
  const entry = await publish({ headline: 'A long one', html: `${longText()}<p>The end.</p>` });
  const page = await open(address, NO_SCRIPT);
  const article = entryOn(page, entry);
  expect(await article.getByText('The end.').isVisible()).toBe(false);
  await article.getByText('Read more').click();
  expect(await article.getByText('The end.').isVisible()).toBe(true);
  expect(await article.getByText('Show less').isVisible()).toBe(true);
});

test('nothing is there that only a script could work', async () => {
  const { address } = await liveBlog(45);
  const page = await open(address, NO_SCRIPT);
  expect(await page.getByRole('button').count()).toBe(0);
  expect(await page.locator('body').innerText()).not.toMatch(/Connecting|Reconnecting|offline/);
});

test('the front tells of all blogs and what they are about', async () => {
  const { url, desk } = await liveBlog(1, { standfirst: '<p>What we know.</p>' });
  await desk.createBlog({ slug: 'vote', title: 'The vote', status: 'ended' });
  await desk.createBlog({ slug: 'match', title: 'The match' });
  await desk.changeBlog('match', { status: 'paused' });
  await desk.createBlog({ slug: 'secret', title: 'Not yet', status: 'draft' });
  const page = await open(url, NO_SCRIPT);
  await page.getByText('All live coverage').click();
  const titles = await page.locator('h2.title').allInnerTexts();
  expect(titles.sort()).toEqual(['Storm', 'The match', 'The vote']);
  await page.getByText('What we know.').waitFor();
  const stateOf = (title: string) =>
    page
      .getByRole('listitem')
      .filter({ has: page.getByRole('heading', { name: title }) })
      .locator('p > span')
      .first();
  expect(await stateOf('The vote').textContent()).toBe('Live coverage has ended.');
  expect(await stateOf('The match').textContent()).toBe('Live coverage is paused.');
  expect(await stateOf('Storm').textContent()).toBe('Live');
  await page.getByRole('heading', { name: 'Storm' }).getByRole('link').click();
  await page.getByRole('heading', { level: 1, name: 'Storm' }).waitFor();
  await page.getByRole('link', { name: 'Dateline' }).click();
  await page.getByRole('heading', { level: 1, name: 'Live coverage' }).waitFor();
});

test.each(['/nothing', '/secret', '/storm/nothing', '/storm?before=nonsense', '/%3Cscript%3E'])(
  '%s is a page that says what is missing and leads home',
  async (path) => {
    const { url, desk } = await liveBlog(1);
    await desk.createBlog({ slug: 'secret', title: 'Not yet', status: 'draft' });
    const page = await open(url, { ...NO_SCRIPT, forgive: /status of 404/ });
    const response = await page.goto(url + path);
    expect(response!.status()).toBe(404);
    expect(await page.getByText('404', { exact: true }).isVisible()).toBe(true);
    expect(await page.locator('body').innerText()).not.toMatch(/Not yet|Storm/);
    await page.getByRole('link', { name: 'All live coverage' }).click();
    await page.getByRole('heading', { name: 'Storm' }).waitFor();
  },
);
