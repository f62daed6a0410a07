/** Widgets on a partner's page, on another origin than the service's. */
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from 'vitest';
import { shiftsOn, watchShifts } from '../shifts.ts';
import { eventually, NO_OVERFLOW, overflowOn } from '../sight.ts';
import { startBrowser } from '../support.ts';
import { headlinesOn, partnerOf, watchRequests } from './widget.ts';

const open = startBrowser();

test('[R7] an entry comes to a widget, changes there, and leaves nothing behind when it is removed', async () => {
  const { partner, script, widget, desk, publish } = await partnerOf();
  const page = await open(partner.page('/', script + widget()));
  await page.getByText('The first update will appear here.').waitFor();
  const entry = await publish({ headline: 'Bridge closed', html: '<p>Until noon.</p>' });
  await page.getByText('Until noon.').waitFor();
  const edited = await desk.edit('storm', entry, { html: '<p>Until two.</p>' });
  await page.getByText('Until two.').waitFor();
  const mark = page.locator('[part=updated] time');
  expect(await mark.getAttribute('datetime')).toBe(edited.updatedAt);
  await desk.remove('storm', entry.id);
  await page.locator('article').waitFor({ state: 'detached' });
  const text = await page.locator('live-blog').evaluate(({ shadowRoot }) => shadowRoot!.innerHTML);
  expect(text).not.toMatch(/Bridge|Until/);
});

test('[R6] twenty widgets of two blogs: one socket, one request for each blog, and all show the truth', async () => {
  const { url, partner, script, widget, desk, publish, entries } = await partnerOf(4);
  await desk.createBlog({ slug: 'calm', title: 'Calm' });
  await desk.publish('calm', { headline: 'Nothing' });
  const body = script + (widget() + widget('', 'calm')).repeat(10);
  let seen!: ReturnType<typeof watchRequests>;
  const page = await open(partner.page('/', body), {
    prepare: async (page) => (seen = watchRequests(page, url)),
  });
  await eventually(() => seen.sockets).toBe(1);
  await desk.remove('storm', entries[1]!.id);
  await publish({ headline: 'Late' });
  const truth = ['Late', ...entries.filter((_, n) => n !== 1).map(({ headline }) => headline!)];
  await eventually(() => headlinesOn(page)).toEqual(
    Array.from({ length: 20 }, (_, n) => (n % 2 ? ['Nothing'] : truth)),
  );
  const reads = seen.requests.filter((path) => path.startsWith('/api/'));
  expect(reads.sort()).toEqual(['/api/v1/blogs/calm', '/api/v1/blogs/storm']);
  expect(seen.sockets).toBe(1);
});

test('attributes say how much of it, how and in which language, and can change', async () => {
  const { partner, script, widget, desk, publish } = await partnerOf(8);
  await publish({ headline: 'Key', keyEvent: true });
  await publish({ headline: 'Last', breaking: true });
  const layouts = [
    'limit="3"',
    'key-events-only',
    'layout="compact"',
    'layout="headline"',
    'layout="nonsense" limit="-1"',
  ];
  const page = await open(partner.page('/', script + layouts.map((each) => widget(each)).join('')));
  const newest = ['Last', 'Key', 'Headline 8', 'Headline 7', 'Headline 6'];
  const all = [...newest, 'Headline 5', 'Headline 4', 'Headline 3', 'Headline 2', 'Headline 1'];
  await eventually(() => headlinesOn(page)).toEqual([newest.slice(0, 3), ['Key'], newest, ['Last'], all]);
  expect(await page.locator('live-blog').nth(2).getByText('The wind turns').count()).toBe(0);

  const first = page.locator('live-blog').first();
  await first.getByText('Breaking').waitFor();
  await first.evaluate((widget) => {
    widget.setAttribute('limit', '1');
    widget.setAttribute('language', 'uk');
  });
  await first.getByText('Терміново').waitFor();
  expect((await headlinesOn(page))[0]).toEqual(['Last']);
  expect(await first.locator('article').getAttribute('lang')).toBe('en');

  await first.evaluate((widget) => widget.setAttribute('language', 'ar'));
  await first.getByText('عاجل').waitFor();
  expect(await first.locator('.root').getAttribute('dir')).toBe('rtl');

  await desk.createBlog({ slug: 'calm', title: 'Calm' });
  await desk.publish('calm', { headline: 'Nothing' });
  await first.evaluate((widget) =>
    widget.setAttribute('src', widget.getAttribute('src')!.replace('storm', 'calm')),
  );
  await eventually(async () => (await headlinesOn(page))[0]).toEqual(['Nothing']);
});

test('[R7] a widget can show one entry, however old, until it is removed', async () => {
  const { partner, script, widget, desk, publish, entries } = await partnerOf(45);
  const old = entries.at(-1)!;
  const page = await open(
    partner.page('/', script + widget(`entry="${old.id}"`) + widget(`entry="${entries[0]!.id}"`)),
    {
      forgive: /status of 410/,
    },
  );
  await eventually(() => headlinesOn(page)).toEqual([['Headline 1'], ['Headline 45']]);
  await desk.edit('storm', old, { headline: 'Headline one' });
  await eventually(() => headlinesOn(page)).toEqual([['Headline one'], ['Headline 45']]);
  await publish({ headline: 'Another' });
  await desk.remove('storm', old.id);
  await desk.remove('storm', entries[0]!.id);
  await eventually(() => headlinesOn(page)).toEqual([[], []]);
});

test('it tells the page what it shows and what readers press, and the page can go elsewhere', async () => {
  const { url, partner, widget, script, publish, entries } = await partnerOf(2);
  const listen = `<script>
    told = [];
    for (const type of ['load', 'update', 'entry-click'])
      document.addEventListener(type, (e) => {
        if (e.target.localName !== 'live-blog') return;
        told.push([type, e.detail]);
        if (type === 'entry-click' && !window.goes) e.preventDefault();
      }, true);
  </script>`;
  const page = await open(partner.page('/', listen + script + widget()));
  const told = () => page.evaluate(() => (window as unknown as { told: [string, object][] }).told);
  await eventually(told).toEqual([['load', { blog: 'storm', seq: 3 }]]);
  const entry = await publish({ headline: 'Third' });
  await page.getByText('Third').waitFor();
  await eventually(async () => (await told()).at(-1)).toEqual([
    'update',
    { blog: 'storm', seq: 4, entries: [entry.id] },
  ]);
  const href = `${url}/storm/${entries[0]!.id}`;
  await page.getByRole('link', { name: 'Headline 2' }).click();
  expect((await told()).at(-1)).toEqual(['entry-click', { blog: 'storm', entry: entries[0]!.id, href }]);
  expect(page.url()).toBe(`${partner.url}/`);
  await page.evaluate(() => Object.assign(window, { goes: true }));
  await page.getByRole('link', { name: 'Headline 2' }).click();
  await page.waitForURL(href);
  await page.getByText('Headline 2').first().waitFor();
});

test('without script there is a link', async () => {
  const { address, partner, script, widget } = await partnerOf(1);
  const page = await open(partner.page('/', script + widget()), { javaScriptEnabled: false });
  expect(await page.getByRole('link', { name: 'Follow it live' }).getAttribute('href')).toBe(address);
});

test('a blog that is taken off other sites leaves the page within seconds, but for the link', async () => {
  const { partner, script, widget, desk } = await partnerOf(2);
  const page = await open(partner.page('/', script + widget()), { forgive: /status of 403/ });
  await page.getByText('Headline 2').waitFor();
  await desk.changeBlog('storm', { embedding: 'off' });
  await page.getByText('This live blog is not shown here.').waitFor();
  await page.getByRole('link', { name: 'Follow it live' }).waitFor();
  expect(await page.locator('live-blog').evaluate(({ shadowRoot }) => shadowRoot!.innerHTML)).not.toMatch(
    /Headline/,
  );
  await page.reload();
  await page.getByText('This live blog is not shown here.').waitFor();
});

test('it has the page’s font and colours, and what the page sets for it', async () => {
  const { partner, script, widget } = await partnerOf(1);
  const style = `<style>
    body { font-family: monospace; color: rgb(10, 20, 30); }
    .own { --live-blog-accent: rgb(1, 2, 3); --live-blog-font: fantasy; --live-blog-ink: rgb(4, 5, 6); }
    .own::part(headline) { letter-spacing: 3px; }
  </style>`;
  const page = await open(
    partner.page('/', style + script + widget() + widget('class="own"') + widget('theme="dark"')),
  );
  await page.getByText('Headline 1').nth(2).waitFor();
  const looks = await page.locator('live-blog').evaluateAll((widgets) =>
    widgets.map(({ shadowRoot }) => {
      const of = (selector: string) => getComputedStyle(shadowRoot!.querySelector(selector)!);
      return {
        font: of('.root').fontFamily,
        ink: of('.root').color,
        paper: of('.root').backgroundColor,
        live: of('.live').color,
        spacing: of('[part=headline]').letterSpacing,
      };
    }),
  );
  expect(looks[0]).toMatchObject({
    font: 'monospace',
    ink: 'rgb(10, 20, 30)',
    paper: 'rgba(0, 0, 0, 0)',
    spacing: 'normal',
  });
  expect(looks[1]).toMatchObject({
    font: 'fantasy',
    ink: 'rgb(4, 5, 6)',
    live: 'rgb(1, 2, 3)',
    spacing: '3px',
  });
  expect(looks[2]).toMatchObject({ font: 'monospace', paper: 'rgb(18, 20, 23)' });
});

test('nothing moves on a page that gives it a height', async () => {
  const { partner, script, widget } = await partnerOf(12);
  const boxes = ['feed', 'compact', 'ticker'].map(
    (each) => `${widget(`layout="${each}" style="display: block; height: 160px"`)}<p>Below</p>`,
  );
  const page = await open(partner.page('/', boxes.join('') + script), { prepare: watchShifts });
  await page.getByText('Headline 12').nth(2).waitFor();
  await page.waitForLoadState('load');
  expect(await shiftsOn(page)).toEqual([]);
});

test.each([
  ['light', 320],
  ['dark', 1280],
] as const)(
  'axe finds nothing wrong with it, and nothing sticks out: %s, %i px',
  async (colorScheme, width) => {
    const { partner, script, widget, publish } = await partnerOf(6);
    await publish({
      headline: 'W'.repeat(120),
      html: '<ul><li>a</li></ul>',
      breaking: true,
      keyEvent: true,
      authors: [{ name: 'Ann' }],
    });
    const kinds = [
      'theme="auto"',
      'layout="compact" theme="light"',
      'layout="ticker" theme="dark"',
      'layout="headline"',
      '',
    ];
    const meta = '<meta name="viewport" content="width=device-width, initial-scale=1">';
    const page = await open(partner.page('/', meta + script + kinds.map((each) => widget(each)).join('')), {
      colorScheme,
      viewport: { width, height: 800 },
      reducedMotion: 'reduce',
    });
    await page.getByText('WWW').nth(4).waitFor();
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    expect(await overflowOn(page)).toEqual(NO_OVERFLOW);
  },
);
