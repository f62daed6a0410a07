/** Debian's WebKitGTK in its MiniBrowser, through Selenium and WebKitWebDriver, on a screen that nobody sees. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Actions, Builder, By, Key, Origin, type WebDriver } from 'selenium-webdriver';
import { freePort } from '../../support/process.ts';
import { call, type Engine, type Look, type Tab } from './engine.ts';

const DRIVER = '/usr/bin/WebKitWebDriver';
const SCREEN = '/usr/bin/Xvfb';
const LIBRARIES = '/usr/lib/x86_64-linux-gnu';

/** The toolbar asks for more than a phone's width: it is made small. */
const SMALL_TOOLBAR =
  'box * { padding: 0; margin: 0; min-width: 0; font-size: 1px; -gtk-icon-transform: scale(0.1); }';

export function webkit(): Engine {
  let screen: Promise<Screen> | undefined;
  return {
    name: 'WebKit',
    family: 'webkit',
    missing:
      [
        ...(existsSync(DRIVER) && miniBrowser() ? [] : ['Debian’s webkit2gtk-driver']),
        ...(existsSync(SCREEN) ? [] : ['Debian’s xvfb']),
      ].join(' and ') || null,
    open: async (look = {}) => openTab(await (screen ??= startScreen()), look),
    close: async () => {
      (await screen)?.child.kill();
      screen = undefined;
    },
  };
}

function miniBrowser(): string | undefined {
  const folders = existsSync(LIBRARIES) ? readdirSync(LIBRARIES) : [];
  return folders
    .filter((name) => name.startsWith('webkit2gtk-4'))
    .map((name) => `${LIBRARIES}/${name}/MiniBrowser`)
    .find((path) => existsSync(path));
}

interface Screen {
  child: ChildProcess;
  display: string;
}

async function startScreen(): Promise<Screen> {
  const child = spawn(SCREEN, ['-displayfd', '3', '-screen', '0', '1600x1400x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const [number] = (await once(child.stdio[3]!, 'data')) as [Buffer];
  return { child, display: `:${String(number).trim()}` };
}

/** A driver of its own for each, since one drives one browser, and what GTK has from the system is its environment. */
async function openTab({ display }: Screen, look: Look): Promise<Tab> {
  if (look.forcedColours) throw new Error('WebKitGTK knows no forced colours');
  const home = mkdtempSync(join(tmpdir(), 'dateline-webkit-'));
  await mkdir(join(home, 'gtk-3.0'));
  await writeFile(join(home, 'gtk-3.0/gtk.css'), SMALL_TOOLBAR);
  await writeFile(
    join(home, 'gtk-3.0/settings.ini'),
    `[Settings]\ngtk-enable-animations=${look.reducedMotion ? 0 : 1}\n`,
  );
  const port = await freePort();
  const child = spawn(DRIVER, [`--port=${port}`], {
    env: {
      PATH: process.env.PATH,
      LANG: 'C.UTF-8',
      DISPLAY: display,
      GTK_THEME: look.dark ? 'Adwaita:dark' : 'Adwaita',
      ...{ HOME: home, XDG_CONFIG_HOME: home, XDG_DATA_HOME: home, XDG_CACHE_HOME: home },
      // Else it starts one, with portals that stay mounted in its home.
      DBUS_SESSION_BUS_ADDRESS: 'disabled:',
    },
    stdio: 'ignore',
  });
  const driver = await connect(`http://127.0.0.1:${port}`);
  const { width = 1280, height = 800 } = look;
  await resize(driver, width, height);
  const capabilities = await driver.getCapabilities();
  return {
    version: capabilities.getBrowserVersion() ?? '?',
    goto: async (address) => {
      await driver.get(address);
      if (look.largeText) await driver.executeScript('document.documentElement.style.fontSize = "200%"');
    },
    reload: () => driver.navigate().refresh(),
    back: () => driver.navigate().back(),
    evaluate: (run, ...args) => driver.executeScript(`return ${call(run, args)}`),
    inFrame: async (frame, run, ...args) => {
      await driver.switchTo().frame(await driver.findElement(By.css(frame)));
      try {
        return (await driver.executeScript(`return ${call(run, args)}`)) as never;
      } finally {
        await driver.switchTo().defaultContent();
      }
    },
    press: (keys) => press(driver, keys),
    type: (text) => driver.actions().sendKeys(text).perform(),
    clickAt: (x, y) =>
      driver
        .actions()
        .move({ x: Math.round(x), y: Math.round(y), duration: 0 })
        .click()
        .perform(),
    wheel: async (down) => {
      const [x, y] = await driver.executeScript<[number, number]>(
        'return [innerWidth >> 1, innerHeight >> 1]',
      );
      // Its types don't know the wheel yet.
      const actions = driver.actions() as Actions & { scroll(...where: unknown[]): Actions };
      await actions.scroll(x, y, 0, down, Origin.VIEWPORT).perform();
    },
    resize: (width, height) => resize(driver, width, height),
    screenshot: () => screenshot(driver),
    print: null,
    setCookie: async ({ url, name, value }) => {
      // A driver sets cookies only for the page that is open.
      await driver.get(`${new URL(url).origin}/healthz`);
      await driver.manage().addCookie({ name, value, path: '/' });
    },
    close: async () => {
      await driver.quit().catch(() => {});
      child.kill();
      await once(child, 'exit');
      await rm(home, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}

/** Tries until the driver listens. */
async function connect(url: string): Promise<WebDriver> {
  const capabilities = {
    browserName: 'MiniBrowser',
    'webkitgtk:browserOptions': { binary: miniBrowser(), args: ['--automation'] },
  };
  for (let tries = 1; ; tries += 1) {
    try {
      return await new Builder().usingServer(url).withCapabilities(capabilities).build();
    } catch (error) {
      if (tries === 100) throw error;
      await new Promise((done) => setTimeout(done, 100));
    }
  }
}

/** Until something has been painted it is all black, which takes next to no bytes. */
async function screenshot(driver: WebDriver): Promise<Buffer> {
  const pixels = await driver.executeScript<number>('return innerWidth * innerHeight');
  for (let tries = 1; ; tries += 1) {
    const png = Buffer.from(await driver.takeScreenshot(), 'base64');
    if (png.length > pixels / 200) return png;
    if (tries === 100) throw new Error('WebKit paints nothing');
    await new Promise((done) => setTimeout(done, 100));
  }
}

/** What can be set is the window; what counts is the page in it. */
async function resize(driver: WebDriver, width: number, height: number): Promise<void> {
  const inside = () => driver.executeScript<[number, number]>('return [innerWidth, innerHeight]');
  let outer = { width, height };
  for (let tries = 0; tries < 200; tries += 1) {
    const [w, h] = await inside();
    if (w === width && h === height) return;
    if (tries % 10 === 0) {
      const rect = await driver.manage().window().getRect();
      outer = { width: rect.width + width - w, height: rect.height + height - h };
      await driver
        .manage()
        .window()
        .setRect({ ...outer, x: 0, y: 0 });
    }
    await new Promise((done) => setTimeout(done, 20));
  }
  throw new Error(`the window does not become ${width} by ${height}: it is ${String(await inside())}`);
}

const NAMED: Record<string, string> = {
  Control: Key.CONTROL,
  Shift: Key.SHIFT,
  Alt: Key.ALT,
  Enter: Key.ENTER,
  Escape: Key.ESCAPE,
  Tab: Key.TAB,
  Backspace: Key.BACK_SPACE,
  Delete: Key.DELETE,
  Space: Key.SPACE,
  PageDown: Key.PAGE_DOWN,
  PageUp: Key.PAGE_UP,
  Home: Key.HOME,
  End: Key.END,
  ArrowUp: Key.ARROW_UP,
  ArrowDown: Key.ARROW_DOWN,
  ArrowLeft: Key.ARROW_LEFT,
  ArrowRight: Key.ARROW_RIGHT,
};

async function press(driver: WebDriver, keys: string): Promise<void> {
  const held = keys.split('+').map((key) => NAMED[key] ?? key);
  const last = held.pop()!;
  const actions = driver.actions();
  for (const key of held) actions.keyDown(key);
  actions.keyDown(last).keyUp(last);
  for (const key of held.reverse()) actions.keyUp(key);
  await actions.perform();
}
