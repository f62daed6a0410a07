/** Whatever people write, a strict parser reads every feed, and finds in it what the page says. */
import { expect, test } from 'vitest';
import { HOSTILE } from '../hostile.ts';
import { liveBlog, startBrowser } from '../support.ts';

const open = startBrowser();

/** XML has no place for these; everything else must come through. */
const FORBIDDEN = /[\0-\b\v\f\x0e-\x1f\ufffe\uffff]/g;
const FEEDS = ['/storm/feed.rss', '/storm/feed.atom', '/sitemap.xml'];

/** Runs in the page. The titles in the XML of this address; throws where it is not well formed. */
async function titlesAt(address: string): Promise<(string | null)[]> {
  const source = await (await fetch(address)).text();
  const document = new DOMParser().parseFromString(source, 'application/xml');
  const error = document.querySelector('parsererror');
  if (error) throw new Error(`${address}: ${error.textContent}`);
  const known =
    'rss feed urlset channel item entry title link guid pubDate description language lastBuildDate';
  const more = 'updated published creator category id subtitle author name uri content deleted-entry';
  const sitemap = 'url loc lastmod news publication publication_date';
  const names = `${known} ${more} ${sitemap}`.split(' ');
  for (const { localName } of document.querySelectorAll('*'))
    if (!names.includes(localName)) throw new Error(`${address} has an element ${localName}`);
  return [...document.getElementsByTagNameNS('*', 'title')].map(({ textContent }) => textContent);
}

test('[R8] feeds and sitemap are well-formed XML of our own elements, and hostile texts come through as they are', async () => {
  const title = HOSTILE.slice(0, 4).join(' ');
  const blog = await liveBlog(0, { title, standfirst: HOSTILE.join('').slice(0, 2_000) });
  const headlines: string[] = [];
  for (const text of HOSTILE) {
    const contact = 'https://desk.test/"&<script>';
    const author = { name: text.slice(0, 100) || 'Ann', bio: text.slice(0, 500), contact };
    const entry = await blog.publish({
      headline: text.slice(0, 200),
      html: text,
      authors: [author],
      keyEvent: true,
    });
    await blog.desk.edit('storm', entry, { correction: text.slice(0, 500) });
    headlines.unshift(entry.headline!.replace(FORBIDDEN, ''));
  }
  const page = await open(blog.address);
  for (const path of FEEDS) {
    const titles = await page.evaluate(titlesAt, path);
    const blogs = (await blog.snapshot()).head.title.replace(FORBIDDEN, '');
    expect(titles, path).toEqual(path === '/sitemap.xml' ? headlines : [blogs, ...headlines]);
  }
  const json = await page.evaluate(async () => (await fetch('/storm/feed.json')).json());
  expect(json.items.map((item: { title: string }) => item.title.replace(FORBIDDEN, ''))).toEqual(headlines);
  const posting = await page.locator('#json-ld').textContent();
  expect(JSON.parse(posting!).liveBlogUpdate).toHaveLength(headlines.length);
});

test('[R8] a page opened at a hostile entry runs nothing, and its preview says what the entry says', async () => {
  const blog = await liveBlog(1);
  const page = await open(blog.address);
  for (const text of HOSTILE) {
    const entry = await blog.publish({ headline: text.slice(0, 200), html: text });
    await page.goto(`${blog.address}/${entry.id}`);
    const said = await page.locator('meta[property="og:title"]').getAttribute('content');
    expect(said).toBe(`${entry.headline} – Storm`);
    expect(await page.evaluate(() => '__pwned' in window), text).toBe(false);
  }
});
