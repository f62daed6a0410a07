/** Where the desk keeps its partners, and makes the code that they put on their pages. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { enlist, startPartner } from '../../support/partner.ts';
import { button, newsroom, REFUSALS } from '../desk/desk.ts';
import { eventually, NO_OVERFLOW, overflowOn } from '../sight.ts';
import { startBrowser } from '../support.ts';

const open = startBrowser();

const choose = (page: Page, kind: string) =>
  page.getByRole('radio', { name: new RegExp(`^${kind}[.]`) }).check();
const codeOn = (page: Page) => page.getByRole('textbox', { name: 'Code to copy' }).inputValue();

test('a partner is registered, changed and taken off, and its pages follow within seconds', async () => {
  const { url, api, seat } = await newsroom(open);
  const partner = await startPartner();
  await api.publish('flood', { headline: 'Bridge closed' });
  await api.changeBlog('flood', { embedding: 'listed' });
  const { page } = await seat('/desk/partners', 'admin', null, { forgive: REFUSALS });
  await page.getByText('None yet.').waitFor();

  await button(page, 'New partner').click();
  await page.getByLabel('Name').fill('Echo');
  await page.getByLabel('Sites').fill('echo.example/news');
  await button(page, 'Save').click();
  await page.getByText('Each site must be an address such as').waitFor();
  await page.getByLabel('Sites').fill('');
  await button(page, 'Save').click();
  await page.getByText('Sites must name at least one site.', { exact: true }).waitFor();
  expect(await page.getByText('Each site must be an address such as').count()).toBe(0);
  await page.getByLabel('Sites').fill(`https://echo.example\n${partner.url}/`);
  await button(page, 'Save').click();
  await page.getByText(`https://echo.example, ${partner.url}`).waitFor();

  const tag = `<script async src="${url}/widget.js"></script><live-blog src="${url}/flood"></live-blog>`;
  const reader = await open(partner.page('/', tag), { forgive: REFUSALS });
  await reader.getByText('Bridge closed').waitFor();

  await button(page, 'Change: Echo').click();
  await page.getByLabel('Only these').check();
  await button(page, 'Save').click();
  await page.getByText('Only:').waitFor();
  await reader.getByText('This live blog is not shown here.').waitFor();

  await button(page, 'Remove: Echo').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await page.getByText('None yet.').waitFor();
});

test('the code that the desk makes works on a partner’s page as it is', async () => {
  const { api, seat } = await newsroom(open);
  const partner = await startPartner();
  await api.changeBlog('flood', { title: 'The "river" <rises>' });
  for (const n of [1, 2, 3]) await api.publish('flood', { headline: `Headline ${n}` });
  const { page } = await seat('/desk/flood/embed', 'editor', 'flood');
  const plain = await open(partner.page('/plain', await codeOn(page)));
  await plain.getByText('Headline 1').waitFor();

  await page.getByLabel('Layout').selectOption('compact');
  await page.getByLabel('Most entries').fill('2');
  await page.getByLabel('Height in pixels').fill('222');
  await page.getByLabel('Language of its words').fill('uk');
  for (const kind of ['Script', 'Frame']) {
    await choose(page, kind);
    const there = await open(partner.page(`/${kind}`, await codeOn(page)));
    const widget =
      kind === 'Frame' ? there.frameLocator('iframe').locator('live-blog') : there.locator('live-blog');
    await widget.getByText('Headline 3').waitFor();
    expect(await widget.locator('article').count()).toBe(2);
    await widget.getByText('Усі повідомлення').waitFor();
    const outer = there.locator(kind === 'Frame' ? 'iframe' : 'live-blog');
    expect(await outer.evaluate((element) => element.clientHeight)).toBe(222);
  }
  await choose(page, 'Address');
  expect(await codeOn(page)).toMatch(/^http:\/\/localhost:\d+\/flood$/);

  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await button(page, 'Copy').click();
  await button(page, 'Copied').waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await codeOn(page));
});

test('a frame is counted on pages that send no referrer', async () => {
  const { url, api, seat } = await newsroom(open);
  const partner = await startPartner();
  await enlist(api, partner.url);
  await api.publish('flood', { headline: 'Bridge closed' });
  const { page } = await seat('/desk/flood/embed', 'admin');
  await choose(page, 'Frame');
  const secretive = { 'referrer-policy': 'no-referrer' };
  const there = await open(partner.page('/', await codeOn(page), secretive));
  await there.frameLocator('iframe').getByText('Bridge closed').waitFor();
  await eventually(async () => {
    await page.goto(`${url}/desk/partners`);
    return page.getByText(/open now/).innerText();
  }).toMatch(/ 1 views? today/);
});

test('what makes no sense is not in the code, and the page says so', async () => {
  const { seat } = await newsroom(open);
  const { page } = await seat('/desk/flood/embed', 'editor', 'flood');
  const height = page.getByLabel('Height in pixels');
  for (const wrong of ['abc', '99', '5001', '1e3']) {
    await height.fill(wrong);
    await height.blur();
    await page.getByText('A whole number from 100 to 5,000.').waitFor();
    expect(await codeOn(page)).not.toContain('style');
  }
  await page.getByLabel('Most entries').fill('many');
  await page.getByLabel('Most entries').blur();
  await page.getByText('A whole number from 1 to 40.').waitFor();
  expect(await codeOn(page)).not.toContain('limit');
  await height.fill('400');
  await height.blur();
  await eventually(() => page.getByText('A whole number from 100').count()).toBe(0);
  expect(await codeOn(page)).toContain('height: 400px');
  await page.getByText('live-blog { display: block; height: 400px }').waitFor();

  const colours = page.getByLabel('Colours', { exact: true });
  const shown = () => colours.evaluate((select: HTMLSelectElement) => select.selectedOptions[0]?.text);
  await eventually(shown).toBe('The page’s own');
  await choose(page, 'Frame');
  await eventually(shown).toBe('Light or dark, as the device');
  expect(await colours.locator('option').count()).toBe(3);
  await choose(page, 'Script');
  await eventually(shown).toBe('The page’s own');
});

test('where the browser lets no page write the clipboard, the code is ready for a hand to copy', async () => {
  const { seat } = await newsroom(open);
  const prepare = (page: Page) =>
    page.addInitScript('Object.defineProperty(Navigator.prototype, "clipboard", { value: undefined })');
  const { page } = await seat('/desk/flood/embed', 'editor', 'flood', { prepare });
  const code = await codeOn(page);
  await button(page, 'Copy').click();
  await page.getByText('Press Ctrl+C to copy.').waitFor();
  await page.keyboard.press('Control+C');
  const pasted = page.getByLabel('Language of its words');
  await pasted.focus();
  await page.keyboard.press('Control+V');
  expect(await pasted.inputValue()).toBe(code.replaceAll('\n', ' '));
});

test('the preview is the very widget, live, and takes each look at once', async () => {
  const { url, api, seat } = await newsroom(open);
  const entries = [];
  for (const n of [1, 2, 3]) entries.push(await api.publish('flood', { headline: `Headline ${n}` }));
  const { page } = await seat('/desk/flood/embed', 'editor', 'flood');
  const element = page.locator('live-blog');
  const headlines = () => element.locator('[part=headline]').allTextContents();
  const look = () =>
    element.evaluate(({ clientHeight, shadowRoot }) => {
      const { backgroundColor, fontFamily } = getComputedStyle(shadowRoot!.querySelector('.root')!);
      return { height: clientHeight, paper: backgroundColor, font: fontFamily };
    });
  const font = await page.locator('body').evaluate((body) => getComputedStyle(body).fontFamily);
  await eventually(headlines).toEqual(['Headline 3', 'Headline 2', 'Headline 1']);
  expect(await look()).toMatchObject({ font, paper: 'rgba(0, 0, 0, 0)' });
  await api.publish('flood', { headline: 'Headline 4', keyEvent: true });
  await eventually(async () => (await headlines())[0]).toBe('Headline 4');

  await page.getByLabel('Most entries').fill('2');
  await eventually(headlines).toEqual(['Headline 4', 'Headline 3']);
  await page.getByLabel('Colours', { exact: true }).selectOption('dark');
  await page.getByLabel('Height in pixels').fill('222');
  await eventually(look).toMatchObject({ height: 222, paper: 'rgb(18, 20, 23)' });
  await page.getByLabel('Language of its words').fill('uk');
  await element.getByText('Усі повідомлення').waitFor();
  await page.getByLabel('Key events only').check();
  await eventually(headlines).toEqual(['Headline 4']);
  await page.getByLabel('Key events only').uncheck();
  await eventually(headlines).toEqual(['Headline 4', 'Headline 3']);
  const popup = page.context().waitForEvent('page');
  await element.getByRole('link', { name: 'Headline 3' }).click();
  expect((await popup).url()).toBe(`${url}/flood/${entries[2]!.id}`);
  await (await popup).close();

  await choose(page, 'Frame');
  const frame = page.frameLocator('iframe');
  const paper = () => frame.locator('.root').evaluate((root) => getComputedStyle(root).backgroundColor);
  await frame.getByText('Усі повідомлення').waitFor();
  expect(await page.locator('iframe').evaluate(({ clientHeight }) => clientHeight)).toBe(222);
  expect(await frame.locator('article').count()).toBe(2);
  expect(await paper()).toBe('rgb(18, 20, 23)');
  await page.getByLabel('Colours', { exact: true }).selectOption('light');
  await eventually(paper).toBe('rgb(255, 253, 249)');
  await choose(page, 'Address');
  await frame.getByText('All updates').waitFor();
  await eventually(() => frame.locator('article').count()).toBe(4);

  await page.getByRole('link', { name: 'settings', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
  await page.goBack();
  await page.getByRole('heading', { level: 1, name: 'Widget' }).waitFor();
  await eventually(headlines).toHaveLength(4);
});

test.each([
  ['light', 360],
  ['dark', 1280],
] as const)('axe finds nothing wrong with these pages: %s, %i px', async (colorScheme, width) => {
  const { seat } = await newsroom(open);
  const visit = { colorScheme, viewport: { width, height: 800 }, reducedMotion: 'reduce' } as const;
  const { page } = await seat('/desk/partners', 'admin', null, visit);
  const check = async (what: string) => {
    const { violations } = await new AxeBuilder({ page }).exclude('iframe').analyze();
    expect(
      violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
      what,
    ).toEqual([]);
    expect(await overflowOn(page), what).toEqual(NO_OVERFLOW);
  };
  await button(page, 'New partner').click();
  await page.getByLabel('Name').fill('Echo');
  await page.getByLabel('Sites').fill(`https://${'long-'.repeat(10)}.example`);
  await check('the form');
  await button(page, 'Save').click();
  await page.getByText('Echo').waitFor();
  await check('the list');
  await page.goto(page.url().replace('partners', 'flood/embed'));
  await page.getByText('The first update will appear here.').waitFor();
  await check('the code, and the element');
  await page.getByLabel('Colours', { exact: true }).selectOption('dark');
  await page.getByLabel('Layout').selectOption('ticker');
  await check('another look');
  await choose(page, 'Frame');
  await page.frameLocator('iframe').getByText('The first update will appear here.').waitFor();
  await check('the frame');
});
