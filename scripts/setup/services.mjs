// What the tests need beside packages: servers and browsers, as Debian brings them.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { env, getuid, platform } from 'node:process';
import { Refusal } from './refusal.mjs';

const BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const NEEDS = [
  {
    name: 'Chromium',
    package: 'chromium',
    isThere: () => [env.CHROMIUM_PATH, ...BROWSERS].some((path) => path && existsSync(path)),
  },
  {
    name: 'Redis',
    package: 'redis-server',
    isThere: () => isOnPath('redis-server') && isOnPath('redis-cli'),
  },
  { name: 'Postgres', package: 'postgresql', isThere: () => existsSync('/usr/lib/postgresql') },
  {
    name: 'Socket.IO for Python',
    package: 'python3-socketio python3-websocket',
    isThere: () => spawnSync('/usr/bin/python3', ['-c', 'import socketio, websocket']).status === 0,
  },
  { name: 'curl and jq', package: 'curl jq', isThere: () => isOnPath('curl') && isOnPath('jq') },
];

/** Half the time for the browser's tests; without it they take the whole Chromium. */
const SHELL = {
  name: 'Chromium’s headless shell',
  package: 'chromium-headless-shell',
  isThere: () => isOnPath('chromium-headless-shell') || Boolean(env.CHROMIUM_PATH) || !isDebian(),
};

/** As root on Debian what is missing is installed, told of beforehand; anybody else is told what to install. */
export function bringServices() {
  const missing = NEEDS.filter(({ isThere }) => !isThere());
  if (missing.length > 0 && !mayInstall())
    throw new Refusal(
      `the tests need ${names(missing)}. On Debian: sudo sh -c '${installing(missing)}' (CHROMIUM_PATH may name another browser)`,
    );
  const wished = mayInstall() && !SHELL.isThere() ? [SHELL] : [];
  if (missing.length > 0 && !aptInstall([...missing, ...wished]) && !aptInstall(missing))
    throw new Refusal(`installing ${names(missing)} failed. By hand: ${installing(missing)}`);
  if (missing.length === 0 && wished.length > 0) aptInstall(wished);
}

/** RUNLEVEL=1: Debian's own services must not start, the tests start theirs. */
function aptInstall(needs) {
  console.error(`The tests need ${names(needs)}: installing by\n\n    ${installing(needs)}\n`);
  const quietly = { ...env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  const { status } = spawnSync('sh', ['-c', installing(needs)], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: quietly,
  });
  return status === 0;
}

const installing = (needs) =>
  `apt-get update && apt-get install -y --no-install-recommends ${needs.map((need) => need.package).join(' ')}`;

const names = (needs) => needs.map(({ name }) => name).join(', ');

const mayInstall = () => platform === 'linux' && getuid?.() === 0 && existsSync('/usr/bin/apt-get');

const isDebian = () =>
  existsSync('/etc/os-release') && /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));

const isOnPath = (command) => spawnSync('sh', ['-c', `command -v ${command}`]).status === 0;
