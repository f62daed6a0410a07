/** The engines themselves: each does with real keys, wheel and pictures what the tests in it rely on. */
import { afterAll, describe, expect, test } from 'vitest';
import { startPartner } from '../../support/partner.ts';
import { click, until } from './act.ts';
import { startBefore } from './before.ts';
import { engines } from './engines.ts';
import { NOTE_TROUBLES, troublesOn } from './troubles.ts';

const PAGE = `<input aria-label="Name"><button onclick="this.textContent = 'Done'">Do</button>
<textarea></textarea><iframe src="/inner" width="200" height="50"></iframe><p style="height: 5000px">`;

describe.each(engines().filter(({ missing }) => missing === null))('$name', (engine) => {
  afterAll(() => engine.close());

  test('types, clicks, scrolls, looks into frames, and tells what goes wrong', async () => {
    const site = await startPartner();
    const { url } = await startBefore(site.url, `${NOTE_TROUBLES}; window.before = 1`);
    site.page('/inner', '<p id="inner">Inside</p>');
    site.page('/', PAGE);
    const tab = await engine.open({ width: 360, height: 700, dark: true });
    try {
      await tab.goto(`${url}/`);
      expect(await tab.evaluate(() => [innerWidth, innerHeight])).toEqual([360, 700]);
      expect(await tab.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)).toBe(true);
      expect(await tab.evaluate(() => 'before' in window)).toBe(true);
      await click(tab, 'input', 'Name');
      await tab.type('Riverr');
      await tab.press('Backspace');
      await tab.press('Shift+Home');
      expect(await tab.evaluate(() => document.querySelector('input')!.value)).toBe('River');
      expect(await tab.evaluate(() => document.querySelector('input')!.selectionStart)).toBe(0);
      await click(tab, 'button', 'Do');
      await until(() => tab.evaluate(() => document.querySelector('button')!.textContent === 'Done'));
      expect(await tab.inFrame('iframe', () => document.querySelector('#inner')!.textContent)).toBe('Inside');
      await tab.wheel(300);
      await until(() => tab.evaluate(() => scrollY > 100));
      expect((await tab.screenshot()).subarray(1, 4).toString()).toBe('PNG');
      expect(await troublesOn(tab)).toEqual([]);
      await tab.evaluate(() => void setTimeout(() => (undefined as unknown as () => void)()));
      await until(async () => (await troublesOn(tab)).length === 1);
    } finally {
      await tab.close();
    }
  });
});
