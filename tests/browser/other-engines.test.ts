/** The shortest part of `npm run browsers`: a reader's page lives in every engine that is here. */
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { until } from './engines/act.ts';
import { startBefore } from './engines/before.ts';
import { engines } from './engines/engines.ts';
import { NOTE_TROUBLES, troublesOn } from './engines/troubles.ts';
import { liveBlog } from './support.ts';

const here = engines().filter(({ missing, name }) => missing === null && !/109|119/.test(name));

afterAll(async () => void (await Promise.all(here.map((engine) => engine.close()))));

test.each(here)(
  '$name: the page goes live, with the words of the server, and shows what comes',
  async (engine) => {
    const { url, publish } = await liveBlog(2, { timezone: 'Europe/Kyiv', language: 'ar' });
    const front = await startBefore(url, NOTE_TROUBLES);
    const tab = await engine.open();
    onTestFinished(() => tab.close());
    await tab.goto(`${front.url}/storm`);
    await until(() => tab.evaluate(() => !!document.querySelector('.readers')));
    const served = await (await fetch(`${url}/storm`)).text();
    const [, time] = /<h2 id="day[^>]*><time[^>]*>([^<]+)/.exec(served)!;
    expect(await tab.evaluate(() => document.querySelector('[id^=day] time')!.textContent)).toBe(time);
    const { id } = await publish({ headline: 'It came' });
    await until(() => tab.evaluate((id) => !!document.getElementById(id), id));
    expect(await troublesOn(tab)).toEqual([]);
  },
);
