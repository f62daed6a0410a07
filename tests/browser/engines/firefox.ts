/** Debian's Firefox ESR, through Puppeteer and WebDriver BiDi, which Firefox speaks itself. */
import { existsSync } from 'node:fs';
import { type Browser, type KeyInput, launch, type Page } from 'puppeteer-core';
import { call, type Engine, type Look, type Tab } from './engine.ts';

const FIREFOX = '/usr/bin/firefox-esr';

export function firefox(): Engine {
  const browsers = new Map<string, Promise<Browser>>();
  return {
    name: 'Firefox',
    family: 'firefox',
    missing: existsSync(FIREFOX) ? null : 'Debian’s firefox-esr',
    open: async (look = {}) => {
      const preferences = preferencesOf(look);
      const key = JSON.stringify(preferences);
      const browser = browsers.get(key) ?? start(preferences);
      browsers.set(key, browser);
      return openTab(await browser, look);
    },
    close: async () => {
      for (const browser of browsers.values()) await (await browser).close();
      browsers.clear();
    },
  };
}

const start = (extraPrefsFirefox: Record<string, unknown>): Promise<Browser> =>
  launch({ browser: 'firefox', executablePath: FIREFOX, extraPrefsFirefox });

/** Firefox keeps a size for each. */
const SCRIPTS = ['x-western', 'x-cyrillic', 'ar', 'he', 'x-unicode'];

/** What Firefox has from the system is a preference of the whole browser. */
const preferencesOf = (look: Look): Record<string, unknown> => ({
  'ui.systemUsesDarkTheme': look.dark ? 1 : 0,
  'ui.prefersReducedMotion': look.reducedMotion ? 1 : 0,
  ...(look.forcedColours && { 'browser.display.document_color_use': 2, 'ui.useAccessibilityTheme': 1 }),
  ...(look.largeText && Object.fromEntries(SCRIPTS.map((script) => [`font.size.variable.${script}`, 32]))),
});

async function openTab(browser: Browser, { width = 1280, height = 800 }: Look): Promise<Tab> {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  await page.setViewport({ width, height });
  return {
    version: (await browser.version()).replace('firefox/', ''),
    goto: async (address) => void (await page.goto(address)),
    reload: async () => void (await page.reload()),
    back: async () => void (await page.goBack()),
    evaluate: (run, ...args) => page.evaluate(call(run, args)) as never,
    inFrame: async (frame, run, ...args) => {
      const element = await page.$(frame);
      return (await element!.contentFrame())!.evaluate(call(run, args)) as never;
    },
    press: (keys) => press(page, keys),
    type: (text) => page.keyboard.type(text),
    clickAt: (x, y) => page.mouse.click(x, y),
    wheel: async (down) => {
      const screen = page.viewport()!;
      await page.mouse.move(screen.width / 2, screen.height / 2);
      await page.mouse.wheel({ deltaY: down });
    },
    resize: (width, height) => page.setViewport({ width, height }),
    screenshot: async () => Buffer.from(await page.screenshot()),
    print: async () => Buffer.from(await page.pdf()),
    setCookie: async ({ url, name, value }) =>
      context.setCookie({ name, value, domain: new URL(url).hostname, path: '/' }),
    close: () => context.close(),
  };
}

async function press({ keyboard }: Page, keys: string): Promise<void> {
  const held = keys.split('+') as KeyInput[];
  const last = held.pop()!;
  for (const key of held) await keyboard.down(key);
  await keyboard.press(last);
  for (const key of held.reverse()) await keyboard.up(key);
}
