/** A widget that shows one entry, older than what is held of its blog. */
import { expect, test } from 'vitest';
import { eventually } from '../sight.ts';
import { startBrowser } from '../support.ts';
import { headlinesOn, partnerOf, watchRequests } from './widget.ts';

const open = startBrowser();

test('it stays when the widget is moved, and goes to another and back when it is told to', async () => {
  const { partner, script, widget, entries } = await partnerOf(45);
  const [oldest, older] = [entries.at(-1)!.id, entries.at(-2)!.id];
  const page = await open(partner.page('/', `${script}${widget(`entry="${oldest}"`)}<div id="aside"></div>`));
  await eventually(() => headlinesOn(page)).toEqual([['Headline 1']]);
  const afterMove = await page.locator('live-blog').evaluate((widget) => {
    document.querySelector('#aside')!.append(widget);
    return widget.shadowRoot!.querySelector('[part=headline]')?.textContent;
  });
  expect(afterMove).toBe('Headline 1');
  const show = (id: string) =>
    page.locator('live-blog').evaluate((widget, id) => widget.setAttribute('entry', id), id);
  await show(older);
  await eventually(() => headlinesOn(page)).toEqual([['Headline 2']]);
  await show(oldest);
  await eventually(() => headlinesOn(page)).toEqual([['Headline 1']]);
});

test('one that is removed is asked for once, and hardly again however often its blog changes', async () => {
  const { url, desk, publish, partner, script, widget, entries } = await partnerOf(45);
  const [newest, oldest] = [entries[0]!, entries.at(-1)!];
  let seen!: ReturnType<typeof watchRequests>;
  const body = script + widget(`entry="${oldest.id}"`) + widget(`entry="${newest.id}"`) + widget('limit="1"');
  const page = await open(partner.page('/', body), {
    forgive: /status of 410/,
    prepare: async (page) => {
      await page.clock.install();
      await page.addInitScript(() => (Math.random = () => 0.5));
      seen = watchRequests(page, url);
    },
  });
  await eventually(() => headlinesOn(page)).toEqual([['Headline 1'], ['Headline 45'], ['Headline 45']]);
  const looks = () => seen.requests.filter((path) => path.includes('/entries/')).length;
  expect(looks()).toBe(1);
  await page.clock.pauseAt(Date.now() + 5_000);
  await desk.remove('storm', newest.id);
  await desk.remove('storm', oldest.id);
  await eventually(async () => (await headlinesOn(page)).slice(1)).toEqual([[], ['Headline 44']]);
  expect(looks()).toBe(1);
  await page.clock.runFor(1_500);
  await eventually(() => headlinesOn(page)).toEqual([[], [], ['Headline 44']]);
  expect(looks()).toBe(3);
  for (const headline of ['One', 'Two', 'Three']) {
    await publish({ headline });
    await page.getByText(headline).waitFor();
    await page.clock.runFor(5_000);
  }
  expect(looks()).toBe(3);
});
