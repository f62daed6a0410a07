/** The widget in a frame, for sites that allow no scripts of others. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { enlist } from '../../support/partner.ts';
import { eventually } from '../sight.ts';
import { startBrowser } from '../support.ts';
import { frameOf, partnerOf, watchRequests } from './widget.ts';

const open = startBrowser();

/** What axe asks of a page that stands alone. */
const PART_OF_A_PAGE = ['page-has-heading-one'];

const snippetOf = (url: string) => `<script async src="${url}/embed.js"></script>`;
const heights = (page: Page) =>
  page.locator('iframe').evaluateAll((frames) => frames.map((frame) => frame.getBoundingClientRect().height));

test('it is as high as what it shows, sealed off or not, and stays so as that changes', async () => {
  const { url, partner, desk, publish } = await partnerOf();
  const sealed = frameOf(url).replace('<iframe', '<iframe sandbox="allow-scripts"');
  const frames = frameOf(url) + '<p>Between</p>' + frameOf(url, '?limit=1') + sealed;
  const page = await open(partner.page('/', frames + snippetOf(url)), { forgive: /origin-keyed/ });
  const frame = page.frameLocator('iframe').first();
  await frame.getByText('The first update will appear here.').waitFor();
  const before = await heights(page);
  const entry = await publish({ headline: 'Bridge closed', html: '<p>Until noon.</p>'.repeat(10) });
  await frame.getByText('Bridge closed').waitFor();
  await eventually(async () => (await heights(page)).every((height, n) => height > before[n]! + 100)).toBe(
    true,
  );
  const inside = await frame.locator('body').evaluate((body) => body.scrollHeight - window.innerHeight);
  expect(inside).toBeLessThanOrEqual(0);
  await desk.remove('storm', entry.id);
  await eventually(() => heights(page)).toEqual(before);
});

test('without any script it has everything, and a link to each entry opens a page of its own', async () => {
  const { url, partner, entries } = await partnerOf(3);
  const page = await open(partner.page('/', frameOf(url)), { javaScriptEnabled: false });
  const frame = page.frameLocator('iframe');
  await frame.getByText('Text 3.').waitFor();
  expect(await frame.locator('article').count()).toBe(3);
  const popup = page.context().waitForEvent('page');
  await frame.getByRole('link', { name: 'Headline 3' }).click();
  expect((await popup).url()).toBe(`${url}/storm/${entries[0]!.id}`);
});

test('the server’s frame and the script’s are the same', async () => {
  const { url, publish } = await partnerOf(2);
  await publish({
    headline: 'A <b> & "c"',
    html: '<p>d &amp; e</p>',
    authors: [{ name: 'Ann' }],
    breaking: true,
  });
  for (const query of [
    '',
    '?layout=compact&theme=dark',
    '?key-events-only&language=fr',
    '?layout=ticker&limit=1',
  ]) {
    const bare = await open(`${url}/embed/storm${query}`, { javaScriptEnabled: false });
    const alive = await open(`${url}/embed/storm${query}`);
    await alive.waitForFunction(
      () => document.querySelector('live-blog')!.shadowRoot!.adoptedStyleSheets.length,
    );
    const text = (page: Page) => page.locator('.root').evaluate((root) => (root as HTMLElement).innerText);
    const size = (page: Page) =>
      page.locator('.root').evaluate((root) => root.getBoundingClientRect().height);
    await eventually(() => text(alive)).toBe(await text(bare));
    expect(await size(alive)).toBe(await size(bare));
  }
});

test('[R7] it shows one entry, however old, and nothing of it once it is removed', async () => {
  const { url, entries, desk } = await partnerOf(45);
  const address = `${url}/embed/storm?entry=${entries.at(-1)!.id}`;
  const bare = await open(address, { javaScriptEnabled: false });
  expect(await bare.locator('article').count()).toBe(1);
  await bare.getByText('Headline 1').waitFor();
  const alive = await open(address, { forgive: /status of 410/ });
  await alive.getByText('Headline 1').waitFor();
  await desk.remove('storm', entries.at(-1)!.id);
  await alive.locator('article').waitFor({ state: 'detached' });
  await bare.reload();
  expect(await bare.locator('article').count()).toBe(0);
});

test('neither side believes anybody but the other', async () => {
  const { url, partner } = await partnerOf(1);
  // On the same page, but neither the frame nor the page around it.
  const spoof = partner.page(
    '/spoof',
    `<script>
      heard = 0;
      onmessage = () => (heard += 1);
      parent.frames[0].postMessage({ type: 'live-blog-hello' }, '*');
      parent.postMessage({ type: 'live-blog-height', height: 9 }, '*');
    </script>`,
  );
  const aside = `<iframe src="${spoof}" id="aside" title="x" width="80" height="80" style="border: 0"></iframe>`;
  const page = await open(partner.page('/', snippetOf(url) + frameOf(url)));
  await eventually(async () => (await heights(page))[0]).toBeGreaterThan(150);
  const [before] = await heights(page);

  await page.evaluate(async (html) => {
    const wait = (height: number) =>
      new Promise((done) => addEventListener('message', ({ data }) => data?.height === height && done(data)));
    const heard = wait(9);
    document.querySelector('main')!.append(document.createRange().createContextualFragment(html));
    await heard;
    for (const height of [-1, 1e9, NaN, '1px;color:red', null, {}, 7]) {
      const heard = wait(7);
      window.postMessage({ type: 'live-blog-height', height }, '*');
      if (height === 7) await heard;
    }
    const answered = new Promise((done) => addEventListener('message', done));
    for (const data of [null, 'live-blog-hello', { type: 'else' }, { type: 'live-blog-hello' }]) {
      document.querySelector('iframe')!.contentWindow!.postMessage(data, '*');
    }
    await answered;
  }, aside);
  expect(await heights(page)).toEqual([before, 80]);
  const overheard = () =>
    page.locator('#aside').evaluate((frame: HTMLIFrameElement) => frame.contentWindow!['heard' as never]);
  expect(await overheard()).toBe(0);

  // Somebody else's page where ours was.
  await page.evaluate(async (address) => {
    const heard = new Promise((done) =>
      addEventListener('message', ({ data }) => data?.height === 9 && done(data)),
    );
    document.querySelector('iframe')!.contentWindow!.location.replace(address);
    await heard;
  }, spoof);
  expect(await heights(page)).toEqual([before, 80]);
});

test.each(['light', 'dark'] as const)('axe finds nothing wrong with it: %s', async (colorScheme) => {
  const { url, publish } = await partnerOf(3);
  await publish({ headline: 'Key', keyEvent: true, breaking: true });
  const page = await open(`${url}/embed/storm`, { colorScheme, viewport: { width: 320, height: 500 } });
  await page.getByText('Key', { exact: true }).waitFor();
  const { violations } = await new AxeBuilder({ page }).disableRules(PART_OF_A_PAGE).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
});

test('on another host name of the service it is live as well', async () => {
  const { url, publish } = await partnerOf(1);
  const { port } = new URL(url);
  const page = await open(`http://127.0.0.1:${port}/embed/storm`);
  await publish({ headline: 'Bridge closed' });
  await page.getByText('Bridge closed').waitFor();
});

test('sealed off by its page (sandbox), it stays as the server wrote it', async () => {
  const { url, partner, desk } = await partnerOf(1, { embedding: 'listed' });
  await enlist(desk, partner.url);
  const sealed = frameOf(url).replace('<iframe', '<iframe sandbox="allow-scripts"');
  let seen!: ReturnType<typeof watchRequests>;
  const page = await open(partner.page('/', sealed), {
    forgive: /origin-keyed/,
    prepare: async (page) => (seen = watchRequests(page, url)),
  });
  await page.waitForLoadState('networkidle');
  expect(await page.frameLocator('iframe').getByText('Headline 1').isVisible()).toBe(true);
  expect(seen.requests).toContain('/widget.js');
  expect(seen.requests.filter((path) => path.startsWith('/api/'))).toEqual([]);
  expect(seen.sockets).toBe(0);
  // It says of when it is, and where it goes on, and nothing of "Live".
  const shown = page.frameLocator('iframe').locator('live-blog .status');
  expect(await shown.innerText()).toMatch(/^Updated \d\d:\d\d$/);
  expect(await page.frameLocator('iframe').getByText('All updates').getAttribute('href')).toBe(
    `${url}/storm`,
  );
});

test('sealed off as WordPress does it, a blog that is open to all lives, tells its height, and leads on', async () => {
  const { url, partner, publish } = await partnerOf(1);
  // WordPress's own script, in short: it believes a message with the secret that it wrote itself.
  const receiver = `<script>
    const told = (window.told = []);
    addEventListener('message', ({ data, source }) => {
      const frame = document.querySelector('iframe[data-secret="' + data.secret + '"]');
      if (frame?.contentWindow !== source || /[^a-zA-Z0-9]/.test(data.secret)) return;
      told.push([data.message, data.value]);
      if (data.message === 'height') frame.height = Math.min(1000, Math.max(200, parseInt(data.value, 10)));
    });
  </script>`;
  const sealed = `<iframe sandbox="allow-scripts" security="restricted" data-secret="a1B2c3D4e5" src="${url}/embed/storm#?secret=a1B2c3D4e5" title="Storm" width="400" height="200"></iframe>`;
  const page = await open(partner.page('/', receiver + sealed), { forgive: /origin-keyed/ });
  const frame = page.frameLocator('iframe');
  await frame.getByText('Headline 1').waitFor();
  const height = () => page.locator('iframe').evaluate((frame) => frame.clientHeight);
  await eventually(height).toBeGreaterThan(200);
  const low = await height();
  await publish({ headline: 'A bridge closed', html: '<p>In the centre.</p>' });
  await frame.getByText('A bridge closed').waitFor();
  await eventually(height).toBeGreaterThan(low);
  expect(await frame.locator('live-blog .live').innerText()).toBe('Live');
  await frame.getByRole('link', { name: 'All updates' }).click();
  const told = () => page.evaluate(() => (window as unknown as { told: unknown[] }).told.at(-1));
  await eventually(told).toEqual(['link', `${url}/storm`]);
});

test('it is cut off where it would be higher than 20,000 pixels', async () => {
  const { url, partner } = await partnerOf(1);
  const page = await open(partner.page('/', snippetOf(url) + frameOf(url)));
  await eventually(async () => (await heights(page))[0]).toBeGreaterThan(150);
  const body = page.frameLocator('iframe').locator('body');
  await body.evaluate(({ style }) => (style.height = '30000px'));
  await eventually(() => heights(page)).toEqual([20_000]);
});
