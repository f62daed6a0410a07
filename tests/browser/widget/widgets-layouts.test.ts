/** A widget has a sane width wherever a page puts it, and what comes does not change it. */
import { expect, test } from 'vitest';
import { eventually } from '../sight.ts';
import { startBrowser } from '../support.ts';
import { headlinesOn, partnerOf } from './widget.ts';

const open = startBrowser();

const ARTICLE = `<div>${'The news of the day, in a column of its own. '.repeat(20)}</div>`;
/** What a page can put around a widget that then has no width from outside. */
const LAYOUTS: Record<string, (widget: string) => string> = {
  'a flex row': (widget) => `<div style="display: flex">${widget}${ARTICLE}</div>`,
  'a flex row beside what grows': (widget) =>
    `<div style="display: flex"><div style="flex: 1">${ARTICLE}</div>${widget}</div>`,
  'a centred flex column': (widget) =>
    `<div style="display: flex; flex-direction: column; align-items: center">${widget}</div>`,
  'a float': (widget) =>
    `<div style="float: inline-end">${widget}</div>${ARTICLE}<div style="clear: both"></div>`,
  'an inline-block': (widget) => `<div style="display: inline-block">${widget}</div>`,
  'a fit-content box': (widget) => `<div style="width: fit-content">${widget}</div>`,
  'a min-content box': (widget) => `<div style="width: min-content">${widget}</div>`,
  'a max-content box': (widget) => `<div style="width: max-content">${widget}</div>`,
  'a grid of auto columns': (widget) =>
    `<div style="display: grid; grid-template-columns: auto auto">${widget}${ARTICLE}</div>`,
  'a grid with a column as narrow as may be': (widget) =>
    `<div style="display: grid; grid-template-columns: min-content 1fr">${widget}${ARTICLE}</div>`,
  'a grid that centres': (widget) => `<div style="display: grid; place-items: center">${widget}</div>`,
  'a table cell': (widget) => `<table><tr><td>${widget}</td><td>${ARTICLE}</td></tr></table>`,
  'an absolute box': (widget) =>
    `<div style="position: relative; height: 900px"><div style="position: absolute">${widget}</div></div>`,
  'a narrow column': (widget) => `<div style="width: 160px">${widget}</div>`,
  'a column of a text': (widget) => `<div style="columns: 18em">${widget}${ARTICLE}</div>`,
};
const ON_ITSELF = [
  'float: inline-start',
  'display: inline-block',
  'width: fit-content',
  'width: min-content',
  'position: absolute',
  'display: flex',
  'display: table',
];

test.each([
  ['wide', 1280],
  ['on a phone', 360],
])('a widget can be read wherever a page puts it: %s', async (_screen, width) => {
  const { partner, script, widget, publish } = await partnerOf(5);
  const places = [
    ...Object.entries(LAYOUTS).flatMap(([name, around]) =>
      ['feed', 'ticker'].map(
        (layout) => [`${layout} in ${name}`, around(widget(`layout="${layout}"`))] as const,
      ),
    ),
    ...ON_ITSELF.map(
      (style) => [style, `<div style="min-height: 900px">${widget(`style="${style}"`)}</div>`] as const,
    ),
  ];
  const body = places.map(([name, html]) => `<section title="${name}">${html}</section>`).join('');
  const page = await open(partner.page('/', script + body), { viewport: { width, height: 800 } });
  await eventually(async () => (await headlinesOn(page)).flat().length).toBe(5 * places.length);

  const sizes = () =>
    page.locator('section').evaluateAll((sections) =>
      sections.map((section) => {
        const widget = section.querySelector('live-blog')!;
        const { width } = widget.getBoundingClientRect();
        const isCut = widget.scrollWidth > widget.clientWidth;
        const sane = width >= 140 && width <= innerWidth && !isCut;
        return [section.getAttribute('title'), Math.round(width), sane] as const;
      }),
    );
  const before = await sizes();
  expect(before.filter(([, , isSane]) => !isSane)).toEqual([]);
  await publish({
    headline: 'A much longer headline than any other of them, of which there is no end. '.repeat(2),
  });
  await eventually(
    async () => (await headlinesOn(page)).flat().filter((text) => text.startsWith('A much')).length,
  ).toBe(places.length);
  expect(await sizes()).toEqual(before);
});
