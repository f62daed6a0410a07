/** The composer in hands that go back and forth: the same entry again, and the focus where one goes on. */
import { test } from 'vitest';
import { LIMITS } from '../../../shared/commands.ts';
import { atDesk, crash, headlineOn } from './composing.ts';
import { button } from './desk.ts';
import { eventually } from '../sight.ts';
import { startBrowser } from '../support.ts';

const open = startBrowser();

test('the same entry can be taken up again after another text', async () => {
  const at = await atDesk(open);
  await at.desk.publish('storm', { headline: 'Old' });
  await at.headline.fill('Left by an earlier visit');
  const page = await crash(at);
  await page.getByRole('main').getByText('We kept what you were writing.').waitFor();
  await button(page, 'Edit: Old').click();
  await eventually(() => headlineOn(page).inputValue()).toBe('Old');
  await page.getByText('Also kept: “Left by an earlier visit”').waitFor();
  await button(page, 'Open').click();
  await eventually(() => headlineOn(page).inputValue()).toBe('Left by an earlier visit');
  await button(page, 'Edit: Old').click();
  await eventually(() => headlineOn(page).inputValue()).toBe('Old');
});

test('with the most names in the byline the focus goes to the last one, and back to the field when it is removed', async () => {
  const at = await atDesk(open);
  const names = Array.from({ length: LIMITS.authors }, (_, n) => `Person ${n}`);
  for (const name of names) await at.desk.send('POST', '/bylines', { kind: 'person', name });
  await at.page.reload();
  const field = at.page.getByRole('combobox', { name: 'Byline' });
  await field.focus();
  for (const name of names) {
    await at.page.keyboard.type(name);
    await at.page.keyboard.press('Enter');
    await button(at.page, `Remove ${name}`).waitFor();
  }
  const focused = () => at.page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
  await eventually(focused).toBe(`Remove ${names.at(-1)}`);
  await at.page.keyboard.press('Enter');
  await eventually(() => field.evaluate((element) => element === document.activeElement)).toBe(true);
});
