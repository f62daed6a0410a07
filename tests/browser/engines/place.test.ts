/** Who reads is not moved by what happens above, nor stopped where they scroll: in every engine, to the pixel. */
import { afterAll, describe, expect, test } from 'vitest';
import type { DeskEntry } from '../../../shared/commands.ts';
import { startPartner } from '../../support/partner.ts';
import { type LiveBlog, liveBlog } from '../support.ts';
import { until } from './act.ts';
import type { Engine, Look, Tab } from './engine.ts';
import { engines } from './engines.ts';
import { bringTo, stillness, topOf } from './place.ts';

const SENTENCE = 'The wind turns to the north and the ferries stay in port. ';
/** Its height in pixels is not a whole number on most screens. */
const text = (sentences: number): string => `<p>${SENTENCE.repeat(sentences).trim()}</p>`;
const at = ({ id }: { id: string }): string => `[id="${id}"]`;
const inWidget = ({ id }: { id: string }): string => `[data-entry="${id}"]`;

/** Each of these edits makes an entry higher or lower than it was. */
async function editAbove({ desk }: LiveBlog, entries: DeskEntry[], times: number): Promise<void> {
  const latest = [...entries];
  for (let n = 0; n < times; n += 1) {
    const which = n % latest.length;
    const html = text(1 + ((n * 7) % 11));
    latest[which] = await desk.edit('storm', latest[which]!, { html });
  }
}

const marked = (live: LiveBlog) => live.publish({ headline: 'The last of it' });

async function withTab(engine: Engine, look: Look, act: (tab: Tab) => Promise<void>): Promise<void> {
  const tab = await engine.open(look);
  try {
    await act(tab);
  } finally {
    await tab.close();
  }
}

const isLive = (tab: Tab) => until(() => tab.evaluate(() => document.querySelector('.readers') !== null));
const pending = (tab: Tab) => tab.evaluate(() => document.querySelector('.pill')?.textContent ?? '');

describe.each(engines().filter(({ missing }) => missing === null))('$name', (engine) => {
  afterAll(() => engine.close());

  test('60 edits above, a new entry, a removed one: what is read stays', async () => {
    const live = await liveBlog(14);
    await withTab(engine, { width: 360, height: 700 }, async (tab) => {
      await tab.goto(live.address);
      await isLive(tab);
      const read = at(live.entries[9]!);
      await bringTo(tab, read, 120);
      const before = await topOf(tab, read);
      await editAbove(live, live.entries.slice(2, 8), 60);
      await live.desk.remove('storm', live.entries[8]!.id);
      await marked(live);
      await until(async () => (await pending(tab)).includes('1 new'));
      expect(Math.abs((await topOf(tab, read)) - before)).toBeLessThanOrEqual(1);
    });
  });

  test.each([
    ['grows', 9],
    ['shrinks', 1],
  ])('an entry that stands partly on screen above %s: the next one stays', async (_how, sentences) => {
    const live = await liveBlog(8);
    const above = await live.desk.edit('storm', live.entries[3]!, { html: text(5) });
    await withTab(engine, {}, async (tab) => {
      await tab.goto(live.address);
      await isLive(tab);
      const read = at(live.entries[4]!);
      await bringTo(tab, read, 200);
      const before = await topOf(tab, read);
      expect(await topOf(tab, at(above))).toBeLessThan(200);
      await live.desk.edit('storm', above, { html: text(sentences) });
      await marked(live);
      await until(async () => (await pending(tab)).includes('1 new'));
      expect(Math.abs((await topOf(tab, read)) - before)).toBeLessThanOrEqual(1);
    });
  });

  test('in an entry higher than the screen, what is on screen of it stays when something above it grows, or it does', async () => {
    const live = await liveBlog(6);
    const paragraphs = Array.from({ length: 16 }, (_, n) => `<h3>Part ${n}</h3>${text(6)}`);
    const tall = await live.desk.edit('storm', live.entries[3]!, { html: paragraphs.join('') });
    await withTab(engine, { width: 360, height: 700 }, async (tab) => {
      await tab.goto(live.address);
      await isLive(tab);
      await tab.evaluate(() => document.querySelectorAll('details').forEach((each) => (each.open = true)));
      const part = () =>
        tab.evaluate(() => {
          const part = [...document.querySelectorAll('h4')].find(
            ({ textContent }) => textContent === 'Part 8',
          );
          return part!.getBoundingClientRect().top;
        });
      await tab.evaluate((down: number) => window.scrollBy(0, down), Math.round((await part()) - 200));
      await stillness(tab);
      const before = await part();
      // "On screen" is not "begins on screen": of this entry neither beginning nor end is.
      expect(await topOf(tab, at(tall))).toBeLessThan(0);
      await live.desk.edit('storm', live.entries[1]!, { html: text(12) });
      await live.desk.edit('storm', live.entries[2]!, { headline: 'Longer '.repeat(20) });
      const grown = await live.desk.edit('storm', tall, { html: text(12) + paragraphs.join('') });
      await live.desk.edit('storm', grown, { html: paragraphs.slice(2).join('') });
      await marked(live);
      await until(async () => (await pending(tab)).includes('1 new'));
      expect(Math.abs((await part()) - before)).toBeLessThanOrEqual(1);
    });
  });

  test('a running scroll goes where it would have gone, whatever comes meanwhile, and nothing is lost', async () => {
    const live = await liveBlog(20);
    await withTab(engine, {}, async (tab) => {
      await tab.goto(live.address);
      await isLive(tab);
      await bringTo(tab, at(live.entries[4]!), 100);
      await tab.clickAt(4, 400);
      const pageDown = async () => {
        const from = await tab.evaluate(() => window.scrollY);
        await tab.press('PageDown');
        await until(() => tab.evaluate((from: number) => window.scrollY > from + 20, from));
        return (await stillness(tab)) - from;
      };
      const undisturbed = await pageDown();
      expect(undisturbed).toBeGreaterThan(300);

      await bringTo(tab, at(live.entries[4]!), 100);
      const read = at(live.entries[8]!);
      const before = await topOf(tab, read);
      const busy = editAbove(live, live.entries.slice(0, 3), 12).then(() => marked(live));
      await pageDown();
      await busy;
      await until(async () => (await pending(tab)).includes('1 new'));
      await stillness(tab);
      expect(Math.abs(before - (await topOf(tab, read)) - undisturbed)).toBeLessThanOrEqual(1);
    });
  });

  test('60 edits above in a widget, and in a frame: what is read in it, or behind it, stays', async () => {
    const live = await liveBlog(9);
    const partner = await startPartner();
    const tail = '<h2 id="below">Other news</h2><p style="height: 3000px"></p>';
    const body = {
      widget: `<live-blog src="${live.address}"></live-blog>${tail}<script async src="${live.url}/widget.js"></script>`,
      frame: `<iframe src="${live.url}/embed/storm" width="400" height="150" style="border: 0"></iframe>${tail}<script async src="${live.url}/embed.js"></script>`,
    };
    await withTab(engine, {}, async (tab) => {
      await tab.goto(partner.page('/widget', body.widget));
      const isThere = () =>
        tab.evaluate(
          () =>
            (document.querySelector('live-blog')?.shadowRoot?.querySelectorAll('article').length ?? 0) > 8,
        );
      await until(isThere);
      const read = inWidget(live.entries[6]!);
      await bringTo(tab, read, 100);
      const before = await topOf(tab, read);
      await editAbove(live, live.entries.slice(0, 5), 60);
      const last = await marked(live);
      await until(() =>
        tab.evaluate(
          (selector: string) => !!document.querySelector('live-blog')!.shadowRoot!.querySelector(selector),
          inWidget(last),
        ),
      );
      expect(Math.abs((await topOf(tab, read)) - before)).toBeLessThanOrEqual(1);
    });
    await withTab(engine, {}, async (tab) => {
      await tab.goto(partner.page('/frame', body.frame));
      const height = () => tab.evaluate(() => document.querySelector('iframe')!.offsetHeight);
      await until(async () => (await height()) > 200);
      await bringTo(tab, '#below', 100);
      const [before, low] = [await topOf(tab, '#below'), await height()];
      await editAbove(live, (await live.snapshot()).entries.slice(3, 8) as unknown as DeskEntry[], 60);
      await live.publish({ headline: 'The very last', html: text(40) });
      await until(async () => (await height()) > low + 100);
      expect(Math.abs((await topOf(tab, '#below')) - before)).toBeLessThanOrEqual(1);
    });
  });
});
