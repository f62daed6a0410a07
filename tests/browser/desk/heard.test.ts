/** The desk by ear: every outcome is said once, in a place that was there before, and the focus is never lost. */
import { expect, test } from 'vitest';
import { eventually } from '../sight.ts';
import { startBrowser } from '../support.ts';
import { atDesk, type AtDesk } from './composing.ts';
import { listed, REFUSALS, tab } from './desk.ts';

const open = startBrowser();
const said = ({ page }: AtDesk) =>
  eventually(() => page.locator('p.heard[role=status]').first().textContent());
const focused = ({ page }: AtDesk) =>
  page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.tagName);

test('a conflict is said as what it is, and what was published with the blog’s time', async () => {
  const at = await atDesk(open, { forgive: REFUSALS });
  await at.publish('Harbour reopens');
  await said(at).toMatch(/^“Harbour reopens”: Sent \d\d:\d\d$/);
  await tab(at.page, /Entries/).click();
  await listed(at.page, 'Harbour reopens').getByRole('button', { name: /^Edit/ }).click();
  const [entry] = await at.listed('published');
  await at.desk.edit('storm', entry!, { html: '<p>Theirs.</p>' });
  await at.headline.fill('Harbour reopens at noon');
  await at.page.keyboard.press('Control+Enter');
  await said(at).toBe('“Harbour reopens at noon”: not saved, someone else changed it. Two versions.');
});

test('removing an entry says so and gives the focus to the one that takes its place', async () => {
  const at = await atDesk(open);
  for (const n of [1, 2, 3]) await at.desk.publish('storm', { headline: `Entry ${n}` });
  await tab(at.page, /Entries/).click();
  await listed(at.page, 'Entry 2')
    .getByRole('button', { name: /^Remove/ })
    .click();
  await at.page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
  await said(at).toBe('Removed: Entry 2');
  await listed(at.page, 'Entry 2').waitFor({ state: 'detached' });
  await eventually(() => focused(at)).toMatch(/: Entry 1$/);
});

test('the same trouble is said again; another way to publish has none yet; keys say what they turn on', async () => {
  const at = await atDesk(open);
  const place = await at.page.evaluateHandle(() => {
    const said: string[] = [];
    const region = document.querySelector('p.heard[role=status]')!;
    new MutationObserver(() => region.textContent && said.push(region.textContent)).observe(region, {
      childList: true,
      subtree: true,
    });
    return said;
  });
  const TROUBLE = 'Write a headline or some text first.';
  await at.page.keyboard.press('Control+Enter');
  await at.page.keyboard.press('Control+Enter');
  await eventually(() => place.jsonValue()).toEqual([TROUBLE, TROUBLE]);
  await at.page.getByRole('combobox', { name: 'Publish' }).selectOption('at a time');
  await at.page.locator('.wrong', { hasText: TROUBLE }).waitFor({ state: 'detached' });
  expect(await at.page.getByText('Choose a time first.').count()).toBe(0);
  await at.page.getByLabel(/^Date and time in .*(Eastern European|Kyiv|GMT)/).waitFor();
  await at.text.click();
  await at.page.keyboard.press('Control+b');
  await said(at).toBe('Bold on');
});
