/** Whatever is published, nothing of it runs, and nothing of it breaks the page. */
import { WRITTEN } from '../../../shared/html/elements.ts';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { Refused } from '../../../scripts/desk.ts';
import type { DeskEntry } from '../../../shared/commands.ts';
import { HOSTILE, HUGE } from '../hostile.ts';
import { NO_OVERFLOW, entryOn, eventually, feedOn, isLive, overflowOn } from '../sight.ts';
import { startBrowser, liveBlog, type LiveBlog } from '../support.ts';

const open = startBrowser();
const NARROW = { viewport: { width: 320, height: 640 } };
const SCRIPTS = '**/assets/*.js';
const ALLOWED = Object.keys(WRITTEN).map((name) => name.toUpperCase());

test('[R8] what is hostile stays text on the page that the server renders, and when it is hydrated', async () => {
  const blog = await liveBlog(0, {
    title: HOSTILE.slice(0, 4).join(' '),
    standfirst: HOSTILE.join('').slice(0, 2_000),
  });
  const published = await publishAll(blog);
  const rendered = await open(blog.address, {
    ...NARROW,
    forgive: /assets\/.*js net::ERR_FAILED|Failed to load resource: net::ERR_FAILED/,
    prepare: (page) => page.route(SCRIPTS, (route) => route.abort()),
  });
  await mustBeSafe(rendered, published);
  const hydrated = await open(blog.address, NARROW);
  await isLive(hydrated);
  await mustBeSafe(hydrated, published);
  expect(await hydrated.getByRole('heading', { level: 1 }).textContent()).toBe(HOSTILE.slice(0, 4).join(' '));
  await mustBeSafe(await open(blog.url, NARROW), []);
});

test('[R8] what is hostile stays text when it comes to an open page, by an edit and in the head', async () => {
  const blog = await liveBlog();
  const page = await open(blog.address, NARROW);
  await isLive(page);
  const published = await publishAll(blog);
  await entryOn(page, published.at(-1)!).waitFor();
  await mustBeSafe(page, published);
  for (const text of HOSTILE) {
    const title = text.slice(0, 200);
    await blog.desk.changeBlog('storm', { title, standfirst: text });
    await blog.publish({ headline: title, html: text, pinned: true, keyEvent: true });
  }
  const { head } = await blog.snapshot();
  await eventually(() => page.getByRole('heading', { level: 1 }).textContent()).toBe(head.title);
  await mustBeSafe(page, []);
});

test('[R8] what is hostile stays text after Show more, on an older page, and where nobody runs scripts', async () => {
  const blog = await liveBlog();
  const published = await publishAll(blog);
  for (let n = 0; n < 40; n += 1) await blog.publish({ headline: `Later ${n}` });
  const page = await open(blog.address, NARROW);
  const older = await page.getByRole('link', { name: 'Show more' }).getAttribute('href');
  const more = page.getByRole('link', { name: /Show more|Loading/ });
  while ((await more.count()) > 0) {
    const shown = (await feedOn(page)).length;
    await more.click();
    await eventually(async () => (await feedOn(page)).length).toBeGreaterThan(shown);
  }
  await mustBeSafe(page, published);
  await mustBeSafe(await open(blog.url + older, NARROW), []);
  await mustBeSafe(await open(blog.url + older, { ...NARROW, javaScriptEnabled: false }), []);
});

const EVIL_ADDRESS = `https://desk.test/"onclick="__pwned=1"><script>__pwned=1</script>`;

/** Each hostile text in each field. Contacts that are no addresses are refused; then one goes in that is. */
async function publishAll({ desk, publish }: LiveBlog): Promise<DeskEntry[]> {
  const published: DeskEntry[] = [];
  for (const text of [...HOSTILE, ...HUGE]) {
    const author = { name: text.slice(0, 100), bio: text.slice(0, 500) };
    const put = (contact: string) =>
      publish({ headline: text.slice(0, 200), html: text, authors: [{ ...author, contact }, author] });
    const entry = await put(text.slice(0, 500)).catch((error: unknown) => {
      if (error instanceof Refused && error.status === 422) return put(EVIL_ADDRESS);
      throw error;
    });
    published.push(await desk.edit('storm', entry, { correction: text.slice(0, 500) }));
  }
  return published;
}

async function mustBeSafe(page: Page, published: DeskEntry[]): Promise<void> {
  for (const summary of await page.getByText('Read more').all()) await summary.click();
  for (const { id, headline, authors } of published) {
    const article = entryOn(page, { id });
    expect(await article.locator('h3').textContent()).toBe(headline);
    expect(await article.locator('.name > span:not(.heard)').first().textContent()).toBe(authors[0]!.name);
  }
  expect(await page.evaluate(findDangers, ALLOWED)).toEqual([]);
  expect(await page.evaluate(() => '__pwned' in window), 'something ran').toBe(false);
  expect(await overflowOn(page)).toEqual(NO_OVERFLOW);
}

/** Runs in the page: whatever should not be in it. */
function findDangers(allowed: string[]): string[] {
  const dangers: string[] = [];
  for (const element of document.querySelectorAll('*')) {
    const { tagName } = element;
    const names = element.getAttributeNames();
    const off = names.filter((name) => /^on|^srcdoc$|^formaction$/.test(name));
    if (element.closest('.prose') && !element.matches('.prose')) {
      const known = { A: ['href', 'rel'], P: ['lang', 'dir'], BLOCKQUOTE: ['lang', 'dir'] }[tagName] ?? [];
      off.push(...names.filter((name) => !known.includes(name)));
      if (!allowed.includes(tagName)) dangers.push(element.outerHTML.slice(0, 200));
    }
    if (off.length > 0) dangers.push(element.outerHTML.slice(0, 200));
    const address = element.getAttribute('href') ?? element.getAttribute('src');
    const isSafe = address === null || /^(https?:\/\/|mailto:|\/(?!\/)|#)/.test(address);
    if (!isSafe || /^(IFRAME|OBJECT|EMBED|FORM|BASE|SVG|MATH)$/i.test(tagName))
      dangers.push(element.outerHTML);
  }
  const scripts = [...document.scripts].filter(
    ({ type }) => type === 'module' || /^application\/(ld\+)?json$/.test(type),
  );
  if (scripts.length !== document.scripts.length || scripts.length > 3) dangers.push('a script too many');
  return dangers;
}
