/** Readers' pages, widgets and frames in every engine, and in what the oldest promised ones have. */
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { startPartner } from '../../support/partner.ts';
import { liveBlog } from '../support.ts';
import { says, until } from './act.ts';
import { startBefore } from './before.ts';
import { type Case, cases } from './cases.ts';
import type { Look, Tab } from './engine.ts';
import { note, printTable } from './table.ts';
import { NOTE_TROUBLES, troublesOn } from './troubles.ts';

afterAll(printTable);

/** A window that goes with the test, on a service that is reached through what runs before its scripts. */
async function visit({ engine, before, change }: Case, url: string, look?: Look) {
  const front = await startBefore(url, `${NOTE_TROUBLES};${before.readers}`, change);
  const tab = await engine.open(look);
  onTestFinished(() => tab.close());
  return { tab, url: front.url };
}

const isLive = (tab: Tab) => until(() => tab.evaluate(() => !!document.querySelector('.readers')));
const timesOn = (tab: Tab) =>
  tab.evaluate(() => [...document.querySelectorAll('main time')].map((time) => time.textContent));

describe.each(cases())('$name', (each) => {
  afterAll(() => each.engine.close());

  test.each([
    ['uk', 'Europe/Kyiv'],
    ['ar', 'America/Coyhaique'],
    ['fa', 'Asia/Tehran'],
    ['en', '+05:45'],
  ])(
    'a page in %s by the clock of %s goes live, and keeps the words of the server',
    async (language, timezone) => {
      const { url, publish, desk, entries } = await liveBlog(3, { language, timezone });
      await desk.edit('storm', entries[0]!, { html: '<p>As it is now.</p>' });
      const { tab, url: front } = await visit(each, url);
      note(each.name, 'page', tab.version);
      const served = await (await fetch(`${url}/storm`)).text();
      await tab.goto(`${front}/storm`);
      await isLive(tab);
      const words = [...served.matchAll(/<time[^>]*>([^<]+)</g)].map(([, words]) => words);
      expect(await timesOn(tab)).toEqual(words);

      const entry = await publish({ headline: 'It came', html: '<p>Just now.</p>' });
      const at = await until(() =>
        tab.evaluate((id) => document.getElementById(id)?.querySelector('time')?.textContent, entry.id),
      );
      const now = new Intl.DateTimeFormat(language, {
        timeZone: timezone,
        ...{ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
      } as const);
      expect(at).toBe(now.format(new Date(entry.publishedAt!)));
      await desk.remove('storm', entry.id);
      await until(() => tab.evaluate((id) => !document.getElementById(id), entry.id));
      expect(await troublesOn(tab)).toEqual([]);
    },
  );

  test('a widget and a frame on a partner’s page show the blog, and what comes', async () => {
    const { url, publish } = await liveBlog(2, { language: 'uk', timezone: 'Europe/Kyiv' });
    const { tab, url: front } = await visit(each, url);
    note(each.name, 'widget, frame', tab.version);
    const partner = await startPartner();
    const site = await startBefore(partner.url, `${NOTE_TROUBLES};${each.before.readers}`, each.change);
    partner.page(
      '/',
      `<live-blog src="${front}/storm"><a href="${front}/storm">Storm</a></live-blog>
       <iframe src="${front}/embed/storm" width="400" height="600"></iframe>
       <script async src="${front}/widget.js"></script>`,
    );
    await tab.goto(`${site.url}/`);
    const first = () =>
      document.querySelector('live-blog')?.shadowRoot?.querySelector('article h3')?.textContent;
    await until(async () => (await tab.evaluate(first)) === 'Headline 2');
    await until(async () => (await tab.inFrame('iframe', first)) === 'Headline 2');
    await publish({ headline: 'It came' });
    await until(async () => (await tab.evaluate(first)) === 'It came');
    await until(async () => (await tab.inFrame('iframe', first)) === 'It came');
    expect(await troublesOn(tab)).toEqual([]);
  });

  test('where something breaks as the page comes alive, it stands as served, leads on, and is not “Live”', async () => {
    const { url } = await liveBlog(45);
    const broken = { ...each, before: { ...each.before, readers: 'Intl.DateTimeFormat = undefined' } };
    const { tab, url: front } = await visit(broken, url);
    note(each.name, 'stands when broken', tab.version);
    await tab.goto(`${front}/storm`);
    await until(() => tab.evaluate(() => !document.querySelector('.is-live')));
    await says(tab, 'Headline 45');
    expect(await tab.evaluate(() => document.querySelectorAll('article').length)).toBeGreaterThan(19);
    expect(await tab.evaluate(() => !!document.querySelector('a[href*="before="]'))).toBe(true);
  });
});
