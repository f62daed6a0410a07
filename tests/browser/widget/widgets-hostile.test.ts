/** Widgets on pages that are not kind to them, and what they must not do there. */
import { expect, test } from 'vitest';
import { HOSTILE } from '../hostile.ts';
import { eventually } from '../sight.ts';
import { startBrowser } from '../support.ts';
import { headlinesOn, partnerOf, watchRequests } from './widget.ts';

const open = startBrowser();

test('broken resets of the page end at the widget', async () => {
  const { partner, script, widget } = await partnerOf(2);
  const resets = `<style>
    * { all: unset !important; }
    article, h3, p, div, a, time { display: none !important; font-size: 0 !important; color: transparent !important; }
    html { font-size: 4px; }
    main { text-transform: uppercase; line-height: 0; letter-spacing: 2em; visibility: visible; cursor: none; text-indent: -999px; }
    main { display: block !important; color: rgb(9, 9, 9) !important; }
  </style>`;
  const page = await open(partner.page('/', script + resets + widget()));
  await page.getByText('Headline 2').waitFor();
  const looks = await page.locator('live-blog').evaluate(({ shadowRoot }) => {
    const { fontSize, lineHeight, textTransform, letterSpacing, textIndent, display } = getComputedStyle(
      shadowRoot!.querySelector('article h3')!,
    );
    return { fontSize, lineHeight, textTransform, letterSpacing, textIndent, display };
  });
  expect(looks).toMatchObject({
    textTransform: 'none',
    letterSpacing: 'normal',
    textIndent: '0px',
    display: 'block',
  });
  expect(parseFloat(looks.fontSize)).toBeGreaterThanOrEqual(13);
  expect(parseFloat(looks.lineHeight)).toBeGreaterThan(parseFloat(looks.fontSize));
});

test('it changes nothing on the page: no style, no name, nothing outside of itself', async () => {
  const { partner, script, widget } = await partnerOf(2);
  const body = `<article class="list">Their own <a href="#">text</a></article><div id="w"></div>`;
  const page = await open(partner.page('/', body));
  const look = () =>
    page.evaluate(() => {
      const style = { ...getComputedStyle(document.querySelector('article')!) };
      return { names: Object.keys(window).sort(), style, head: document.head.innerHTML };
    });
  const before = await look();
  await page.locator('#w').evaluate((place, html) => {
    place.append(document.createRange().createContextualFragment(html));
  }, script + widget());
  await page.getByText('Headline 2').waitFor();
  expect(JSON.stringify(await look()) === JSON.stringify(before)).toBe(true);
});

test('[R8] a strict CSP and Trusted Types: it works with what docs/partners.md says to allow', async () => {
  const { url, partner, script, widget, publish } = await partnerOf(1);
  const policy = [
    "default-src 'none'",
    `script-src ${url}`,
    `connect-src ${url} ${url.replace('http', 'ws')}`,
    "require-trusted-types-for 'script'",
    'trusted-types live-blog',
  ].join('; ');
  const page = await open(partner.page('/', script + widget(), { 'content-security-policy': policy }));
  await page.getByText('Headline 1').waitFor();
  await publish({ headline: 'Second' });
  await page.getByText('Second').waitFor();
  const [part] = await page.locator('.root > *').all();
  expect(await part!.evaluate((element) => getComputedStyle(element).contain)).toBe('inline-size');
});

test('[R8] nothing that the desk writes runs on a partner’s page', async () => {
  const { partner, script, widget, publish, desk } = await partnerOf(0, {
    title: `<img src=x onerror="__pwned=1">"'>`,
  });
  for (const text of HOSTILE.slice(0, 16)) {
    await publish({
      headline: text.slice(0, 190),
      html: text,
      authors: [{ name: text.slice(0, 90) }],
      keyEvent: true,
    });
  }
  const layouts = [
    'limit="40"',
    'layout="compact" limit="40"',
    'layout="ticker" limit="40"',
    'key-events-only',
  ];
  const page = await open(partner.page('/', script + layouts.map((each) => widget(each)).join('')));
  await eventually(async () => (await headlinesOn(page))[0]?.length).toBe(16);
  await desk.publish('storm', { headline: 'The last' });
  await page.getByText('The last').first().waitFor();
  expect(await page.evaluate(() => '__pwned' in window)).toBe(false);
  expect(await page.locator('live-blog').first().locator('img, script, iframe, [onclick]').count()).toBe(0);
});

test('it shows nobody’s HTML but its own service’s, whatever the page says', async () => {
  const { url, partner, script } = await partnerOf(1);
  const elsewhere = `${partner.url}/storm`;
  const addresses = [
    elsewhere,
    '//evil.example/storm',
    'javascript:alert(1)',
    `${url}.evil.example/storm`,
    `${url}@127.0.0.1/storm`,
    `${url}/api/v1/blogs`,
    '',
  ];
  const widgets = addresses
    .map((src) => `<live-blog src="${src}"><a href="#">Own link</a></live-blog>`)
    .join('');
  let seen!: ReturnType<typeof watchRequests>;
  const page = await open(partner.page('/', script + widgets), {
    prepare: async (page) => (seen = watchRequests(page, 'http')),
  });
  await page.waitForFunction(() => customElements.get('live-blog'));
  expect(await page.getByText('Own link').filter({ visible: true }).count()).toBe(addresses.length);
  const asked = seen.requests.filter((path) => !path.endsWith('/widget.js') && !path.includes('127.0.0.1'));
  expect(asked).toEqual([]);
});

test('a widget that its page has broken is not taken for a broken network, and stops no other', async () => {
  const { url, partner, script, widget, publish } = await partnerOf(1);
  const breakFirst = `<script>
    document.querySelector('live-blog').dispatchEvent = () => { throw new Error('Broken by the page.'); };
  </script>`;
  let seen!: ReturnType<typeof watchRequests>;
  const page = await open(partner.page('/', widget() + widget() + breakFirst + script), {
    forgive: /Broken by the page/,
    prepare: async (page) => {
      await page.clock.install();
      seen = watchRequests(page, url);
    },
  });
  const second = page.locator('live-blog').nth(1);
  await second.getByText('Headline 1').waitFor();
  await page.clock.runFor(10_000);
  await publish({ headline: 'Bridge closed' });
  await second.getByText('Bridge closed').waitFor();
  expect(seen.requests.filter((path) => path === '/api/v1/blogs/storm')).toHaveLength(1);
});

test('a thousand widgets, one socket, and the page stays alive', async () => {
  const { url, partner, script, widget, publish } = await partnerOf(3);
  let seen!: ReturnType<typeof watchRequests>;
  const page = await open(partner.page('/', script + widget('layout="headline"').repeat(1_000)), {
    prepare: async (page) => (seen = watchRequests(page, url)),
  });
  await eventually(() => seen.sockets).toBe(1);
  await publish({ headline: 'For all' });
  await eventually(
    async () => (await headlinesOn(page)).filter(([headline]) => headline === 'For all').length,
  ).toBe(1_000);
  expect(seen.sockets).toBe(1);
  expect(seen.requests.filter((path) => path.startsWith('/api/'))).toHaveLength(1);
});

test('many blogs on one page: still one socket, and those beyond its limit are asked for now and then', async () => {
  const { url, partner, script, widget, desk } = await partnerOf(1);
  const slugs = Array.from({ length: 25 }, (_, n) => `blog-${n}`);
  for (const slug of slugs) await desk.createBlog({ slug, title: slug });
  let seen!: ReturnType<typeof watchRequests>;
  const page = await open(partner.page('/', script + slugs.map((slug) => widget('', slug)).join('')), {
    prepare: async (page) => (seen = watchRequests(page, url)),
  });
  await eventually(() => seen.sockets).toBe(1);
  for (const slug of slugs) await desk.publish(slug, { headline: `News of ${slug}` });
  await expect
    .poll(() => headlinesOn(page), { timeout: 30_000 })
    .toEqual(slugs.map((slug) => [`News of ${slug}`]));
  expect([seen.sockets, seen.openSockets]).toEqual([1, 1]);
});

test('a framework that moves, copies, removes and loads it twice gets one live widget, and leaves no socket behind', async () => {
  const { url, partner, script, widget, publish } = await partnerOf(2);
  let seen!: ReturnType<typeof watchRequests>;
  const page = await open(
    partner.page('/', `${script + script}<div id="a">${widget()}</div><div id="b"></div>`),
    {
      prepare: async (page) => (seen = watchRequests(page, url)),
    },
  );
  await eventually(() => seen.sockets).toBe(1);
  await page.evaluate(() => {
    const widget = document.querySelector('live-blog')!;
    for (let n = 0; n < 50; n += 1) document.querySelector(n % 2 ? '#a' : '#b')!.append(widget);
    document.querySelector('#b')!.append(widget.cloneNode(true));
    const made = document.createElement('live-blog');
    document.querySelector('#b')!.append(made);
    made.setAttribute('src', widget.getAttribute('src')!);
  });
  await publish({ headline: 'After' });
  await eventually(async () => (await headlinesOn(page)).map(([newest]) => newest)).toEqual([
    'After',
    'After',
    'After',
  ]);
  expect(seen.sockets).toBe(1);
  await page.evaluate(() => document.querySelectorAll('live-blog').forEach((widget) => widget.remove()));
  await eventually(() => seen.openSockets).toBe(0);
});
