/** Whatever somebody types at the desk, and whenever: it is in the composer, and no letter of it was a command. */
import { expect, test } from 'vitest';
import { type AtDesk, atDesk } from './composing.ts';
import { eventually } from '../sight.ts';
import { startBrowser } from '../support.ts';

const open = startBrowser();
const SENTENCE = 'Police open the square again, says Anne / “no news” yet?';

const hasTyped =
  ({ page, headline }: AtDesk, sentence: string) =>
  async () => {
    await page.keyboard.type(sentence);
    await eventually(() => headline.inputValue()).toBe(sentence);
    expect(await page.getByRole('dialog').count()).toBe(0);
    await headline.fill('');
  };

test('while the desk is still loading, and on through its coming', async () => {
  const at = await atDesk(open);
  let arrive = () => {};
  const arrival = new Promise<void>((done) => (arrive = done));
  await at.page.route('**/api/v1/blogs/storm/desk', async (route) => {
    await arrival;
    await route.continue();
  });
  await at.page.reload();
  await at.page.getByText('Loading…').waitFor();
  await at.page.keyboard.type(SENTENCE.slice(0, 20));
  arrive();
  await at.headline.waitFor();
  await at.page.keyboard.type(SENTENCE.slice(20));
  await eventually(() => at.headline.inputValue()).toBe(SENTENCE);
});

test('on arrival, after publishing, after a press on nothing, after a dialog, and after what had the focus has gone', async () => {
  const at = await atDesk(open);
  const { page } = at;
  const type = hasTyped(at, SENTENCE);
  await type();
  await at.publish('First', 'Text.');
  await type();
  await page.getByRole('heading', { level: 1 }).click();
  await type();
  await page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
  await page.keyboard.press('Escape');
  await page.mouse.click(2, 300);
  await type();
  await page.getByRole('button', { name: 'Remove: First' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
  await page.getByRole('button', { name: 'Remove: First' }).waitFor({ state: 'detached' });
  await type();
  expect(await at.published()).toEqual([]);
});

/** A machine so busy that no frame comes while somebody types. */
const holdFrames = ({ page }: AtDesk) => page.evaluate(() => void (window.requestAnimationFrame = () => 0));

test('what is typed while an entry is changed goes on behind its text, though no frame comes in between', async () => {
  const at = await atDesk(open);
  await at.desk.publish('storm', { headline: 'Wind', html: '<p>Rising.</p>' });
  await at.page.getByRole('button', { name: 'Edit: Wind' }).click();
  await at.page.getByRole('heading', { level: 1 }).click();
  await holdFrames(at);
  await at.page.keyboard.type(' Falling.');
  await at.page.keyboard.press('Control+Enter');
  await eventually(async () => (await at.published())[0]!.html).toBe('<p>Rising. Falling.</p>');
});

test('Enter and Tab lead from the headline to the text, though no frame comes in between', async () => {
  const at = await atDesk(open);
  await holdFrames(at);
  for (const key of ['Enter', 'Tab']) {
    await at.page.keyboard.type('Wind');
    await at.page.keyboard.press(key);
    await at.page.keyboard.type('of 90 km/h and more.');
    await at.page.keyboard.press('Control+Enter');
    await eventually(() => at.headline.inputValue()).toBe('');
  }
  const said = async () => (await at.published()).map(({ headline, html }) => [headline, html]);
  const whole = ['Wind', '<p>of 90 km/h and more.</p>'];
  await eventually(said).toEqual([whole, whole]);
});
