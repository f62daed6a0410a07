/** What older browsers lack, or people deny, taken away one by one: what stands in for it does its work. */
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { startPartner } from '../../support/partner.ts';
import { startService } from '../../support/service.ts';
import { hire } from '../../support/staff.ts';
import { liveBlog, longText } from '../support.ts';
import { click, says, until } from './act.ts';
import { startBefore } from './before.ts';
import type { Engine, Look, Tab } from './engine.ts';
import { engines } from './engines.ts';
import { wordsOnPaper } from './paper.ts';
import { NOTE_TROUBLES, troublesOn } from './troubles.ts';

const here = engines().filter(({ missing }) => missing === null);
const ofToday = here.filter(({ name }) => !/\d/.test(name));

const isLive = (tab: Tab) => until(() => tab.evaluate(() => !!document.querySelector('.readers')));

interface Without {
  /** Takes away what the page's own scripts then don't find. */
  script?: string;
  /** Words of styles that nothing knows then. */
  words?: string[];
  look?: Look;
}

/** A window on the service in which something is missing; it goes with the test. */
async function visit(engine: Engine, url: string, { script = '', words = [], look }: Without) {
  const forget = (text: string) => words.reduce((text, word) => text.replaceAll(word, `-gone-${word}`), text);
  const front = await startBefore(url, `${NOTE_TROUBLES};${script}`, forget);
  const tab = await engine.open(look);
  onTestFinished(() => tab.close());
  return { tab, front: front.url };
}

/** The same for somebody at the desk, with the blog `storm` and one entry in it, edited once. */
async function sit(engine: Engine, without: Without) {
  const service = await startService();
  const desk = await service.desk();
  await desk.createBlog({ slug: 'storm', title: 'Storm' });
  const entry = await desk.publish('storm', { headline: 'River', html: '<p>Water at four metres.</p>' });
  await desk.edit('storm', entry, { html: '<p>Water at five metres.</p>' });
  const { tab, front } = await visit(engine, service.url, without);
  const [name, value] = (await hire(service, 'admin')).cookie.split('=') as [string, string];
  await tab.setCookie({ url: front, name, value });
  return { tab, front };
}

describe.each(here)('$name', (engine) => {
  afterAll(() => engine.close());

  test('on paper nothing is folded away, and no sheet is left empty', async () => {
    const { url, publish } = await liveBlog(1);
    await publish({ headline: 'One', html: `${longText()}<p>The end of one.</p>` });
    const clamped = `<p>${'wind '.repeat(400)} The end of two.</p>`;
    await publish({ headline: 'Two', html: clamped, pinned: true });
    // Who can't be told to print is shown what a page without newer styles does when it is printed.
    const older = engine.family === 'webkit' ? { script: NO_SELECTORS, words: ['::details-content'] } : {};
    // Firefox draws the letters of typefaces like ours on paper: there would be no words to read.
    const { tab, front } = await visit(engine, url, { ...older, words: [...(older.words ?? []), '.woff2'] });
    await tab.goto(`${front}/storm`);
    await isLive(tab);
    expect(await tab.evaluate(() => document.body.innerText)).not.toContain('The end of one.');
    if (tab.print) {
      const paper = await tab.print();
      const words = await wordsOnPaper(paper);
      expect(words).toContain('The end of one.');
      expect(words).toContain('The end of two.');
      expect(words).not.toContain('Pause');
      expect(await wordsOnPaper(paper, 1), 'the first sheet is used').toContain('wind wind');
    } else {
      await until(() =>
        tab.evaluate(() => {
          dispatchEvent(new Event('beforeprint'));
          return document.body.innerText.includes('The end of one.');
        }),
      );
      await tab.evaluate(() => void dispatchEvent(new Event('afterprint')));
    }
    expect(await tab.evaluate(() => document.body.innerText)).not.toContain('The end of one.');
    expect(await troublesOn(tab)).toEqual([]);
  });
});

const NO_SELECTORS = 'CSS.supports = () => false';

describe.each(ofToday)('$name', (engine) => {
  afterAll(() => engine.close());

  test('without popovers nobody is offered notifications, and nothing lies over the page', async () => {
    const { url } = await liveBlog(1);
    // An iPhone, which can say so in every engine.
    const phone = 'navigator.standalone = false; delete window.PushManager';
    const bell = (tab: Tab) => tab.evaluate(() => !!document.querySelector('.bell'));
    const { tab, front } = await visit(engine, url, { script: phone });
    await tab.goto(`${front}/storm`);
    await until(() => bell(tab));
    const older = await visit(engine, url, { script: `${phone};${NO_POPOVER}` });
    await older.tab.goto(`${older.front}/storm`);
    await isLive(older.tab);
    expect(await bell(older.tab)).toBe(false);
    expect(await older.tab.evaluate(() => document.querySelector('#alerts'))).toBe(null);
    expect(await troublesOn(older.tab)).toEqual([]);
  });

  test('where all storing is denied the page lives, and the desk says that it keeps nothing', async () => {
    const { url, publish } = await liveBlog(1);
    const { tab, front } = await visit(engine, url, { script: DENY });
    await tab.goto(`${front}/storm`);
    await isLive(tab);
    const { id } = await publish({ headline: 'It came' });
    await until(() => tab.evaluate((id) => !!document.getElementById(id), id));
    await tab.reload();
    await isLive(tab);
    expect(await troublesOn(tab)).toEqual([]);

    const desk = await sit(engine, { script: DENY });
    await desk.tab.goto(`${desk.front}/desk/storm`);
    await click(desk.tab, 'input, textarea', 'Headline');
    await desk.tab.type('Nothing is kept');
    await desk.tab.press('Control+Enter');
    await says(desk.tab, 'This browser has no room left to keep text.');
    expect(await troublesOn(desk.tab)).toEqual([]);
  });

  test('without a segmenter of words, a history shows which of them have changed', async () => {
    const { tab, front } = await sit(engine, { script: 'delete Intl.Segmenter' });
    await tab.goto(`${front}/desk/storm`);
    await click(tab, 'button', 'History: River');
    const changed = () =>
      tab.evaluate(() =>
        [...document.querySelectorAll('dialog :is(del, ins)')].map(({ textContent }) => textContent),
      );
    await expect.poll(changed, { timeout: 10_000 }).toEqual(['four', 'five']);
    expect(await troublesOn(tab)).toEqual([]);
  });

  test.each([
    ['has none', 'delete Intl.supportedValuesOf'],
    ['throws', `Intl.supportedValuesOf = () => { throw new RangeError('timeZone') }`],
    [
      'has doubles',
      `Intl.supportedValuesOf = () => ['UTC', 'Europe/Kyiv', 'UTC', 'Europe/Kyiv', 'Asia/Gaza']`,
    ],
  ])('a browser whose list of zones %s makes blogs, and opens the settings of one', async (_, script) => {
    const { tab, front } = await sit(engine, { script });
    await tab.goto(`${front}/desk`);
    await click(tab, 'button', 'New blog');
    await click(tab, 'dialog input', 'Title');
    await tab.type('The vote');
    await click(tab, 'dialog button', 'Create');
    await until(() => tab.evaluate(() => location.pathname === '/desk/the-vote'));
    await tab.goto(`${front}/desk/storm/settings`);
    await says(tab, 'Language');
    expect(await troublesOn(tab)).toEqual([]);
  });

  test('without light-dark() and color-mix() a widget has its colours, and they can be read', async () => {
    const { url, publish } = await liveBlog(1);
    await publish({ headline: 'It burns', breaking: true });
    const { tab, front } = await visit(engine, url, { words: ['light-dark(', 'color-mix('] });
    const partner = await startPartner();
    const widgets = ['light', 'dark', ''].map((theme) => {
      const chosen = theme && `theme="${theme}"`;
      return `<live-blog src="${front}/storm" ${chosen}><a href="${front}/storm">Storm</a></live-blog>`;
    });
    await tab.goto(partner.page('/', `${widgets.join('')}<script async src="${front}/widget.js"></script>`));
    const colours = () =>
      tab.evaluate(() =>
        [...document.querySelectorAll('live-blog')].map(({ shadowRoot }) => {
          const mark = shadowRoot?.querySelector('.breaking');
          const line = shadowRoot?.querySelector('.feed article');
          return [
            mark && getComputedStyle(mark).backgroundColor,
            mark && getComputedStyle(mark).color,
            line && getComputedStyle(line).borderTopColor,
          ].join(' on ');
        }),
      );
    await expect
      .poll(colours, { timeout: 10_000 })
      .toEqual([
        'rgb(194, 20, 31) on rgb(255, 255, 255) on rgba(128, 128, 128, 0.35)',
        'rgb(255, 111, 97) on rgb(18, 20, 23) on rgba(128, 128, 128, 0.35)',
        'rgb(221, 44, 54) on rgb(255, 255, 255) on rgba(128, 128, 128, 0.35)',
      ]);
  });

  test('without lh a long pinned text is folded to some lines, and opens', async () => {
    const { url, publish } = await liveBlog(1);
    await publish({ headline: 'What we know', html: `<p>${'wind '.repeat(400)}</p>`, pinned: true });
    const { tab, front } = await visit(engine, url, { words: ['8lh'] });
    await tab.goto(`${front}/storm`);
    await isLive(tab);
    const height = () => tab.evaluate(() => document.querySelector<HTMLElement>('.clamped')!.offsetHeight);
    expect(await height()).toBe(13 * 16);
    await click(tab, 'section summary');
    await until(async () => (await height()) > 2 * 13 * 16);
    expect(await troublesOn(tab)).toEqual([]);
  });

  test('without checkVisibility Ctrl+Home leads out of the feed', async () => {
    const { url } = await liveBlog(3);
    const { tab, front } = await visit(engine, url, {
      script: 'if (window.Element) delete Element.prototype.checkVisibility',
    });
    await tab.goto(`${front}/storm`);
    await isLive(tab);
    await tab.evaluate(() => document.querySelector('article')!.focus());
    await tab.press('Control+Home');
    await until(() => tab.evaluate(() => document.activeElement!.matches('main select')));
    expect(await troublesOn(tab)).toEqual([]);
  });
});

const NO_POPOVER = `for (const name of ['popover', 'showPopover', 'hidePopover', 'togglePopover'])
  delete HTMLElement.prototype[name]`;

/** Whatever keeps something throws when it is looked at, and what promises to do so breaks its word. */
const DENY = `if (globalThis.window) {
  const deny = () => { throw new DOMException('denied', 'SecurityError') };
  const reject = async () => deny();
  for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches'])
    Object.defineProperty(window, name, { get: deny });
  if (navigator.serviceWorker) navigator.serviceWorker.register = reject;
  if (navigator.locks) navigator.locks.request = navigator.locks.query = reject;
}`;
