/** Who comes Back to a page, or loads it again, is where they were, whatever has come meanwhile: in every engine. */
import { afterAll, describe, expect, test } from 'vitest';
import { anEntry, liveBlog } from '../support.ts';
import { until } from './act.ts';
import { engines } from './engines.ts';
import { bringTo, stillness, topOf } from './place.ts';

const at = ({ id }: { id: string }): string => `[id="${id}"]`;

/** Open reader sockets, as the service counts them. */
const socketsOf = async (url: string): Promise<number> =>
  Number(/^dateline_readers (\d+)/m.exec(await (await fetch(`${url}/metrics`)).text())?.[1]);

describe.each(engines().filter(({ missing }) => missing === null))('$name', (engine) => {
  afterAll(() => engine.close());

  test.each([
    ['among the newest', 15],
    ['among older entries that were asked for', 40],
  ])('Back and Reload lead to the entry that was read: %s', async (_where, which) => {
    const live = await liveBlog(50);
    const tab = await engine.open({ width: 360, height: 700 });
    const isLive = () => until(() => tab.evaluate(() => document.querySelector('.readers') !== null));
    const read = at(live.entries[which]!);
    const isThere = () => tab.evaluate((selector: string) => document.querySelector(selector) !== null, read);
    const isBack = async () => (await isThere()) && Math.abs((await topOf(tab, read)) - 120) <= 1;
    try {
      await tab.goto(live.address);
      await isLive();
      if (!(await isThere()))
        await tab.evaluate(() => document.querySelector<HTMLElement>('a[href*=before]')!.click());
      await until(isThere);
      await bringTo(tab, read, 120);
      for (let n = 0; n < 5; n += 1) await live.publish(anEntry(100 + n));
      await live.desk.edit('storm', live.entries[3]!, { html: `<p>${'Longer. '.repeat(100)}</p>` });
      await until(() => tab.evaluate(() => document.querySelector('.pill')?.textContent?.includes('5 new')));
      await tab.reload();
      await isLive();
      await until(isBack);
      await stillness(tab);
      expect(await isBack(), 'after Reload').toBe(true);
      await tab.goto(`${live.url}/healthz`);
      await live.publish(anEntry(110));
      await tab.back();
      await isLive();
      await until(isBack);
      await stillness(tab);
      expect(await isBack(), 'after Back').toBe(true);
      // Somebody who comes anew begins at the top.
      await tab.goto(`${live.url}/healthz`);
      await tab.goto(live.address);
      await isLive();
      expect(await tab.evaluate(() => window.scrollY)).toBe(0);
    } finally {
      await tab.close();
    }
  });

  test('a page that was left holds no socket, even where the browser keeps it; Back has one, and all', async () => {
    const live = await liveBlog(2);
    const tab = await engine.open();
    const sockets = () => socketsOf(live.url);
    try {
      await tab.goto(live.address);
      await until(async () => (await sockets()) === 1);
      await tab.goto(`${live.url}/healthz`);
      await until(async () => (await sockets()) === 0);
      const { id } = await live.publish(anEntry(100));
      await tab.back();
      await until(() => tab.evaluate((id) => document.getElementById(id) !== null, id));
      await until(async () => (await sockets()) === 1);
    } finally {
      await tab.close();
    }
  });
});
