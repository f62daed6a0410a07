/** A real browser, for the tests and the benchmark. */
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
/** Chromium without its window, which costs half the machine; it knows no notifications. */
const SHELL = '/usr/bin/chromium-headless-shell';
const INSTALL = 'apt-get update && apt-get install -y --no-install-recommends chromium';
/** No sandbox: it does not work for root, as in a container. Nothing that talks to the world on its own. */
export const CHROMIUM_ARGS = [
  ...['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
];

/** Throws where there is none. `CHROMIUM_PATH` may name another than the usual. */
export function chromiumPath(): string {
  const path = [process.env.CHROMIUM_PATH, ...PLACES].find((place) => place && existsSync(place));
  if (path) return path;
  throw new Error(`This needs Chromium, or CHROMIUM_PATH. On Debian: ${INSTALL}`);
}

/** `shell` where that is installed and `CHROMIUM_PATH` names no other. */
export function launchChromium(kind: 'whole' | 'shell' = 'whole'): Promise<Browser> {
  const isShell = kind === 'shell' && !process.env.CHROMIUM_PATH && existsSync(SHELL);
  return chromium.launch({ executablePath: isShell ? SHELL : chromiumPath(), args: CHROMIUM_ARGS });
}
