/** Chromium, today's and those of years ago, through Playwright. Its locators don't run in 103: only what the protocol does. */
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { CHROMIUM_ARGS, launchChromium } from '../../../scripts/chromium.ts';
import { call, type Engine, type Look, type Tab } from './engine.ts';
import { oldChromium, whyNoOldChromium } from './old.ts';

export function chromiumOfToday(): Engine {
  const isThere = ['chromium-headless-shell', 'chromium'].some((name) => existsSync(`/usr/bin/${name}`));
  const missing = isThere || process.env.CHROMIUM_PATH ? null : 'Debian’s chromium';
  return engine('Chromium', missing, () => launchChromium('shell'));
}

export function chromiumOf(major: number): Engine {
  return engine(`Chromium ${major}`, whyNoOldChromium(major), () =>
    chromium.launch({ executablePath: oldChromium(major), args: CHROMIUM_ARGS }),
  );
}

function engine(name: string, missing: string | null, launch: () => Promise<Browser>): Engine {
  let browser: Promise<Browser> | undefined;
  return {
    name,
    family: 'chromium',
    missing,
    open: async (look = {}) => openTab(await (browser ??= launch()), look),
    close: async () => {
      await (await browser)?.close();
      browser = undefined;
    },
  };
}

async function openTab(browser: Browser, look: Look): Promise<Tab> {
  const { width = 1280, height = 800 } = look;
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: look.dark ? 'dark' : 'light',
    reducedMotion: look.reducedMotion ? 'reduce' : 'no-preference',
    forcedColors: look.forcedColours ? 'active' : 'none',
  });
  const page = await context.newPage();
  if (look.largeText) {
    const devtools = await context.newCDPSession(page);
    await devtools.send('Page.setFontSizes', { fontSizes: { standard: 32, fixed: 26 } });
  }
  return {
    version: browser.version(),
    goto: async (address) => void (await page.goto(address)),
    reload: async () => void (await page.reload()),
    back: async () => void (await page.goBack()),
    evaluate: (run, ...args) => page.evaluate(call(run, args)),
    inFrame: async (frame, run, ...args) => {
      const element = await page.$(frame);
      return (await element!.contentFrame())!.evaluate(call(run, args)) as never;
    },
    press: (keys) => page.keyboard.press(keys),
    type: (text) => page.keyboard.type(text),
    clickAt: (x, y) => page.mouse.click(x, y),
    wheel: async (down) => {
      const screen = page.viewportSize()!;
      await page.mouse.move(screen.width / 2, screen.height / 2);
      await page.mouse.wheel(0, down);
    },
    resize: (width, height) => page.setViewportSize({ width, height }),
    screenshot: () => page.screenshot(),
    print: () => page.pdf(),
    // Else it would hold only below the folder of that page.
    setCookie: (cookie) => context.addCookies([{ ...cookie, url: new URL(cookie.url).origin }]),
    close: () => context.close(),
  };
}
