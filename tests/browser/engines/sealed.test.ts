/** A frame that its page has sealed off, as WordPress does with what it embeds, lives in every engine. */
import { afterAll, describe, expect, test } from 'vitest';
import { startPartner } from '../../support/partner.ts';
import { liveBlog } from '../support.ts';
import { until } from './act.ts';
import { engines } from './engines.ts';

describe.each(engines().filter(({ missing }) => missing === null))('$name', (engine) => {
  afterAll(() => engine.close());

  test('it shows what comes, and its page hears of each height', async () => {
    const live = await liveBlog(2);
    const partner = await startPartner();
    const frame = `<iframe sandbox="allow-scripts" src="${live.url}/embed/storm#?secret=a1B2c3D4e5" width="400" height="200"></iframe>`;
    const note = `<script>window.told = []; addEventListener('message', ({ data }) => told.push(data))</script>`;
    const tab = await engine.open();
    type Told = { message: string; value: number; secret: string }[];
    const heights = () =>
      tab.evaluate(() =>
        (window as unknown as { told: Told }).told
          .filter(({ message, secret }) => message === 'height' && secret === 'a1B2c3D4e5')
          .map(({ value }) => value),
      );
    try {
      await tab.goto(partner.page('/', note + frame));
      const before = await until(async () => (await heights()).at(-1));
      await live.publish({ headline: 'The bridge is closed', html: `<p>${'Since noon. '.repeat(40)}</p>` });
      await until(async () => (await heights()).at(-1)! > before + 50);
      expect((await heights()).every(Number.isInteger)).toBe(true);
    } finally {
      await tab.close();
    }
  });
});
