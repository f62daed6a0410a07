/**
 * `npm run pictures`: every page in every engine that is here, in every look that people choose, side by side in `taken/`,
 * for people to look at. What a script can see is asserted: no page is wider than its window, nothing goes wrong unseen.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import type { Engine, Look } from '../engines/engine.ts';
import { engines } from '../engines/engines.ts';
import { isDesk, look, type Page, pages } from './pages.ts';
import { onPaper } from '../engines/paper.ts';
import { type Picture, sheet } from './sheet.ts';

const TAKEN = fileURLToPath(new URL('taken/', import.meta.url));
/** Chromiums between the oldest and today's look as one of them. */
const here = engines().filter(({ missing, name }) => missing === null && !/109|119/.test(name));

afterAll(async () => void (await Promise.all(here.map((engine) => engine.close()))));

const WIDE = { inRow: 2, width: 780 };
const NARROW = { inRow: 4, width: 360 };

const LOOKS: [name: string, look: Look, language: 'en' | 'ar'][] = [
  ['light', {}, 'en'],
  ['dark', { dark: true }, 'en'],
  ['right to left', {}, 'ar'],
  ['text at 200 %', { largeText: true }, 'en'],
  ['forced colours', { forcedColours: true }, 'en'],
  ['reduced motion', { reducedMotion: true }, 'en'],
];

test.each(LOOKS.flatMap((look) => [[1280, ...look] as const, [360, ...look] as const]))(
  '%i pixels, %s',
  async (width, name, chosen, language) => {
    const all = await pages(language);
    const pictures = new Map<Page, Picture[]>(all.map((page) => [page, []]));
    for (const engine of here) {
      if (chosen.forcedColours && engine.family === 'webkit') continue; // it knows none
      await takeAll(engine, { ...chosen, width, height: 1300 }, all, pictures);
    }
    await mkdir(TAKEN, { recursive: true });
    for (const [page, taken] of pictures) {
      const title = `${page.name}, ${width}, ${name}`;
      await writeFile(`${TAKEN}${title}.png`, await sheet(title, taken, width > 600 ? WIDE : NARROW));
    }
  },
);

async function takeAll(engine: Engine, chosen: Look, all: Page[], pictures: Map<Page, Picture[]>) {
  const tab = await engine.open(chosen);
  onTestFinished(() => tab.close());
  for (const page of all) {
    if (isDesk(page) && engine.name === 'Chromium 103') continue;
    await look(tab, page);
    const { wide, moving } = await tab.evaluate(() => ({
      wide: document.documentElement.scrollWidth - innerWidth,
      moving: document.getAnimations().length,
    }));
    expect.soft(wide, `${page.name} is wider than the window of ${engine.name}`).toBeLessThanOrEqual(0);
    if (chosen.reducedMotion) expect.soft(moving, `${page.name} moves in ${engine.name}`).toBe(0);
    pictures.get(page)!.push({ name: `${engine.name} ${tab.version}`, png: await tab.screenshot() });
  }
}

test('on paper', async () => {
  const [reader, widget] = await pages('en');
  await mkdir(TAKEN, { recursive: true });
  for (const page of [reader!, widget!]) {
    const taken: Picture[] = [];
    for (const engine of here) {
      const tab = await engine.open();
      await look(tab, page);
      if (tab.print)
        taken.push({ name: `${engine.name} ${tab.version}`, png: await await onPaper(await tab.print()) });
      await tab.close();
    }
    await writeFile(`${TAKEN}${page.name}, on paper.png`, await sheet(`${page.name}, on paper`, taken, WIDE));
  }
});
