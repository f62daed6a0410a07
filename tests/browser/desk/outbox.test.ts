/** What the desk sends goes through an outbox: nothing is lost, nothing happens twice, whatever the network does. */
import { AxeBuilder } from '@axe-core/playwright';
import { describe, expect, test } from 'vitest';
import { PASSWORD } from '../../support/staff.ts';
import { type AtDesk, atDesk, crash, headlineOn, outboxOn, publishOn } from './composing.ts';
import { eventually } from '../sight.ts';
import { BROKEN_NETWORK, startBrowser } from '../support.ts';

const open = startBrowser();
const REFUSED = /status of 4(01|10|12)/;
const headlines = async ({ published }: AtDesk) => (await published()).map(({ headline }) => headline);

test('without network, entries wait in sight, the composer is free at once, and all are sent once and in order', async () => {
  const at = await atDesk(open, { forgive: BROKEN_NETWORK });
  await at.page.context().setOffline(true);
  at.network.set('refuse');
  for (const headline of ['one', 'two', 'three']) await at.publish(headline);
  await at.outbox.getByText('Waiting for network (3)').waitFor();
  expect(await at.headline.evaluate((field) => field === document.activeElement)).toBe(true);
  expect(await at.published()).toEqual([]);

  at.network.set('pass');
  await at.page.context().setOffline(false);
  await eventually(() => headlines(at)).toEqual(['three', 'two', 'one']);
  await eventually(() => at.outbox.getByText(/^Sent \d\d:\d\d$/).count()).toBe(3);
});

test('what waits survives the death of the page', async () => {
  const at = await atDesk(open, { forgive: BROKEN_NETWORK });
  at.network.set('refuse');
  await at.publish('one', 'First.');
  await at.publish('two');
  await at.outbox.getByText('Waiting for network (2)').waitFor();
  at.network.set('pass');
  const page = await crash(at);
  await eventually(() => headlines(at)).toEqual(['two', 'one']);
  await eventually(() => outboxOn(page).getByText(/^Sent/).count()).toBe(2);
});

test('[R9] a hundred entries over a network that is cut at random: all are there, none twice, in order', async () => {
  const at = await atDesk(open, { forgive: BROKEN_NETWORK });
  let cuts = 0;
  let isOver = false;
  const fault = async () => {
    while (!isOver) {
      const kind = Math.random();
      cuts += 1;
      if (kind < 0.4) at.network.cut();
      else if (kind < 0.5) {
        await at.page.context().setOffline(true);
        await new Promise((done) => setTimeout(done, Math.random() * 400));
        await at.page.context().setOffline(false);
      } else {
        at.network.set(kind < 0.75 ? 'refuse' : 'blackhole');
        await new Promise((done) => setTimeout(done, Math.random() * 400));
        at.network.set('pass');
      }
      await new Promise((done) => setTimeout(done, Math.random() * 300));
    }
  };
  const faults = fault();
  const wanted = Array.from({ length: 100 }, (_, n) => `Entry ${n + 1}`);
  for (const headline of wanted) await at.publish(headline);
  await expect.poll(() => at.outbox.getByText(/^(Waiting|Sending…)$/).count(), { timeout: 90_000 }).toBe(0);
  isOver = true;
  await faults;
  const seen = await at.listed('published');
  const order = seen.sort((a, b) => a.seq - b.seq).map(({ headline }) => headline);
  expect(order).toEqual(wanted);
  console.log(
    `100 entries, ${cuts} faults: ${seen.length} published, ${seen.length - new Set(order).size} doubled`,
  );
}, 180_000);

test('when the session has ended nothing is lost, and goes on after signing in again', async () => {
  const at = await atDesk(open, { forgive: REFUSED });
  // Before somebody writes: whatever the desk asks for later would hear of it first.
  await at.page.getByText('Delivery is live').waitFor();
  await at.page.waitForLoadState('networkidle');
  await at.page.context().clearCookies();
  await at.publish('one');
  const dialog = at.page.getByRole('dialog');
  await at.outbox.getByText('Sign in to send 1 entry.').waitFor();
  // The cursor is in the composer, ready for the next one: nobody is asked there.
  expect(await dialog.count()).toBe(0);
  await at.page.getByRole('button', { name: 'Sign in' }).click();
  await dialog.getByLabel('Password').fill(PASSWORD);
  await dialog.getByRole('button', { name: 'Sign in' }).click();
  await eventually(() => headlines(at)).toEqual(['one']);
});

test('[R9] what was tried before is not sent again once its key is forgotten, however often it was tried since', async () => {
  const at = await atDesk(open, { forgive: BROKEN_NETWORK });
  const first = Date.now();
  const atDay = (day: number) => at.page.clock.setSystemTime(first + day * 24 * 60 * 60 * 1000);
  const wake = () => at.page.evaluate(() => void window.dispatchEvent(new Event('online')));
  at.network.set('refuse');
  await at.publish('A week ago');
  await at.outbox.getByText('Waiting for network').waitFor();
  await atDay(4);
  const triedAgain = at.page.waitForEvent('requestfailed', (request) => request.method() === 'POST');
  await wake();
  await triedAgain;

  await atDay(6.9);
  at.network.set('pass');
  await wake();
  const settled = at.outbox.locator('.state').filter({ hasText: /^Sent|^Not published/ });
  expect(await settled.innerText(), 'what became of it').toContain('no answer came for a week');
  expect(await headlines(at), 'sent again after its key was forgotten').toEqual([]);
});

test('a refused entry says why and keeps its text; those behind it go on', async () => {
  const at = await atDesk(open, { forgive: REFUSED });
  const entry = await at.desk.publish('storm', { headline: 'There' });
  await at.page.getByRole('button', { name: 'Edit: There' }).click();
  await at.desk.remove('storm', entry.id);
  await at.text.click();
  await at.page.keyboard.type('More.');
  await at.page.keyboard.press('Control+Enter');
  await at.outbox
    .getByText('Not saved: This entry was removed. The text is kept.', { exact: true })
    .waitFor();
  await at.publish('next');
  await eventually(() => headlines(at)).toEqual(['next']);
  await at.outbox.getByRole('button', { name: 'Open' }).click();
  await eventually(() => at.text.innerText()).toContain('More.');
});

test('a change of an entry waits for the change before it, and builds on it', async () => {
  const at = await atDesk(open, { forgive: BROKEN_NETWORK });
  await at.desk.publish('storm', { headline: 'Storm', html: '<p>One.</p>' });
  const edit = at.page.getByRole('button', { name: 'Edit: Storm' });
  await edit.waitFor();
  at.network.set('blackhole');
  for (const word of [' Two.', ' Three.']) {
    await edit.click();
    await at.text.focus();
    await at.page.keyboard.press('Control+End');
    await at.page.keyboard.type(word);
    await at.page.keyboard.press('Control+Enter');
    await at.page.getByRole('heading', { name: 'New entry' }).waitFor();
  }
  at.network.set('pass');
  await eventually(async () => (await at.published())[0]?.html).toBe('<p>One. Two. Three.</p>');
  expect((await at.published())[0]!.revision).toBe(3);
});

test('what waits can be opened again: unsent it comes back whole, and what may have arrived is changed, not doubled', async () => {
  const at = await atDesk(open, { forgive: BROKEN_NETWORK });
  at.network.set('blackhole');
  await at.publish('one');
  await at.publish('two');
  await at.outbox.getByText('Sending…').waitFor();
  await at.outbox.getByRole('button', { name: 'Open “two”' }).click();
  await at.page.getByRole('heading', { name: 'New entry' }).waitFor();
  await eventually(() => at.headline.inputValue()).toBe('two');
  expect(await at.outbox.getByText('two', { exact: true }).count()).toBe(0);

  await at.outbox.getByRole('button', { name: 'Open “one”' }).click();
  await at.page.getByRole('heading', { name: 'Change an entry' }).waitFor();
  await at.headline.fill('one, and more');
  await at.page.keyboard.press('Control+Enter');
  await eventually(() => at.headline.inputValue()).toBe('two');
  at.network.set('pass');
  await eventually(() => headlines(at)).toEqual(['one, and more']);
  expect((await at.published())[0]!.revision).toBe(2);
});

describe('[R11] two change one entry: the second sees both', () => {
  async function conflict() {
    const at = await atDesk(open, { forgive: REFUSED });
    const entry = await at.desk.publish('storm', { headline: 'River', html: '<p>Water at four metres.</p>' });
    await at.page.getByRole('button', { name: 'Edit: River' }).click();
    await at.text.focus();
    await at.page.keyboard.press('Control+End');
    await at.page.keyboard.type(' Mine.');
    await at.desk.edit('storm', entry, { html: '<p>Water at five metres.</p>' });
    await at.page.keyboard.press('Control+Enter');
    await at.outbox.getByText('Someone else changed this entry while you were writing.').waitFor();
    const sides = at.outbox.getByRole('group', { name: 'Two versions of one entry' });
    expect(await sides.getByRole('region', { name: 'Yours' }).locator('mark').allInnerTexts()).toContain(
      'four',
    );
    expect(await sides.getByRole('region', { name: 'Theirs' }).locator('mark').allInnerTexts()).toContain(
      'five',
    );
    const { violations } = await new AxeBuilder({ page: at.page }).include('[aria-label=Outbox]').analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
    return { at, press: (name: string) => sides.getByRole('button', { name }).click() };
  }

  test('and keeps their own', async () => {
    const { at, press } = await conflict();
    await press('Keep mine');
    await eventually(async () => (await at.published())[0]!.html).toBe('<p>Water at four metres. Mine.</p>');
    expect((await at.published())[0]!.revision).toBe(3);
  });

  test('and takes the other one, while their own is kept beside', async () => {
    const { at, press } = await conflict();
    await press('Take theirs');
    await at.page.getByText('Also kept: “River”').waitFor();
    expect((await at.published())[0]!.html).toBe('<p>Water at five metres.</p>');
    await at.page
      .getByRole('listitem')
      .filter({ hasText: 'Also kept' })
      .getByRole('button', { name: 'Open' })
      .click();
    await eventually(() => at.text.innerText()).toContain('Mine.');
  });

  test('and makes one of both', async () => {
    const { at, press } = await conflict();
    await press('Edit both');
    await at.page.getByRole('region', { name: 'What the entry says now' }).getByText('five').waitFor();
    await eventually(() => at.text.innerText()).toContain('four metres. Mine.');
    await at.text.focus();
    await at.page.keyboard.press('Control+End');
    await at.page.keyboard.type(' Both.');
    await at.page.keyboard.press('Control+Enter');
    await eventually(async () => (await at.published())[0]!.html).toBe(
      '<p>Water at four metres. Mine. Both.</p>',
    );
  });
});

test('what is held can be taken back, and is in the composer again', async () => {
  const at = await atDesk(open);
  await at.page.getByLabel('Publish', { exact: true }).selectOption('after 30 s, to undo');
  await at.publish('Too soon', 'Text.');
  await at.outbox.getByText(/^Publishes in \d+ s$/).waitFor();
  await at.outbox.getByRole('button', { name: 'Undo' }).click();
  await eventually(() => at.headline.inputValue()).toBe('Too soon');
  await eventually(() => at.text.innerText()).toBe('Text.');
  expect(await at.published()).toEqual([]);
  expect((await at.listed('draft')).map(({ headline }) => headline)).toEqual(['Too soon']);
});

test('two tabs: each keeps its own text, both see the outbox, and everything is sent once', async () => {
  const at = await atDesk(open, { forgive: BROKEN_NETWORK });
  const other = await at.tab();
  await at.headline.fill('in the first');
  await headlineOn(other).fill('in the second');
  at.network.set('refuse');
  await at.page.keyboard.press('Control+Enter');
  await publishOn(other, 'from the second');
  await at.outbox.getByText('from the second').waitFor();
  at.network.set('pass');
  await eventually(async () => (await headlines(at)).sort()).toEqual(['from the second', 'in the first']);

  await at.headline.fill('left in the first');
  await headlineOn(other).fill('left in the second');
  await other.close();
  const next = await crash(at);
  await eventually(() => headlineOn(next).inputValue()).toBe('left in the second');
  await next.getByText('Also kept: “left in the first”').waitFor();
});

test('where the machine has no room left, it says so and keeps the text in the composer', async () => {
  const at = await atDesk(open);
  await at.page.evaluate(() => {
    for (const size of [1_000_000, 100_000, 10_000, 1_000, 100, 10, 1]) {
      try {
        for (let n = 0; ; n += 1) localStorage.setItem(`fill.${size}.${n}`, 'x'.repeat(size));
      } catch {
        // Full at this size.
      }
    }
  });
  await at.headline.fill('No room for this');
  await at.page.getByText('This browser has no room left to keep text.').waitFor();
  await at.page.keyboard.press('Control+Enter');
  expect(await at.headline.inputValue()).toBe('No room for this');
  await at.page.evaluate(() =>
    Object.keys(localStorage)
      .filter((key) => key.startsWith('fill.'))
      .forEach((key) => localStorage.removeItem(key)),
  );
  await at.page.keyboard.press('Control+Enter');
  await eventually(() => headlines(at)).toEqual(['No room for this']);
});
