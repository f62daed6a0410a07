/** Writing at the desk: what is typed, pasted and chosen is what readers get, and stays until it is sent. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { sanitise } from '../../../server/newsroom/sanitise.ts';
import { type AtDesk, atDesk, crash, headlineOn, paste, textOn } from './composing.ts';
import { PASTED } from './pasted.ts';
import { eventually } from '../sight.ts';
import { PHONE, startBrowser } from '../support.ts';

const open = startBrowser();
const htmlOf = async ({ published }: AtDesk) => (await published())[0]?.html;
const twoFrames = (page: Page) =>
  page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

test('by keyboard alone: from the first letter to a published entry with headings, lists, a quote and a link', async () => {
  const at = await atDesk(open);
  const { keyboard } = at.page;
  await keyboard.type('Ferries stay in port');
  await keyboard.press('Tab');
  await keyboard.type('Plain ');
  await keyboard.press('Control+b');
  await keyboard.type('bold');
  await keyboard.press('Control+b');
  await keyboard.press('Enter');
  await keyboard.type('### Heading');
  await keyboard.press('Enter');
  await keyboard.type('- one');
  await keyboard.press('Enter');
  await keyboard.type('two');
  await keyboard.press('Enter');
  await keyboard.press('Enter');
  await keyboard.type('> said');
  await keyboard.press('Enter');
  await keyboard.press('Enter');
  await keyboard.type('map');
  await keyboard.press('Shift+Control+ArrowLeft');
  await twoFrames(at.page); // no hand is faster than the browser tells of a selection
  await keyboard.press('Control+k');
  await eventually(() =>
    at.page.getByLabel('Address').evaluate((field) => field === document.activeElement),
  ).toBe(true);
  await keyboard.type('example.org/map');
  await keyboard.press('Enter');
  await at.page.locator('.ProseMirror:focus').waitFor();
  await keyboard.press('Control+Enter');
  await eventually(() => htmlOf(at)).toBe(
    '<p>Plain <strong>bold</strong></p><h3>Heading</h3><ul><li><p>one</p></li><li><p>two</p></li></ul>' +
      '<blockquote><p>said</p></blockquote><p><a href="https://example.org/map" rel="noopener">map</a></p>',
  );
  expect((await at.published())[0]!.headline).toBe('Ferries stay in port');
});

test('the toolbar is one stop for Tab, arrows walk it, and it says what is on', async () => {
  const at = await atDesk(open);
  await at.headline.focus();
  await at.page.keyboard.press('Tab');
  await at.page.keyboard.press('Tab');
  const focused = () => at.page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
  expect(await focused()).toBe('Bold');
  await at.page.keyboard.press('ArrowRight');
  expect(await focused()).toBe('Italic');
  await at.page.keyboard.press('Enter');
  await eventually(focused).toBe('Text');
  expect(await button(at.page, 'Italic').getAttribute('aria-pressed')).toBe('true');
  expect(await button(at.page, 'Bold').getAttribute('aria-pressed')).toBe('false');
});

test.each(PASTED)(
  '[R8] what comes from $from is cleaned into just what the newsroom keeps',
  async (pasted) => {
    const at = await atDesk(open);
    await at.text.click();
    await paste(at.page, pasted.html);
    expect(await at.page.getByText('left out.').allTextContents()).toEqual(
      pasted.leftOut ? [pasted.leftOut, pasted.leftOut] : [],
    );
    const sent = at.page.waitForRequest((request) => request.method() === 'POST');
    await at.page.keyboard.press('Control+Enter');
    const { html } = (await sent).postDataJSON() as { html: string };
    expect(html).toBe(pasted.becomes);
    expect(sanitise(html)).toEqual({ html, leftOut: [] });
  },
);

test('what an entry said in another language and direction stays when something else is changed', async () => {
  const at = await atDesk(open);
  const html = (end: string) =>
    '<p lang="ar" dir="rtl">مرحبا</p><blockquote lang="uk" dir="ltr"><p>Так.</p></blockquote>' +
    `<p><a href="${at.service.url}/flood" rel="noopener">There</a> and here${end}</p>`;
  await at.desk.publish('storm', { headline: 'Voices', html: html('') });
  await button(at.page, 'Edit: Voices').click();
  await eventually(() => at.text.innerText()).toContain('and here');
  await at.text.focus();
  await at.page.keyboard.press('Control+End');
  await at.page.keyboard.type(', and more');
  await at.page.keyboard.press('Control+Enter');
  await eventually(() => htmlOf(at)).toBe(html(', and more'));
});

test('the length is counted: quietly from 80 %, and over the limit it says why it can’t be published', async () => {
  const at = await atDesk(open);
  await at.headline.fill('x'.repeat(159));
  expect(await at.page.getByText(/of 200 characters/).count()).toBe(0);
  await at.headline.fill('x'.repeat(160));
  await at.page.getByText('160 of 200 characters').waitFor();
  await at.headline.fill('x'.repeat(203));
  await at.page.getByText('203 of 200 characters: 3 too many').waitFor();
  await at.page.getByText('The headline is too long to be published.').waitFor();
  await at.page.keyboard.press('Control+Enter');
  expect(await at.headline.inputValue()).toBe('x'.repeat(203));
  await at.headline.fill('x'.repeat(200));
  await at.page.keyboard.press('Control+Enter');
  await eventually(async () => (await at.published()).length).toBe(1);
});

describe('what is typed is kept on the machine', () => {
  test('through the death of the page, with a note, until it is discarded', async () => {
    const at = await atDesk(open);
    await at.headline.fill('Half a');
    await at.text.click();
    await at.page.keyboard.type('sentence');
    const page = await crash(at);
    await page.getByRole('main').getByText('We kept what you were writing.').waitFor();
    expect(await headlineOn(page).inputValue()).toBe('Half a');
    await eventually(() => textOn(page).innerText()).toBe('sentence');
    await button(page, 'Discard').click();
    await button(page, 'Yes, discard it').click();
    expect(await headlineOn(page).inputValue()).toBe('');
    const again = await crash({ ...at, page });
    expect(await again.getByRole('main').getByText('We kept what you were writing.').count()).toBe(0);
  });

  test('also across a new version, which knows more fields', async () => {
    const at = await atDesk(open);
    await at.headline.fill('Half a sentence');
    await at.page.evaluate(() => {
      for (const [key, text] of Object.entries(localStorage)) {
        if (!key.startsWith('dateline.kept.')) continue;
        const kept = JSON.parse(text) as { writing: Record<'draft' | 'base', { correction?: string }> };
        delete kept.writing.draft.correction;
        delete kept.writing.base.correction;
        localStorage.setItem(key, JSON.stringify(kept));
      }
    });
    const page = await crash(at);
    await page.getByRole('main').getByText('We kept what you were writing.').waitFor();
    expect(await headlineOn(page).inputValue()).toBe('Half a sentence');
    await headlineOn(page).press('Control+Enter');
    await eventually(at.published).toMatchObject([{ headline: 'Half a sentence' }]);
  });

  test('for each entry and for a new one apart', async () => {
    const at = await atDesk(open);
    await at.desk.publish('storm', { headline: 'Old', html: '<p>Old text.</p>' });
    await at.headline.fill('A new one');
    await button(at.page, 'Edit: Old').click();
    await eventually(() => at.headline.inputValue()).toBe('Old');
    await at.headline.fill('Old, changed');
    await button(at.page, 'Stop editing').click();
    await eventually(() => at.headline.inputValue()).toBe('A new one');
    await button(at.page, 'Edit: Old').click();
    await at.page.getByRole('main').getByText('We kept what you were writing.').waitFor();
    expect(await at.headline.inputValue()).toBe('Old, changed');
  });

  test('and closing the tab asks first', async () => {
    const at = await atDesk(open, { forgive: /^dialog/ });
    await at.headline.click();
    await at.page.keyboard.type('Not yet');
    const asked = at.page.waitForEvent('dialog');
    await at.page.close({ runBeforeUnload: true });
    expect((await asked).type()).toBe('beforeunload');
    expect(await at.headline.inputValue()).toBe('Not yet');
  });
});

test('the byline is chosen by keyboard, ordered, and remembered', async () => {
  const at = await atDesk(open);
  for (const byline of [
    { kind: 'person', name: 'Olena Kovalenko', bio: 'In Kyiv', contact: 'mailto:olena@example.org' },
    { kind: 'desk', name: 'Foreign desk' },
  ])
    await at.desk.send('POST', '/bylines', byline);
  await at.page.reload();
  const field = at.page.getByRole('combobox', { name: 'Byline' });
  await field.focus();
  await at.page.keyboard.type('fore');
  await at.page.keyboard.press('Enter');
  await at.page.keyboard.type('ole');
  await at.page.keyboard.press('Enter');
  await button(at.page, 'Move Olena Kovalenko forward').click();
  await at.publish('With names');
  const authors = [
    { name: 'Olena Kovalenko', bio: 'In Kyiv', contact: 'mailto:olena@example.org' },
    { name: 'Foreign desk' },
  ];
  await eventually(async () => (await at.published())[0]?.authors).toEqual(authors);
  await at.publish('The same names');
  await eventually(async () => (await at.published())[0]).toMatchObject({
    headline: 'The same names',
    authors,
  });
});

test('an entry for later is due when the blog’s own clock says so', async () => {
  const at = await atDesk(open, { timezoneId: 'America/New_York' });
  await at.headline.fill('In summer');
  await at.page.getByLabel('Publish', { exact: true }).selectOption('at a time');
  await at.page.getByText('Kyiv time', { exact: true }).waitFor();
  await at.page.keyboard.press('Control+Enter');
  await at.page.getByRole('main').getByText('Choose a time first.').waitFor();
  await at.page.getByLabel('Date and time').fill('2038-07-01T09:30');
  await button(at.page, 'Schedule').click();
  await at.outbox.getByText(/^Scheduled, sent/).waitFor();
  expect((await at.listed('scheduled')).map(({ publishAt }) => publishAt)).toEqual([
    '2038-07-01T06:30:00.000Z',
  ]);
  expect(await at.published()).toEqual([]);
});

test('a published entry can get a correction, and a minor edit leaves no mark', async () => {
  const at = await atDesk(open);
  await at.desk.publish('storm', { headline: 'Typo' });
  await button(at.page, 'Edit: Typo').click();
  await at.headline.fill('No typo');
  await at.page.getByLabel('Minor edit').check();
  await button(at.page, 'Save changes').click();
  await eventually(async () => (await at.published())[0]).toMatchObject({
    headline: 'No typo',
    updatedAt: null,
  });
  await button(at.page, 'Edit: No typo').click();
  await at.page.getByLabel('Correction').fill('It was the other bridge.');
  await button(at.page, 'Save changes').click();
  await eventually(async () => (await at.published())[0]!.correction).toBe('It was the other bridge.');
  expect((await at.published())[0]!.updatedAt).not.toBeNull();
});

test('a contributor is shown what a contributor may do', async () => {
  const at = await atDesk(open, { role: 'contributor' });
  await at.headline.fill('From the field');
  expect(await button(at.page, 'Publish').count()).toBe(0);
  expect(await at.page.getByLabel('Pin to the top').count()).toBe(0);
  await button(at.page, 'Submit for approval').click();
  await at.outbox.getByText(/^Waiting for approval, sent/).waitFor();
  expect((await at.listed('submitted')).map(({ headline }) => headline)).toEqual(['From the field']);
});

test.each([
  ['a wide screen', {}],
  ['a phone at night', { ...PHONE, isMobile: true, colorScheme: 'dark' as const }],
])(
  'on %s it has no accessibility violation, nothing sticks out, and fingers find what they press',
  async (_, visit) => {
    const at = await atDesk(open, visit);
    await at.headline.fill('x'.repeat(203));
    await at.text.click();
    await at.page.keyboard.press('Control+k');
    await at.page.getByLabel('Publish', { exact: true }).selectOption('at a time');
    const composer = at.page.getByRole('form');
    const { violations } = await new AxeBuilder({ page: at.page }).include('form.composer').analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    expect(
      await at.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
    ).toBeLessThanOrEqual(0);
    if (!('hasTouch' in visit)) return;
    const sizes = await composer
      .locator('button:visible, input:visible, select:visible')
      .evaluateAll((controls) =>
        controls.map((control) => {
          const { height } = (control.closest('label') ?? control).getBoundingClientRect();
          return { height, control: control.outerHTML.slice(0, 80) };
        }),
      );
    expect(sizes.filter(({ height }) => height < 44)).toEqual([]);
  },
);

// How soon it is there is measured by `npm run bench -- desk`.
test('on a blog of 2,000 entries, what is typed is all there', async () => {
  const at = await atDesk(open);
  const entries = Array.from({ length: 2_000 }, (_, n) => n);
  for (let from = 0; from < entries.length; from += 100) {
    await Promise.all(
      entries.slice(from, from + 100).map((n) => at.desk.publish('storm', { headline: `Entry ${n}` })),
    );
  }
  await at.page.reload();
  await at.text.click();
  const typed = 'Typed at once. '.repeat(14).trim();
  await at.page.keyboard.type(typed);
  await eventually(() => at.text.innerText()).toBe(typed);
}, 120_000);

test('words in another language are marked by the keyboard alone', async () => {
  const at = await atDesk(open);
  await at.text.click();
  const { keyboard } = at.page;
  await keyboard.type('He said oui');
  await keyboard.press('Shift+Control+ArrowLeft');
  await twoFrames(at.page);
  await button(at.page, 'Language').press('Enter');
  await eventually(() =>
    at.page
      .getByLabel('Language', { exact: true })
      .last()
      .evaluate((field) => field === document.activeElement),
  ).toBe(true);
  await keyboard.type('French');
  await keyboard.press('Enter');
  await at.page.locator('.ProseMirror:focus').waitFor();
  await keyboard.press('Control+Enter');
  await eventually(() => htmlOf(at)).toBe('<p>He said <span lang="fr" dir="ltr">oui</span></p>');
});
